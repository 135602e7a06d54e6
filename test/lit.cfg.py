# The configuration of the suite. What differs between build folders is in lit.site.cfg.py, named by the environment.
import os
import sys

config.name = "changec"
config.test_source_root = os.path.dirname(os.path.abspath(__file__))
site = os.environ.get("CHANGEC_LIT_SITE")
if not site:
    lit_config.fatal("run the tests by `./bootstrap check`, or by `lit` in the build folder")
config.load_from_path(site, lit_config)

tools = os.path.join(config.test_source_root, "tools")
sys.path.insert(0, tools)
sys.dont_write_bytecode = True
import shells  # noqa: E402
from suite_format import SuiteFormat, link_tools  # noqa: E402

bin_dir = os.path.join(config.test_exec_root, "bin")
link_tools(bin_dir, {
    "changec": config.changec,
    "FileCheck": config.filecheck,
    "not": os.path.join(os.path.dirname(config.filecheck), "not"),
})

config.suffixes = {".test", ".change", ".sh"}
config.excludes = {"tools", "inputs", "Inputs", "benchmark", "fuzz"}
# A test that says %{sh} runs once under each of some shells; `--param shells=all` or `--param shells=zsh,yash` says which.
asked = lit_config.params.get("shells")
try:
    chosen = shells.named(asked) if asked else None
except ValueError as problem:
    lit_config.fatal(str(problem))
programs = {name: command[0] for name, command in shells.SHELLS.items()}
config.test_format = SuiteFormat(programs, chosen, os.path.join(config.test_exec_root, "shells"), time_limit=300)

config.environment = {
    "PATH": os.pathsep.join([bin_dir, tools, "/usr/sbin", "/usr/bin", "/sbin", "/bin"]),
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "TERM": "dumb",
    "PYTHONDONTWRITEBYTECODE": "1",
    # A report of a sanitizer must never be taken for the compiler's own exit status.
    "ASAN_OPTIONS": "exitcode=99:verify_asan_link_order=0:detect_stack_use_after_return=1:strict_string_checks=1",
    "UBSAN_OPTIONS": "exitcode=99:print_stacktrace=1",
}

config.substitutions += [
    ("%{inputs}", os.path.join(config.test_source_root, "inputs")),
    ("%{tools}", tools),
    ("%{stand-ins}", os.path.join(tools, "stand-ins")),
    ("%{top}", os.path.dirname(config.test_source_root)),
    ("%{build}", config.build_root),
]

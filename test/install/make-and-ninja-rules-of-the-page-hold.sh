# The rules of docs/builds.md for Make and Ninja, with the compiler that pkg-config names.
# RUN: cmake --install %{build} --prefix prefix > /dev/null
# RUN: env PKG_CONFIG_PATH=$PWD/prefix/share/pkgconfig PATH=$PWD/prefix/bin:$PATH bash %s %{top}/docs/builds.md
set -eu
page=$1
mkdir -p make ninja
for tool in make ninja; do
  # shellcheck disable=SC2016 # the plan's own backquotes
  printf 'import "people.change"\nchange NIGHT "A plan" {\n  manager ann\n  risk low\n  step one { owner ann  do `true` undo `true` }\n}\n' > $tool/database.change
  printf 'person ann "Ann" { phone "1" }\n' > $tool/people.change
done
# The block of that language on the page.
block() { awk -v open="^\`\`\`$1\$" '$0 ~ open { on = 1; next } on && /^```$/ { exit } on' "$page"; }
block make > make/Makefile
block ninja > ninja/build.ninja

runs() { # TOOL COMMAND...: whether the plan is compiled
  (cd "$1" && shift && "$@" > log 2>&1) || { cat "$1/log"; exit 1; }
  grep -q 'changec build\|database.stamp' "$1/log" && ! grep -q 'up to date' "$1/log"
}
# shellcheck disable=SC2086 # a command of words
for command in 'make out/database.stamp' 'ninja -v'; do
  tool=${command%% *}
  runs "$tool" $command || { echo "$tool: not compiled at first"; exit 1; }
  test -x "$tool/out/NIGHT.backout.sh"
  ! runs "$tool" $command || { echo "$tool: compiled again for nothing"; exit 1; }
  echo '// touched' >> "$tool/people.change"
  runs "$tool" $command || { echo "$tool: an import is no input"; exit 1; }
  ! runs "$tool" $command || { echo "$tool: compiled again for nothing, later"; exit 1; }
done

// kill_at: runs a command, counts the system calls by which it and all it starts change files below some folders, and
// kills at the N-th, just before it happens. Between two such calls nothing durable changes: who has killed at each has
// killed at every moment.
//
//   kill_at [--point N] [--signal NUMBER | --errno NUMBER] [--target runner|group|all] [--delay MICROSECONDS]
//           [--report FILE] [--each NAME] --under DIR... -- COMMAND...
//
// The command leads a session of its own, whose terminal is standard input if that is one. `runner` kills the command
// itself, `group` its process group, `all` every process that it has started, too. Another signal than 9 may be sent.
// With an error number nothing is killed: from that point on the calls that would change something in the first folder
// fail with it, as on a disk that is full (ENOSPC: what makes or lengthens a file), read-only (EROFS) or broken (EIO:
// what writes or syncs).
//
// Several writes to one file, one after the other, count as one; those to a file called NAME count each. The report
// gets, as they happen, the lines `synced N` (how long the file NAME was when it was last made durable), `killed
// LABEL`, `exit STATUS` or `signal N`; without a point `point N LABEL` for each; and at the end `points N`. It ends
// when all that it has started has ended.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

enum class Target { runner, group, all };

struct Options {
  unsigned long point = 0; // 0: none, only count
  long delay = 0;          // microseconds from the point to the kill
  int signal = SIGKILL;
  int error = 0; // 0: none
  Target target = Target::runner;
  const char *report = "/dev/null";
  std::string each; // the name of the file whose every write counts
  std::vector<std::string> folders;
  char **command = nullptr;
};

// Which argument of a system call says what it changes.
enum class Subject { path, pathAt, pathAfter, descriptor };

struct Call {
  long number;
  Subject subject;
  const char *name;
  int flagsArgument; // counts only where this argument has O_CREAT or O_TRUNC; -1: always
};

constexpr int noFlags = -1;
constexpr Call calls[] = {
    {__NR_write, Subject::descriptor, "write", noFlags},
    {__NR_pwrite64, Subject::descriptor, "pwrite", noFlags},
    {__NR_writev, Subject::descriptor, "writev", noFlags},
    {__NR_ftruncate, Subject::descriptor, "ftruncate", noFlags},
    {__NR_fsync, Subject::descriptor, "fsync", noFlags},
    {__NR_fdatasync, Subject::descriptor, "fdatasync", noFlags},
    {__NR_syncfs, Subject::descriptor, "syncfs", noFlags},
    {__NR_openat, Subject::pathAt, "open", 2},
    {__NR_renameat2, Subject::pathAt, "rename", noFlags},
    {__NR_unlinkat, Subject::pathAt, "unlink", noFlags},
    {__NR_mkdirat, Subject::pathAt, "mkdir", noFlags},
    {__NR_linkat, Subject::pathAt, "link", noFlags},
    {__NR_symlinkat, Subject::pathAfter, "symlink", noFlags},
    {__NR_fchmodat, Subject::pathAt, "chmod", noFlags},
#ifdef __NR_open
    {__NR_open, Subject::path, "open", 1},
    {__NR_rename, Subject::path, "rename", noFlags},
    {__NR_unlink, Subject::path, "unlink", noFlags},
    {__NR_rmdir, Subject::path, "rmdir", noFlags},
    {__NR_mkdir, Subject::path, "mkdir", noFlags},
    {__NR_link, Subject::path, "link", noFlags},
    {__NR_chmod, Subject::path, "chmod", noFlags},
#endif
};

[[noreturn]] void die(const char *what) {
  std::perror(what);
  std::exit(125);
}

// The folders may stand behind links, as /tmp may.
std::string resolved(const char *path) {
  char *real = realpath(path, nullptr);
  std::string text = real ? real : path;
  std::free(real);
  return text;
}

Options parse(int count, char **words) {
  Options options;
  for (int at = 1; at + 1 < count; at += 2) {
    const std::string_view word = words[at];
    char *value = words[at + 1];
    if (word == "--") {
      options.command = words + at + 1;
      return options;
    }
    if (word == "--point")
      options.point = std::strtoul(value, nullptr, 10);
    else if (word == "--delay")
      options.delay = std::strtol(value, nullptr, 10);
    else if (word == "--signal")
      options.signal = std::atoi(value);
    else if (word == "--errno")
      options.error = std::atoi(value);
    else if (word == "--report")
      options.report = value;
    else if (word == "--each")
      options.each = value;
    else if (word == "--under")
      options.folders.push_back(resolved(value));
    else if (word == "--target" && std::string_view(value) == "runner")
      options.target = Target::runner;
    else if (word == "--target" && std::string_view(value) == "group")
      options.target = Target::group;
    else if (word == "--target" && std::string_view(value) == "all")
      options.target = Target::all;
    else
      break;
  }
  std::fputs("kill_at: see the head of kill_at.cpp\n", stderr);
  std::exit(2);
}

// Stops at the calls above, and at no others.
void installFilter() {
  std::vector<sock_filter> program;
  program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
  for (const Call &call : calls) {
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call.number), 0, 1));
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE));
  }
  program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
    die("seccomp");
}

[[noreturn]] void becomeCommand(char **command) {
  setsid();
  ioctl(STDIN_FILENO, TIOCSCTTY, 0);
  if (raise(SIGSTOP) != 0)
    die("raise");
  installFilter();
  execvp(command[0], command);
  die(command[0]);
}

std::string linkTarget(const std::string &link) {
  std::array<char, 4096> text{};
  const ssize_t length = readlink(link.c_str(), text.data(), text.size());
  return length < 0 ? std::string() : std::string(text.data(), static_cast<std::size_t>(length));
}

std::string procPath(pid_t process, const char *rest) {
  return "/proc/" + std::to_string(process) + "/" + rest;
}

std::string stringAt(pid_t process, unsigned long address) {
  const int memory = open(procPath(process, "mem").c_str(), O_RDONLY | O_CLOEXEC);
  if (memory < 0)
    return {};
  std::array<char, 4096> text{};
  // To the end of the page: the next one may not be there.
  const ssize_t got = pread(memory, text.data(), text.size() - address % text.size(), static_cast<off_t>(address));
  close(memory);
  return got <= 0 ? std::string() : std::string(text.data(), strnlen(text.data(), static_cast<std::size_t>(got)));
}

std::string absolute(pid_t process, const std::string &folderLink, const std::string &path) {
  return !path.empty() && path[0] == '/' ? path : linkTarget(procPath(process, folderLink.c_str())) + "/" + path;
}

std::string subjectOf(pid_t process, const Call &call, const unsigned long long *arguments) {
  const auto folder = [&](unsigned long long descriptor) {
    return static_cast<int>(descriptor) == AT_FDCWD ? std::string("cwd") : "fd/" + std::to_string(descriptor);
  };
  switch (call.subject) {
  case Subject::descriptor: return linkTarget(procPath(process, ("fd/" + std::to_string(arguments[0])).c_str()));
  case Subject::path: return absolute(process, "cwd", stringAt(process, arguments[0]));
  case Subject::pathAt: return absolute(process, folder(arguments[0]), stringAt(process, arguments[1]));
  case Subject::pathAfter: return absolute(process, folder(arguments[1]), stringAt(process, arguments[2]));
  }
  return {};
}

class Tracer {
public:
  explicit Tracer(Options options) : options_(std::move(options)) {}

  void run() {
    report_ = std::fopen(options_.report, "we");
    if (!report_)
      die(options_.report);
    start();
    followAll();
    std::fprintf(report_, "points %lu\n", points_);
    std::fclose(report_);
  }

private:
  void start() {
    runner_ = fork();
    if (runner_ < 0)
      die("fork");
    if (runner_ == 0)
      becomeCommand(options_.command);
    // The command must find them as they were.
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    int status = 0;
    waitpid(runner_, &status, WUNTRACED);
    constexpr long wanted =
        PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL;
    if (ptrace(PTRACE_SEIZE, runner_, nullptr, wanted) != 0)
      die("ptrace");
    alive_.insert(runner_);
    kill(runner_, SIGCONT);
  }

  void followAll() {
    for (;;) {
      int status = 0;
      const pid_t process = waitpid(-1, &status, __WALL);
      if (process < 0 && errno == EINTR) {
        killNow();
      } else if (process < 0) {
        return;
      } else if (WIFSTOPPED(status)) {
        alive_.insert(process);
        stopped(process, status);
      } else {
        ended(process, status);
      }
    }
  }

  void ended(pid_t process, int status) {
    alive_.erase(process);
    if (process != runner_)
      return;
    if (WIFEXITED(status))
      std::fprintf(report_, "exit %d\n", WEXITSTATUS(status));
    else
      std::fprintf(report_, "signal %d\n", WTERMSIG(status));
    std::fflush(report_);
  }

  void stopped(pid_t process, int status) {
    const int event = status >> 16;
    const int signal = WSTOPSIG(status);
    if (killed_ && options_.error == 0 && options_.signal == SIGKILL && options_.target == Target::all)
      kill(process, SIGKILL);
    if (event == PTRACE_EVENT_SECCOMP)
      entered(process);
    const bool groupStop = event == PTRACE_EVENT_STOP &&
                           (signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU);
    if (groupStop)
      ptrace(PTRACE_LISTEN, process, nullptr, nullptr);
    else
      ptrace(PTRACE_CONT, process, nullptr, static_cast<long>(event == 0 ? signal : 0));
  }

  void entered(pid_t process) {
    __ptrace_syscall_info info{};
    if (ptrace(PTRACE_GET_SYSCALL_INFO, process, sizeof info, &info) <= 0)
      return;
    for (const Call &call : calls) {
      if (call.number != static_cast<long>(info.seccomp.nr))
        continue;
      const auto *arguments = reinterpret_cast<const unsigned long long *>(info.seccomp.args);
      if (call.flagsArgument != noFlags && (arguments[call.flagsArgument] & (O_CREAT | O_TRUNC)) == 0)
        return;
      const std::string subject = subjectOf(process, call, arguments);
      if (!isBelow(subject))
        return;
      noteSync(call.name, subject);
      if (changes(call, subject))
        reached(std::string(call.name) + " " + subject);
      if (killed_ && options_.error != 0 && fails(call.name, subject))
        refuse(process);
    }
  }

  // Whether something is different afterwards, and not only a piece more of a file is there.
  bool changes(const Call &call, const std::string &subject) {
    const std::string_view name = call.name;
    if (name == "mkdir")
      return access(subject.c_str(), F_OK) != 0;
    if (name == "unlink" || name == "rmdir")
      return faccessat(AT_FDCWD, subject.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    const bool again =
        name == "write" && subject == lastWritten_ && subject.substr(subject.rfind('/') + 1) != options_.each;
    lastWritten_ = name == "write" ? subject : std::string();
    return !again;
  }

  bool fails(std::string_view name, const std::string &subject) const {
    if (subject.compare(0, options_.folders[0].size(), options_.folders[0]) != 0)
      return false;
    const bool grows = name == "write" || name == "pwrite" || name == "writev" || name == "mkdir" || name == "link" ||
                       name == "symlink" || (name == "open" && access(subject.c_str(), F_OK) != 0);
    const bool syncs = name == "fsync" || name == "fdatasync" || name == "syncfs";
    switch (options_.error) {
    case EROFS: return !syncs;
    case EIO: return syncs || name == "write" || name == "pwrite" || name == "writev";
    default: return grows;
    }
  }

  // The call is left out, and what it gives is the error.
  void refuse(pid_t process) const {
    user_regs_struct registers{};
    if (ptrace(PTRACE_GETREGS, process, nullptr, &registers) != 0)
      die("ptrace");
    registers.orig_rax = static_cast<unsigned long long>(-1);
    registers.rax = static_cast<unsigned long long>(-options_.error);
    ptrace(PTRACE_SETREGS, process, nullptr, &registers);
  }

  // A sync that has begun is done when the next call comes; until then what it syncs may be lost.
  void noteSync(std::string_view name, const std::string &subject) {
    if (syncing_ >= 0)
      synced_ = syncing_;
    syncing_ = -1;
    struct stat status {};
    if (name == "fsync" && subject.substr(subject.rfind('/') + 1) == options_.each &&
        stat(subject.c_str(), &status) == 0)
      syncing_ = status.st_size;
  }

  bool isBelow(const std::string &path) const {
    for (const std::string &folder : options_.folders)
      if (path.compare(0, folder.size(), folder) == 0 && (path.size() == folder.size() || path[folder.size()] == '/'))
        return true;
    return false;
  }

  void reached(const std::string &label) {
    ++points_;
    if (options_.point == 0)
      std::fprintf(report_, "point %lu %s\n", points_, label.c_str());
    if (points_ != options_.point)
      return;
    label_ = label;
    if (options_.delay == 0) {
      killNow();
      return;
    }
    const itimerval timer{{0, 0}, {options_.delay / 1000000, options_.delay % 1000000}};
    setitimer(ITIMER_REAL, &timer, nullptr);
  }

  void killNow() {
    if (killed_)
      return;
    killed_ = true;
    if (!alive_.contains(runner_))
      return;
    if (options_.error == 0)
      send();
    std::fprintf(report_, "synced %ld\nkilled %s\n", static_cast<long>(synced_), label_.c_str());
    std::fflush(report_);
  }

  void send() const {
    switch (options_.target) {
    case Target::runner: kill(runner_, options_.signal); break;
    case Target::group: kill(-runner_, options_.signal); break;
    case Target::all:
      for (const pid_t process : alive_)
        kill(process, options_.signal);
      break;
    }
  }

  Options options_;
  std::FILE *report_ = nullptr;
  pid_t runner_ = 0;
  std::set<pid_t> alive_;
  unsigned long points_ = 0;
  bool killed_ = false;
  std::string label_;
  std::string lastWritten_;
  off_t syncing_ = -1; // the length of what a sync that has begun makes durable
  off_t synced_ = 0;
};

} // namespace

int main(int count, char **words) {
  struct sigaction onAlarm {};
  onAlarm.sa_handler = [](int) {}; // without SA_RESTART: it interrupts waitpid
  sigaction(SIGALRM, &onAlarm, nullptr);
  Tracer(parse(count, words)).run();
}

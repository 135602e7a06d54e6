#include "driver/Workers.h"
#include "driver/Descriptor.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

namespace changec::driver {
namespace {

/// A text with its length before it.
void append(std::string &message, const std::string &text) {
  const uint64_t size = text.size();
  message.append(reinterpret_cast<const char *>(&size), sizeof size); // NOLINT: the same program reads it
  message += text;
}

bool take(std::string_view &message, std::string &text) {
  uint64_t size = 0;
  if (message.size() < sizeof size)
    return false;
  std::memcpy(&size, message.data(), sizeof size);
  message.remove_prefix(sizeof size);
  if (message.size() < size)
    return false;
  text = message.substr(0, size);
  message.remove_prefix(size);
  return true;
}

Outcome failure(const std::string &reason) {
  return {ExitStatus::internal, fmt::format("changec: {}\n", reason), {}, {}};
}

/// A process that makes one outcome.
class Worker {
public:
  explicit Worker(const std::function<Outcome()> &make) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0)
      return;
    process_ = ::fork();
    if (process_ == 0) {
      ::close(ends[0]);
      ::_exit(run(make, ends[1]));
    }
    ::close(ends[1]);
    if (process_ < 0)
      ::close(ends[0]);
    else
      from_ = ends[0];
  }

  /// Waits for it.
  Outcome outcome() const {
    if (from_ < 0)
      return failure("a process for a plan could not be started");
    const std::string message = readAll();
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status))
      return failure(fmt::format("the process of a plan was ended by signal {}", WTERMSIG(status)));
    Outcome outcome;
    outcome.status = static_cast<ExitStatus>(WEXITSTATUS(status));
    std::string_view rest = message;
    if (!take(rest, outcome.errors) || !take(rest, outcome.printed) || !take(rest, outcome.report))
      return failure("the process of a plan has ended before its work");
    return outcome;
  }

private:
  pid_t process_ = -1;
  int from_ = -1;

  static int run(const std::function<Outcome()> &make, int to) {
    const Outcome outcome = make();
    std::string message;
    append(message, outcome.errors);
    append(message, outcome.printed);
    append(message, outcome.report);
    return writeAll(to, message) ? static_cast<int>(ExitStatus::internal) : static_cast<int>(outcome.status);
  }

  [[nodiscard]] std::string readAll() const {
    std::string all;
    std::array<char, 65536> block{};
    for (;;) {
      const ssize_t size = ::read(from_, block.data(), block.size());
      if (size > 0)
        all.append(block.data(), static_cast<size_t>(size));
      else if (size == 0 || errno != EINTR)
        break;
    }
    ::close(from_);
    return all;
  }
};

} // namespace

void forEachPlan(size_t plans, unsigned workers, const std::function<Outcome(size_t)> &make,
                 const std::function<void(size_t, Outcome)> &take) {
  if (workers <= 1 || plans <= 1) {
    for (size_t plan = 0; plan < plans; ++plan)
      take(plan, make(plan));
    return;
  }
  std::deque<Worker> running;
  size_t started = 0;
  for (size_t plan = 0; plan < plans; ++plan) {
    for (; started < plans && running.size() < workers; ++started)
      running.emplace_back([&make, started] { return make(started); });
    take(plan, running.front().outcome());
    running.pop_front();
  }
}

unsigned processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) != 0)
    return 1;
  const int count = CPU_COUNT(&set);
  return count < 1 ? 1 : static_cast<unsigned>(count);
}

} // namespace changec::driver

#include "driver/Outputs.h"
#include "driver/Descriptor.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/Signals.h>

#include <algorithm>
#include <unistd.h>
#include <utility>

namespace changec::driver {
namespace {

namespace fs = llvm::sys::fs;

std::string reasonOf(std::error_code error) {
  std::string reason = error.message();
  if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z')
    reason[0] = static_cast<char>(reason[0] - 'A' + 'a');
  return reason;
}

} // namespace

/// A complete output that waits for its name. Gone with this object unless it got it.
class OutputSet::Pending {
public:
  Pending(size_t rank, Output output) : rank_(rank), path_(std::move(output.path)) {
    if (path_ == standardStream)
      printed_ = std::move(output.text);
    else
      failure_ = fill(output);
  }
  ~Pending() {
    if (file_)
      llvm::consumeError(file_->discard());
  }
  Pending(Pending &&other) noexcept
      : rank_(other.rank_), path_(std::move(other.path_)), printed_(std::move(other.printed_)),
        failure_(std::move(other.failure_)), file_(std::move(other.file_)) {
    other.file_.reset();
  }
  Pending &operator=(Pending &&other) noexcept {
    rank_ = other.rank_;
    path_ = std::move(other.path_);
    printed_ = std::move(other.printed_);
    failure_ = std::move(other.failure_);
    std::swap(file_, other.file_);
    return *this;
  }
  Pending(const Pending &) = delete;
  Pending &operator=(const Pending &) = delete;

  [[nodiscard]] size_t rank() const { return rank_; }
  [[nodiscard]] const std::optional<WriteFailure> &failure() const { return failure_; }

  [[nodiscard]] std::optional<WriteFailure> print() const {
    if (path_ == standardStream)
      if (const std::error_code error = writeAll(STDOUT_FILENO, printed_))
        return WriteFailure{"standard output", reasonOf(error)};
    return std::nullopt;
  }

  std::optional<WriteFailure> rename() {
    if (!file_)
      return std::nullopt;
    llvm::Error error = file_->keep(path_);
    file_.reset();
    if (error)
      return WriteFailure{path_, reasonOf(llvm::errorToErrorCode(std::move(error)))};
    return std::nullopt;
  }

private:
  size_t rank_;
  std::string path_;
  std::string printed_; ///< For standard output.
  std::optional<WriteFailure> failure_;
  std::optional<fs::TempFile> file_;

  /// Writes the text, under another name.
  std::optional<WriteFailure> fill(const Output &output) {
    if (fs::is_directory(path_))
      return WriteFailure{path_, "is a directory"};
    const llvm::StringRef folder = llvm::sys::path::parent_path(path_);
    if (const std::error_code error =
            fs::create_directories(folder.empty() ? "." : folder, /*IgnoreExisting=*/true, fs::all_all))
      return WriteFailure{path_, reasonOf(error)};
    if (output.replaces)
      followLinks();
    const unsigned mode = output.executable ? 0777 : 0666; // less the umask
    auto file = fs::TempFile::create(temporaryName(), mode);
    if (!file)
      return WriteFailure{path_, reasonOf(llvm::errorToErrorCode(file.takeError()))};
    file_.emplace(std::move(*file));
    if (output.replaces)
      takeOverMode();
    if (const std::error_code error = writeAll(file_->FD, output.text))
      return WriteFailure{path_, reasonOf(error)};
    return std::nullopt;
  }

  void followLinks() {
    llvm::SmallString<128> real;
    if (!fs::real_path(path_, real))
      path_ = std::string(real);
  }

  /// Whoever may not give files away owns the new one himself.
  void takeOverMode() {
    fs::file_status status;
    if (fs::status(path_, status))
      return;
    if (::fchown(file_->FD, status.getUser(), status.getGroup()) != 0 && status.getUser() != ::geteuid())
      (void)::fchown(file_->FD, static_cast<uid_t>(-1), status.getGroup());
    (void)fs::setPermissions(file_->FD, status.permissions());
  }

  /// Hidden, and in the folder of the output: a rename does not cross file systems.
  [[nodiscard]] std::string temporaryName() const {
    llvm::SmallString<128> name(llvm::sys::path::parent_path(path_));
    llvm::sys::path::append(name, "." + llvm::sys::path::filename(path_) + ".%%%%%%%%");
    return std::string(name);
  }
};

OutputSet::OutputSet() {
  // The library's handlers, which remove temporary files, bring a signal stack for the thread that first asks for them:
  // that has to be this one, and not one that ends.
  llvm::sys::SetInterruptFunction(nullptr);
}
OutputSet::~OutputSet() = default;

void OutputSet::add(size_t rank, Output output) {
  Pending pending(rank, std::move(output));
  const std::lock_guard lock(mutex_);
  pending_.push_back(std::move(pending));
}

std::optional<WriteFailure> OutputSet::finish() {
  std::stable_sort(pending_.begin(), pending_.end(),
                   [](const Pending &one, const Pending &other) { return one.rank() < other.rank(); });
  for (const Pending &each : pending_)
    if (each.failure())
      return each.failure();
  for (const Pending &each : pending_)
    if (auto failure = each.print())
      return failure;
  for (Pending &each : pending_)
    if (auto failure = each.rename())
      return failure;
  return std::nullopt;
}

std::optional<WriteFailure> write(Output output) {
  OutputSet outputs;
  outputs.add(0, std::move(output));
  return outputs.finish();
}

} // namespace changec::driver

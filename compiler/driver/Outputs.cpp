#include "driver/Outputs.h"
#include "driver/Descriptor.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <unistd.h>

namespace changec::driver {
namespace {

namespace fs = llvm::sys::fs;

std::string reasonOf(std::error_code error) {
  std::string reason = error.message();
  if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z')
    reason[0] = static_cast<char>(reason[0] - 'A' + 'a');
  return reason;
}

/// A complete output that waits for its name. Gone with this object unless it got it.
class Pending {
public:
  explicit Pending(std::string path) : path_(std::move(path)) {}
  ~Pending() {
    if (file_)
      llvm::consumeError(file_->discard());
  }
  Pending(Pending &&other) noexcept : path_(std::move(other.path_)), file_(std::move(other.file_)) {
    other.file_.reset();
  }
  Pending(const Pending &) = delete;
  Pending &operator=(const Pending &) = delete;
  Pending &operator=(Pending &&) = delete;

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

  std::optional<WriteFailure> finish() {
    llvm::Error error = file_->keep(path_);
    file_.reset();
    if (error)
      return WriteFailure{path_, reasonOf(llvm::errorToErrorCode(std::move(error)))};
    return std::nullopt;
  }

private:
  std::string path_;
  std::optional<fs::TempFile> file_;

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

} // namespace

std::optional<WriteFailure> write(const std::vector<Output> &outputs) {
  std::vector<Pending> pending;
  for (const Output &output : outputs)
    if (output.path != "-")
      if (auto failure = pending.emplace_back(output.path).fill(output))
        return failure;
  for (const Output &output : outputs)
    if (output.path == "-")
      if (const std::error_code error = writeAll(STDOUT_FILENO, output.text))
        return WriteFailure{"standard output", reasonOf(error)};
  for (Pending &each : pending)
    if (auto failure = each.finish())
      return failure;
  return std::nullopt;
}

} // namespace changec::driver

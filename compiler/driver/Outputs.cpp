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
  /// Where `output` cannot be written, `failure` says why, and the object holds nothing.
  Pending(const Output &output, std::optional<WriteFailure> &failure) : path_(output.path) {
    const auto fail = [&](const std::string &reason) { failure = WriteFailure{output.path, reason}; };
    if (fs::is_directory(output.path))
      return fail("is a directory");
    if (const std::error_code error = fs::create_directories(llvm::sys::path::parent_path(output.path)))
      return fail(reasonOf(error));
    const unsigned mode = output.executable ? 0777 : 0666; // less the umask
    auto file = fs::TempFile::create(temporaryName(output.path), mode);
    if (!file)
      return fail(reasonOf(llvm::errorToErrorCode(file.takeError())));
    file_.emplace(std::move(*file));
    if (const std::error_code error = writeAll(file_->FD, output.text))
      return fail(reasonOf(error));
  }
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

  /// Hidden, and in the folder of the output: a rename does not cross file systems.
  static std::string temporaryName(const std::string &path) {
    llvm::SmallString<128> name(llvm::sys::path::parent_path(path));
    llvm::sys::path::append(name, "." + llvm::sys::path::filename(path) + ".%%%%%%%%");
    return std::string(name);
  }
};

} // namespace

std::optional<WriteFailure> write(const std::vector<Output> &outputs) {
  std::vector<Pending> pending;
  std::optional<WriteFailure> failure;
  for (const Output &output : outputs) {
    if (output.path == "-")
      continue;
    pending.emplace_back(output, failure);
    if (failure)
      return failure;
  }
  for (const Output &output : outputs)
    if (output.path == "-")
      if (const std::error_code error = writeAll(STDOUT_FILENO, output.text))
        return WriteFailure{"standard output", reasonOf(error)};
  for (Pending &each : pending)
    if (auto failed = each.finish())
      return failed;
  return std::nullopt;
}

} // namespace changec::driver

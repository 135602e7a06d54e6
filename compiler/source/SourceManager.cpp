#include "source/Source.h"

#include <fmt/format.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/SmallVectorMemoryBuffer.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace changec {
namespace {

using Bytes = llvm::SmallVector<char, 0>;

class Descriptor {
public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0)
      ::close(number_);
  }
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  [[nodiscard]] int number() const { return number_; }

private:
  int number_;
};

LoadError systemError(int number) {
  switch (number) {
  case ENOENT:
  case ENOTDIR: return {LoadError::Kind::notFound, "there is no such file"};
  case EACCES:
  case EPERM: return {LoadError::Kind::denied, "permission denied"};
  case EISDIR: return {LoadError::Kind::directory, "is a directory"};
  default: break;
  }
  std::string reason = std::strerror(number);
  reason[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(reason[0])));
  return {LoadError::Kind::other, reason};
}

LoadError tooLarge() {
  return {LoadError::Kind::tooLarge, fmt::format("is larger than {} MiB", SourceManager::sizeLimit >> 20U)};
}

/// Why what `status` describes is not read. Reading a FIFO would wait, and a device may never end.
std::optional<LoadError> unreadable(const struct stat &status) {
  if (S_ISDIR(status.st_mode))
    return LoadError{LoadError::Kind::directory, "is a directory"};
  if (!S_ISREG(status.st_mode))
    return LoadError{LoadError::Kind::notRegular, "is not a regular file"};
  if (static_cast<uint64_t>(status.st_size) > SourceManager::sizeLimit)
    return tooLarge();
  return std::nullopt;
}

/// Reads to the end; `expected` bytes are likely.
std::optional<LoadError> readAll(int descriptor, size_t expected, Bytes &bytes) {
  constexpr size_t atLeast = 1 << 16;
  size_t used = 0;
  bytes.resize_for_overwrite(expected + 1);
  while (true) {
    const ssize_t got = ::read(descriptor, bytes.data() + used, bytes.size() - used);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return systemError(errno);
    if (got == 0)
      break;
    used += static_cast<size_t>(got);
    if (used > SourceManager::sizeLimit)
      return tooLarge();
    if (used == bytes.size())
      bytes.resize_for_overwrite(std::max(used + atLeast, used + used / 2));
  }
  bytes.truncate(used);
  return std::nullopt;
}

std::unique_ptr<llvm::MemoryBuffer> own(Bytes bytes, const std::string &name) {
  return std::make_unique<llvm::SmallVectorMemoryBuffer>(std::move(bytes), name, /*RequiresNullTerminator=*/false);
}

} // namespace

SourceManager::Loaded SourceManager::load(const std::string &path, const std::string &name) {
  Bytes bytes;
  if (path == "-") {
    if (!standardInput_) {
      if (auto error = readAll(STDIN_FILENO, 0, bytes))
        return {FileId::none, error};
      standardInput_ = add(name, own(std::move(bytes), name));
    }
    return {*standardInput_, std::nullopt};
  }
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0)
    return {FileId::none, systemError(errno)};
  if (auto error = unreadable(status))
    return {FileId::none, error};
  // Something else may have taken its place since: opening must not wait, and what was opened is looked at again.
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (descriptor.number() < 0 || ::fstat(descriptor.number(), &status) != 0)
    return {FileId::none, systemError(errno)};
  if (auto error = unreadable(status))
    return {FileId::none, error};
  const Identity identity{status.st_dev, status.st_ino};
  for (const Read &earlier : read_)
    if (earlier.identity == identity)
      return {earlier.file, std::nullopt};
  if (auto error = readAll(descriptor.number(), static_cast<size_t>(status.st_size), bytes))
    return {FileId::none, error};
  const FileId file = add(name, own(std::move(bytes), name));
  paths_.push_back(path);
  read_.push_back({identity, file});
  return {file, std::nullopt};
}

FileId SourceManager::addEmbedded(std::string_view name, std::string_view text) {
  return add(std::string(name), llvm::MemoryBuffer::getMemBuffer({text.data(), text.size()}, "", false));
}

FileId SourceManager::add(const std::string &name, std::unique_ptr<llvm::MemoryBuffer> buffer) {
  files_.emplace_back(name, std::move(buffer));
  return static_cast<FileId>(files_.size() - 1);
}

const SourceFile &SourceManager::file(FileId id) const {
  return files_[static_cast<size_t>(id)];
}

std::string_view SourceManager::text(Range range) const {
  return file(range.file).text().substr(range.begin, range.size());
}

} // namespace changec

// Source text: files, byte ranges in them, and the positions a person reads.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace llvm {
class MemoryBuffer;
}

namespace changec {

/// Names one file of a SourceManager.
enum class FileId : uint32_t { none = UINT32_MAX };

/// Bytes `[begin, end)` of a file. Bytes are the truth; lines and columns are computed when shown.
struct Range {
  FileId file = FileId::none;
  uint32_t begin = 0;
  uint32_t end = 0;

  [[nodiscard]] bool valid() const { return file != FileId::none; }
  [[nodiscard]] uint32_t size() const { return end - begin; }
  friend bool operator==(const Range &, const Range &) = default;
};

/// From the first byte of `first` to the last of `last`, both in one file.
Range cover(Range first, Range last);

/// What a person calls a place: both count from 1; a column is a Unicode character, whatever its width.
struct Position {
  unsigned line = 1;
  unsigned column = 1;
};

/// Why a file could not be read.
struct LoadError {
  enum class Kind { notFound, directory, notRegular, tooLarge, denied, other };
  Kind kind;
  std::string reason; ///< For a person: `is a directory`.
};

/// Bytes that cannot stand in a plan: where, and what is the case with them.
struct EncodingFlaw {
  uint32_t offset = 0;
  uint32_t length = 1;
  std::string reason; ///< `byte 0xff is not UTF-8`, `a NUL byte`.
};

/// One file's bytes. A byte-order mark at the start stays part of the bytes, so that ranges are exact.
class SourceFile {
public:
  SourceFile(std::string name, std::unique_ptr<llvm::MemoryBuffer> buffer);
  ~SourceFile();
  SourceFile(SourceFile &&) noexcept;
  SourceFile &operator=(SourceFile &&) noexcept;
  SourceFile(const SourceFile &) = delete;
  SourceFile &operator=(const SourceFile &) = delete;

  /// As the user or the import spelled it; `<stdin>` for standard input, `std/files.change` for the library's.
  [[nodiscard]] std::string_view name() const { return name_; }
  /// The whole text. Outlives every range and every string_view into it as long as the manager does.
  [[nodiscard]] std::string_view text() const;
  /// 0, or 3 where a byte-order mark stands.
  [[nodiscard]] uint32_t textStart() const;
  [[nodiscard]] unsigned line(uint32_t offset) const;
  [[nodiscard]] Position position(uint32_t offset) const;
  /// A line's text without its end; `line` counts from 1.
  [[nodiscard]] std::string_view lineText(unsigned line) const;
  [[nodiscard]] uint32_t lineStart(unsigned line) const;
  [[nodiscard]] unsigned lineCount() const;
  /// The first flaw, or nothing when all of it is UTF-8 without NUL (RFC 3629).
  [[nodiscard]] std::optional<EncodingFlaw> encodingFlaw() const;

private:
  std::string name_;
  std::unique_ptr<llvm::MemoryBuffer> buffer_;
  mutable std::vector<uint32_t> lineStarts_; ///< Made at first use.
  /// The last column counted: places are asked for in order, and a line may be as long as the file.
  struct Counted {
    uint32_t lineStart = 0;
    uint32_t offset = 0;
    unsigned column = 1;
  };
  mutable Counted counted_;
  void indexLines() const;
};

/// Owns every file that a compilation reads.
class SourceManager {
public:
  /// The largest file that is read, in bytes.
  static constexpr uint64_t sizeLimit = 48ULL << 20;

  struct Loaded {
    FileId file = FileId::none;
    std::optional<LoadError> error;
  };
  /// Reads a regular file (`-`: standard input), at most `sizeLimit` bytes of it. `name` is what is shown of it.
  /// A file already read, by whatever path, gives the same id.
  Loaded load(const std::string &path, const std::string &name);
  /// Adds text that is part of the compiler. It must outlive the manager.
  FileId addEmbedded(std::string_view name, std::string_view text);

  [[nodiscard]] const SourceFile &file(FileId id) const;
  [[nodiscard]] std::string_view text(Range range) const;
  [[nodiscard]] size_t fileCount() const { return files_.size(); }
  /// Every path that was read from disk, in order of reading (for dependency files).
  [[nodiscard]] const std::vector<std::string> &pathsRead() const { return paths_; }

private:
  /// Which file it is, whatever its path.
  struct Identity {
    uint64_t device = 0;
    uint64_t inode = 0;
    friend bool operator==(const Identity &, const Identity &) = default;
  };
  struct Read {
    Identity identity;
    FileId file;
  };
  std::deque<SourceFile> files_; ///< Stays in place as it grows: callers hold references.
  std::vector<std::string> paths_;
  std::vector<Read> read_; ///< Every file that was read from disk.
  std::optional<FileId> standardInput_;

  FileId add(const std::string &name, std::unique_ptr<llvm::MemoryBuffer> buffer);
};

} // namespace changec

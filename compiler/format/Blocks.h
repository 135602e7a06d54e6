// Blocks of text and shell, and comments, over several rows: moved as a whole, unchanged inside. Private to this
// library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace changec::format {

/// A block with its marks, its marks' lines at the indentation `marks` and its text at `inside`; as it is where that
/// would change what it says.
std::string indentedBlock(std::string_view block, unsigned marks, unsigned inside);

/// What a block says, whatever its indentation.
std::string contentOfBlock(std::string_view block);

/// A comment that stands at `offset` of the source, with its rows moved as its first one is, to `column`.
std::string shiftedComment(std::string_view source, uint32_t offset, std::string_view comment, unsigned column);

} // namespace changec::format

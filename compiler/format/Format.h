// A file in the one style of the language (docs/formatting.md): text to text, without a terminal or a file in it.
#pragma once

#include "source/Source.h"
#include "syntax/Tree.h"

#include <optional>
#include <string>

namespace changec::format {

/// The columns that a line may have before it is broken where it can be.
inline constexpr unsigned lineWidth = 120;
/// Of what stands in a block.
inline constexpr unsigned indentWidth = 2;

/// `source` in the one style. `tree` is the file's own and not damaged. Every token and comment is kept, in order; of
/// the indentation that a block of text or shell has beyond what its lines share, nothing changes. Nothing where the
/// result, read again, would not say the same: that would be a fault of this library. Linear in the file's size.
std::optional<std::string> format(const SourceFile &source, const syntax::File &tree);

} // namespace changec::format

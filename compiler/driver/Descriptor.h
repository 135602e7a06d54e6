// Bytes to a file descriptor.
#pragma once

#include <string_view>
#include <system_error>

namespace changec::driver {

/// What standard input or output is called where a path is expected.
inline constexpr std::string_view standardStream = "-";

/// Writes all of `text`, over interruptions and partial writes.
std::error_code writeAll(int descriptor, std::string_view text);

} // namespace changec::driver

#include "driver/Descriptor.h"

#include <cerrno>
#include <unistd.h>

namespace changec::driver {

std::error_code writeAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return {errno, std::generic_category()};
    text.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

} // namespace changec::driver

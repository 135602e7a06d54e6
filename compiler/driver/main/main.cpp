#include "driver/Run.h"

#include <climits>
#include <cstdio>
#include <exception>
#ifdef __GLIBC__
#include <malloc.h>
#endif

using changec::driver::ExitStatus;

namespace {

/// The texts of a large plan's outputs are tens of megabytes, which come and go. What was freed is kept for the next
/// one: the system would clear each page of it anew.
void keepFreedMemory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif
}

} // namespace

int main(int argc, char **argv) {
  keepFreedMemory();
  // Nothing is meant to throw this far but the lack of memory.
  try {
    return static_cast<int>(changec::driver::run(argc, argv));
  } catch (const std::exception &failure) {
    std::fprintf(stderr, "changec: internal error: %s\n", failure.what());
    return static_cast<int>(ExitStatus::internal);
  }
}

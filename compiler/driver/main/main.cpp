#include "driver/Run.h"

#include <cstdio>
#include <exception>

using changec::driver::ExitStatus;

int main(int argc, char **argv) {
  // Nothing is meant to throw this far but the lack of memory.
  try {
    return static_cast<int>(changec::driver::run(argc, argv));
  } catch (const std::exception &failure) {
    std::fprintf(stderr, "changec: internal error: %s\n", failure.what());
    return static_cast<int>(ExitStatus::internal);
  }
}

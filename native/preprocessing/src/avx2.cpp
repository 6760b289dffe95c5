#include "instructions.hpp"

#ifdef STOKES_DISPATCH
// Before the kernels and after what they take from the standard library, which other files share.
#include "standard.hpp"
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC target("avx2")
#endif
#include "group.hpp"

namespace stokes {

/** For processors with AVX2: 4 spectra side by side. */
void runAvx2(const Group& group) {
  if (group.count == 1) return runLanes<1, 4>(group);
  runLanes<4, 4>(group);
}

}  // namespace stokes
#ifdef __clang__
#pragma clang attribute pop
#endif
#endif

#include "instructions.hpp"

#ifdef STOKES_DISPATCH
// Before the kernels and after what they take from the standard library, which other files share.
#include "standard.hpp"
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl"))), apply_to = function)
#else
#pragma GCC target("avx512f,avx512dq,avx512vl,prefer-vector-width=512")
#endif
#include "group.hpp"

namespace stokes {

/** For processors with AVX-512: 8 spectra side by side. */
void runAvx512(const Group& group) {
  if (group.count == 1) return runLanes<1, 8>(group);
  runLanes<8, 8>(group);
}

}  // namespace stokes
#ifdef __clang__
#pragma clang attribute pop
#endif
#endif

#include "instructions.hpp"

namespace stokes {

Instructions widestInstructions() {
#ifdef STOKES_DISPATCH
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl")) {
    return Instructions::avx512;
  }
  if (__builtin_cpu_supports("avx2")) return Instructions::avx2;
#endif
  return Instructions::baseline;
}

std::size_t widthOfGroup(Instructions instructions) {
  switch (instructions) {
    case Instructions::avx512:
      return 8;
    case Instructions::avx2:
      return 4;
    case Instructions::baseline:
      break;
  }
  return kBaselineWidth;
}

void runGroup(Instructions instructions, const Group& group) {
#ifdef STOKES_DISPATCH
  if (instructions == Instructions::avx512) return runAvx512(group);
  if (instructions == Instructions::avx2) return runAvx2(group);
#endif
  runBaseline(group);
}

}  // namespace stokes

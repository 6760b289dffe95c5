#include "instructions.hpp"

#include "group.hpp"

/*
 * One compilation for each instruction set, chosen at run time. `flatten` draws everything that is called into the
 * function, so that it is compiled for the function's own set and no template of it can reach another machine's code.
 */
#if defined(__GNUC__) && defined(__x86_64__)
#define STOKES_DISPATCH 1
#define STOKES_FOR(set) __attribute__((flatten, target(set)))
#endif

namespace stokes {

namespace {

#if defined(__GNUC__)
constexpr int kBaselineWidth = 2;
#else
constexpr int kBaselineWidth = 1;
#endif

void runBaseline(const Group& group) {
  if (group.count == 1) return runLanes<1, kBaselineWidth>(group);
  runLanes<kBaselineWidth, kBaselineWidth>(group);
}

#ifdef STOKES_DISPATCH
STOKES_FOR("avx2") void runOneAvx2(const Group& group) { runLanes<1, 4>(group); }
STOKES_FOR("avx2") void runAvx2(const Group& group) { runLanes<4, 4>(group); }

STOKES_FOR("avx512f,avx512dq,avx512vl,prefer-vector-width=512") void runOneAvx512(const Group& group) {
  runLanes<1, 8>(group);
}
STOKES_FOR("avx512f,avx512dq,avx512vl,prefer-vector-width=512") void runAvx512(const Group& group) {
  runLanes<8, 8>(group);
}
#endif

}  // namespace

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
  const bool one = group.count == 1;
  if (instructions == Instructions::avx512) return one ? runOneAvx512(group) : runAvx512(group);
  if (instructions == Instructions::avx2) return one ? runOneAvx2(group) : runAvx2(group);
#endif
  runBaseline(group);
}

}  // namespace stokes

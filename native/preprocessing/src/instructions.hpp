#pragma once

#include <cstddef>

#include "step.hpp"

namespace stokes {

/** The instruction sets that the chain is compiled for; their results are the same. */
enum class Instructions { baseline, avx2, avx512 };

constexpr std::size_t kWidestGroup = 8;

#if defined(__GNUC__)
constexpr int kBaselineWidth = 2;
#else
constexpr int kBaselineWidth = 1;
#endif

#if defined(__GNUC__) && defined(__x86_64__)
#define STOKES_DISPATCH 1
#endif

/** The widest that this processor has. */
Instructions widestInstructions();

std::size_t widthOfGroup(Instructions instructions);

/** Spectra to treat side by side, and where. */
struct Group {
  const Step* steps;
  std::size_t stepCount;
  const double* const* spectra;
  double* const* results;
  std::size_t count;
  bool* sound;
  /** Of the step that needs the most, aligned for the widest vector. */
  double* scratch;
  /** Two rows of `rowLength` for each spectrum of a full group. */
  double* rows;
  std::size_t rowLength;
};

void runGroup(Instructions instructions, const Group& group);

/** {@link runGroup} of each compilation, in a file of its own. */
void runBaseline(const Group& group);
void runAvx2(const Group& group);
void runAvx512(const Group& group);

}  // namespace stokes

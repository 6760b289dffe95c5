#pragma once

#include <cstddef>

#include "step.hpp"

namespace stokes {

/** The instruction sets that the chain is compiled for; their results are the same. */
enum class Instructions { baseline, avx2, avx512 };

constexpr std::size_t kWidestGroup = 8;

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

}  // namespace stokes

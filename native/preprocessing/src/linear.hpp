#pragma once

#include "step.hpp"

namespace stokes {
namespace {

/** Straight lines between points. */
inline void apply(const Linear& step, const double* y, double* values) {
  const std::size_t n = step.lower.size();
  for (std::size_t k = 0; k < n; k++) {
    const double left = y[step.lower[k]];
    values[k] = left + step.fraction[k] * (y[step.lower[k] + 1] - left);
  }
}

}  // namespace
}  // namespace stokes

#pragma once

#include <cmath>

#include "reduce.hpp"
#include "step.hpp"

namespace stokes {
namespace {

/** Standard normal variate; false for a constant spectrum. */
inline bool apply(const Snv& step, const double* y, double* scaled, std::size_t n) {
  const double size = largestMagnitude(y, n);
  const double mean = sumOf(y, n) / static_cast<double>(n);
  for (std::size_t i = 0; i < n; i++) scaled[i] = y[i] - mean;
  // What the rounding of the mean left over is taken out of both.
  const double rest = sumOf(scaled, n);
  const double offset = rest / static_cast<double>(n);
  const double spread = sumOfSquares(scaled, n) - rest * offset;
  const double standardDeviation = std::sqrt((spread > 0 ? spread : 0) / step.degrees);
  if (!(standardDeviation > size * 1e-13)) return false;
  const double scale = 1 / standardDeviation;
  for (std::size_t i = 0; i < n; i++) scaled[i] = (scaled[i] - offset) * scale;
  return true;
}

}  // namespace
}  // namespace stokes

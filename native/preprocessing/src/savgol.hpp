#pragma once

#include "step.hpp"

namespace stokes {
namespace {

inline double weightedSum(const double* y, const double* weights, std::size_t n) {
  double sum = 0;
  for (std::size_t k = 0; k < n; k++) sum += weights[k] * y[k];
  return sum;
}

/** The weighted sum of `window` points from each of `n` points on, `Block` of them at a time. */
template <int Block>
inline void correlate(const double* y, const double* weights, std::size_t window, double* sums, std::size_t n) {
  std::size_t i = 0;
  for (; i + Block <= n; i += Block) {
    double sum[Block] = {};
    for (std::size_t k = 0; k < window; k++) {
      for (int b = 0; b < Block; b++) sum[b] += weights[k] * y[i + k + b];
    }
    for (int b = 0; b < Block; b++) sums[i + b] = sum[b];
  }
  for (; i < n; i++) sums[i] = weightedSum(y + i, weights, window);
}

/** Savitzky-Golay with the polynomial of the outermost full window at the ends (`interp`). */
template <int Width>
inline void apply(const Savgol& step, const double* y, double* result, std::size_t n) {
  const std::size_t window = step.centre.size();
  const std::size_t half = window / 2;
  correlate<4 * Width>(y, step.centre.data(), window, result + half, n - 2 * half);
  for (std::size_t i = 0; i < half; i++) {
    result[i] = weightedSum(y, &step.starts[i * window], window);
    result[n - half + i] = weightedSum(y + n - window, &step.ends[i * window], window);
  }
}

}  // namespace
}  // namespace stokes

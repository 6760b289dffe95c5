#pragma once

#include <cstddef>
#include <utility>

namespace stokes {
namespace {

/**
 * The value of rank `rank` of `n` finite values: quickselect whose partition has no branch to mispredict.
 * @param values `n`, overwritten
 * @param spare room for `n`
 */
inline double select(double* values, double* spare, std::size_t n, std::size_t rank) {
  for (;;) {
    const double a = values[0];
    const double b = values[n / 2];
    const double c = values[n - 1];
    const double low = a < b ? a : b;
    const double high = a < b ? b : a;
    const double pivot = c < low ? low : (c > high ? high : c);
    std::size_t less = 0;
    std::size_t greater = 0;
    for (std::size_t i = 0; i < n; i++) {
      const double value = values[i];
      spare[less] = value;
      less += value < pivot;
      values[greater] = value;
      greater += value > pivot;
    }
    if (rank < less) {
      std::swap(values, spare);
      n = less;
    } else if (rank < n - greater) {
      return pivot;
    } else {
      rank -= n - greater;
      n = greater;
    }
  }
}

/** The median of the magnitudes of finite values: the middle one, or the mean of the two middle ones. */
inline double medianMagnitude(const double* values, std::size_t n, double* work) {
  for (std::size_t i = 0; i < n; i++) work[i] = values[i] < 0 ? -values[i] : values[i];
  const std::size_t middle = n / 2;
  const double upper = select(work, work + n, n, middle);
  if (n % 2 == 1) return upper;
  double lower = 0;
  std::size_t below = 0;
  for (std::size_t i = 0; i < n; i++) {
    const double size = values[i] < 0 ? -values[i] : values[i];
    below += size < upper;
    lower = size < upper && size > lower ? size : lower;
  }
  return ((below < middle ? upper : lower) + upper) / 2;
}

}  // namespace
}  // namespace stokes

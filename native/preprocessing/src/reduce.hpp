#pragma once

#include <cstddef>

/** Reductions over a spectrum in several partial results, which the compiler keeps in one register. */
namespace stokes {
namespace {

inline bool allFinite(const double* y, std::size_t n) {
  double zero[16] = {};
  std::size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    for (int k = 0; k < 16; k++) zero[k] += y[i + k] * 0;
  }
  double sum = 0;
  for (; i < n; i++) sum += y[i] * 0;
  for (double part : zero) sum += part;
  return sum == 0;
}

/** By the highest and the lowest value, each of which is one instruction. */
inline double largestMagnitude(const double* y, std::size_t n) {
  double highest[8] = {};
  double lowest[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (int k = 0; k < 8; k++) highest[k] = y[i + k] > highest[k] ? y[i + k] : highest[k];
    for (int k = 0; k < 8; k++) lowest[k] = y[i + k] < lowest[k] ? y[i + k] : lowest[k];
  }
  double most = 0;
  double least = 0;
  for (; i < n; i++) {
    most = y[i] > most ? y[i] : most;
    least = y[i] < least ? y[i] : least;
  }
  for (double part : highest) most = part > most ? part : most;
  for (double part : lowest) least = part < least ? part : least;
  return most > -least ? most : -least;
}

/** In the four partial sums of sumOf.ts. */
inline double sumOf(const double* y, std::size_t n) {
  double part[4] = {};
  std::size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    for (int k = 0; k < 4; k++) part[k] += y[i + k];
  }
  for (; i < n; i++) part[0] += y[i];
  return (part[0] + part[1]) + (part[2] + part[3]);
}

/** As {@link sumOf}. */
inline double sumOfSquares(const double* y, std::size_t n) {
  double part[4] = {};
  std::size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    for (int k = 0; k < 4; k++) part[k] += y[i + k] * y[i + k];
  }
  for (; i < n; i++) part[0] += y[i] * y[i];
  return (part[0] + part[1]) + (part[2] + part[3]);
}

}  // namespace
}  // namespace stokes

#pragma once

#include <cstring>

#include "median.hpp"
#include "reduce.hpp"
#include "step.hpp"

namespace stokes {
namespace {

/** Points after a signal that the last block may touch. */
constexpr std::size_t kSpare = 64;

/** Room for a signal with what stands beyond its ends. */
inline std::size_t signalRoom(const Wavelet& step) { return step.lengths[0] + 2 * step.scaling.size() + kSpare; }

/** Room for six signals and for the details of all levels. */
inline std::size_t scratchFor(const Wavelet& step) {
  std::size_t details = kSpare;
  for (std::size_t depth = 1; depth < step.lengths.size(); depth++) details += step.lengths[depth];
  return 6 * signalRoom(step) + details;
}

/** The points of a signal and those beyond its ends, odd ones and even ones apart. */
inline void takeApart(const double* y, std::size_t n, const std::vector<std::int32_t>& beyond, double* even,
                      double* odd) {
  const std::size_t margin = beyond.size() / 2;
  const auto put = [&](std::size_t at, double value) {
    double* side = at % 2 == 0 ? even : odd;
    side[at / 2] = value;
  };
  const auto source = [&](std::size_t k) { return beyond[k] < 0 ? 0.0 : y[beyond[k]]; };
  for (std::size_t k = 0; k < margin; k++) put(k, source(k));
  // The filters have an even number of taps, so the margin is odd and the first point lands among the odd ones.
  double* odds = odd + margin / 2;
  double* evens = even + margin / 2 + 1;
  std::size_t i = 0;
  for (; i + 1 < n; i += 2) {
    odds[i / 2] = y[i];
    evens[i / 2] = y[i + 1];
  }
  if (i < n) odds[i / 2] = y[i];
  for (std::size_t k = 0; k < margin; k++) put(margin + n + k, source(margin + k));
}

/*
 * Both filters work in whole blocks and leave the points that stick out to the spare room after each signal: a
 * remainder point by point would be slower, and GCC 12 fuses multiplication and addition in it although it is told
 * not to.
 */

/** One level down: both filters at every other point. */
template <int Block>
inline void analyse(const double* even, const double* odd, const Numbers& scaling, double* low, double* high,
                    std::size_t n) {
  const std::size_t taps = scaling.size();
  for (std::size_t k = 0; k < n; k += Block) {
    double lows[Block] = {};
    double highs[Block] = {};
    for (std::size_t j = 0; j < taps; j += 2) {
      const double* first = odd + k + j / 2;
      const double* second = even + k + j / 2 + 1;
      for (int b = 0; b < Block; b++) lows[b] += scaling[j] * first[b] + scaling[j + 1] * second[b];
      for (int b = 0; b < Block; b++) {
        highs[b] += scaling[taps - 1 - j] * first[b] - scaling[taps - 2 - j] * second[b];
      }
    }
    for (int b = 0; b < Block; b++) low[k + b] = lows[b];
    for (int b = 0; b < Block; b++) high[k + b] = highs[b];
  }
}

/** One level up: the adjoint of {@link analyse} where the filters fit; `n` pairs of points. */
template <int Block>
inline void synthesise(const double* low, const double* high, const Numbers& scaling, double* y, std::size_t n) {
  const std::size_t taps = scaling.size();
  const std::size_t reach = taps / 2 - 1;
  for (std::size_t k = 0; k < n; k += Block) {
    double evens[Block] = {};
    double odds[Block] = {};
    for (std::size_t t = 0; t <= reach; t++) {
      const double* lows = low + k + reach - t;
      const double* highs = high + k + reach - t;
      for (int b = 0; b < Block; b++) {
        evens[b] += scaling[2 * t] * lows[b] + scaling[taps - 1 - 2 * t] * highs[b];
      }
      for (int b = 0; b < Block; b++) {
        odds[b] += scaling[2 * t + 1] * lows[b] - scaling[taps - 2 - 2 * t] * highs[b];
      }
    }
    for (int b = 0; b < Block; b++) {
      y[2 * (k + b)] = evens[b];
      y[2 * (k + b) + 1] = odds[b];
    }
  }
}

inline void shrink(double* detail, std::size_t n, double threshold, bool soft) {
  for (std::size_t i = 0; i < n; i++) {
    const double size = detail[i] < 0 ? -detail[i] : detail[i];
    const double kept = soft ? detail[i] * (1 - threshold / size) : detail[i];
    detail[i] = size < threshold ? 0 : kept;
  }
}

/** The spectrum without the details that noise explains; false where they overflow. */
template <int Width>
inline bool apply(const Wavelet& step, const double* y, double* result, std::size_t n, double* scratch) {
  const std::size_t room = signalRoom(step);
  double* even = scratch;
  double* odd = even + room;
  double* approximation = odd + room;
  double* other = approximation + room;
  double* work = other + room;
  double* details = work + 2 * room;

  const double* signal = y;
  double* detail = details;
  for (int depth = 0; depth < step.level; depth++) {
    takeApart(signal, step.lengths[depth], step.beyond[depth], even, odd);
    analyse<2 * Width>(even, odd, step.scaling, approximation, detail, step.lengths[depth + 1]);
    signal = approximation;
    detail += step.lengths[depth + 1];
  }
  if (!allFinite(details, step.lengths[1])) return false;
  const double sigma = medianMagnitude(details, step.lengths[1], work) / 0.6745;
  const double threshold = sigma * step.universal;
  if (threshold == 0) {
    std::memcpy(result, y, n * sizeof(double));
    return true;
  }
  shrink(details, static_cast<std::size_t>(detail - details), threshold, step.soft);

  const std::size_t reach = step.scaling.size() / 2 - 1;
  for (int depth = step.level; depth > 0; depth--) {
    const std::size_t length = step.lengths[depth];
    detail -= length;
    synthesise<2 * Width>(approximation, detail, step.scaling, other, length - reach);
    std::swap(approximation, other);
  }
  std::memcpy(result, approximation, n * sizeof(double));
  return true;
}

}  // namespace
}  // namespace stokes

#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>

#include "pentadiagonal.hpp"
#include "reduce.hpp"
#include "step.hpp"

namespace stokes {
namespace {

/** Lanes from one array to the next: arrays at the same place of their pages would wait for each other. */
constexpr std::size_t strideOf(std::size_t n) { return n + 24; }

/** Doubles for four arrays of lanes: spectra, baseline, weights of this solve and of the next; and the factors. */
constexpr std::size_t scratchFor(const Asls&, std::size_t n, std::size_t width) {
  return (4 * strideOf(n) + n / 2 * (sizeof(Pair<double>) / sizeof(double))) * width;
}

template <class V>
struct AslsWork {
  V* y;
  V* baseline;
  V* weights;
  V* next;
  Factors<V> factors;

  AslsWork(double* scratch, std::size_t n) {
    V* rows = reinterpret_cast<V*>(scratch);
    const std::size_t stride = strideOf(n);
    y = rows;
    baseline = rows + stride;
    weights = rows + 2 * stride;
    next = rows + 3 * stride;
    factors.pairs = reinterpret_cast<Pair<V>*>(rows + 4 * stride);
    factors.aloneInverse = factors.aloneBeside = V();
  }
};

/** Points above the baseline, and points whose weight is another one, by lane. */
template <class V>
struct Judged {
  double above[widthOf<V>];
  double moved[widthOf<V>];
};

/** The two weights there are, and how many points have got the one or another one than before. */
template <class V>
struct Weighing {
  V light;
  V heavy;
  V above;
  V moved;

  Weighing(double p, double softness)
      : light(everywhere<V>(p * softness)), heavy(everywhere<V>((1 - p) * softness)), above(), moved() {}

  V of(V y, V baseline, V old) {
    const V one = everywhere<V>(1);
    const auto lies = y > baseline;
    const V weight = lies ? light : heavy;
    above += lies ? one : V();
    moved += weight != old ? one : V();
    return weight;
  }
};

/** Weighs the points of the next solve; where `active` is 0 the weights stay. They are those of W / lam. */
template <class V>
STOKES_APART Judged<V> weigh(const AslsWork<V>& work, std::size_t n, double p, double softness, V active) {
  Weighing<V> weighing(p, softness);
  for (std::size_t i = 0; i < n; i++) {
    const V weight = weighing.of(work.y[i], work.baseline[i], work.weights[i]);
    work.next[i] = active > 0 ? weight : work.weights[i];
  }
  Judged<V> judged;
  std::memcpy(judged.above, &weighing.above, sizeof weighing.above);
  std::memcpy(judged.moved, &weighing.moved, sizeof weighing.moved);
  return judged;
}

/** One spectrum, several of its points at once. It is active, or it would not be weighed. */
template <>
[[maybe_unused]] STOKES_APART Judged<double> weigh(const AslsWork<double>& work, std::size_t n, double p, double softness, double) {
  constexpr std::size_t width = widthOf<Widest>;
  Weighing<Widest> weighing(p, softness);
  std::size_t i = 0;
  for (; i + width <= n; i += width) {
    Widest y, baseline, old;
    std::memcpy(&y, work.y + i, sizeof y);
    std::memcpy(&baseline, work.baseline + i, sizeof baseline);
    std::memcpy(&old, work.weights + i, sizeof old);
    const Widest weight = weighing.of(y, baseline, old);
    std::memcpy(work.next + i, &weight, sizeof weight);
  }
  Weighing<double> rest(p, softness);
  for (; i < n; i++) work.next[i] = rest.of(work.y[i], work.baseline[i], work.weights[i]);
  double above[width];
  double moved[width];
  std::memcpy(above, &weighing.above, sizeof above);
  std::memcpy(moved, &weighing.moved, sizeof moved);
  for (std::size_t lane = 0; lane < width; lane++) {
    rest.above += above[lane];
    rest.moved += moved[lane];
  }
  return {{rest.above}, {rest.moved}};
}

/** One step of iterative refinement of the last solution, which takes its rounding away. */
template <class V, class Factor>
STOKES_APART void refine(const AslsWork<V>& work, const Rows& rows, const Factors<Factor>& factors) {
  const std::size_t n = rows.n;
  V* rest = work.next;
  const V* z = work.baseline;
  // D'D z by differences of z: the bands would cancel catastrophically on a smooth z.
  for (std::size_t i = 0; i + 2 < n; i++) rest[i] = (z[i + 2] - z[i + 1]) - (z[i + 1] - z[i]);
  rest[n - 2] = V();
  rest[n - 1] = V();
  for (std::size_t i = n - 1; i > 1; i--) rest[i] = (rest[i - 2] - rest[i - 1]) - (rest[i - 1] - rest[i]);
  rest[1] = (V() - rest[0]) - (rest[0] - rest[1]);
  rest[0] = V() - (V() - rest[0]);
  for (std::size_t i = 0; i < n; i++) {
    rest[i] = work.weights[i] * (work.y[i] - z[i]) - rest[i];
  }
  solveAgain(rows, factors, rest);
  for (std::size_t i = 0; i < n; i++) work.baseline[i] += rest[i];
}

/** The spectra less their baselines; exact zeros where what is left is the rounding of the solve. Unsound if one overflows. */
template <class V>
STOKES_APART void subtract(const AslsWork<V>& work, const double* const* spectra, std::size_t n,
                           double* const* results, bool* sound) {
  constexpr int width = widthOf<V>;
  const double* baselines = reinterpret_cast<const double*>(work.baseline);
  for (int lane = 0; lane < width; lane++) {
    const double* y = spectra[lane];
    double* result = results[lane];
    for (std::size_t i = 0; i < n; i++) result[i] = y[i] - baselines[i * width + lane];
    sound[lane] = sound[lane] && allFinite(result, n);
    const bool signal = largestMagnitude(result, n) > largestMagnitude(y, n) * 1e-9;
    if (!signal) std::fill(result, result + n, 0.0);
  }
}

/**
 * Subtracts the baseline by asymmetric least squares from several spectra at once. Each lane takes the path that
 * it takes alone: one that is done keeps its weights, so that the solves of the others give it the same again.
 *
 * @param sound by lane; on return also whether its systems were regular
 */
template <class V>
inline void apply(const Asls& step, const double* const* spectra, double* const* results, std::size_t n,
                  double* scratch, bool* sound) {
  constexpr int width = widthOf<V>;
  AslsWork<V> work(scratch, n);
  double* interleaved = reinterpret_cast<double*>(work.y);
  for (int lane = 0; lane < width; lane++) {
    for (std::size_t i = 0; i < n; i++) interleaved[i * width + lane] = spectra[lane][i];
  }
  const Rows rows{n};
  for (std::size_t i = 0; i < n; i++) {
    work.baseline[i] = step.softness * work.y[i];
    work.weights[i] = everywhere<V>(step.softness);
  }
  // Nothing here is written through: the factors of equal weights are shared by all threads.
  auto* equalPairs = reinterpret_cast<Pair<double>*>(const_cast<double*>(step.equalPairs.data()));
  const Factors<double> equal{equalPairs, step.equalAloneInverse, step.equalAloneBeside};
  solveAgain(rows, equal, work.baseline);

  const double heavy = 1 - step.p;
  const double swing = heavy - step.p;
  const double points = static_cast<double>(n);
  double active[width];
  double above[width] = {};
  for (int lane = 0; lane < width; lane++) active[lane] = sound[lane] ? 1 : 0;
  bool refinable = false;
  for (int iteration = 1;; iteration++) {
    V activeLanes;
    std::memcpy(&activeLanes, active, sizeof activeLanes);
    const Judged<V> judged = weigh(work, n, step.p, step.softness, activeLanes);
    bool anyActive = false;
    for (int lane = 0; lane < width; lane++) {
      if (active[lane] == 0) continue;
      const double now = judged.above[lane];
      const double change = iteration == 1 ? now * (heavy * heavy) + (points - now) * (step.p * step.p)
                                           : judged.moved[lane] * (swing * swing);
      const double norm = iteration == 1
                              ? points
                              : above[lane] * (step.p * step.p) + (points - above[lane]) * (heavy * heavy);
      above[lane] = now;
      const bool done = std::sqrt(change / norm) < step.tol || iteration > step.maxIterations;
      if (!done) {
        anyActive = true;
        continue;
      }
      active[lane] = 0;
      double* next = reinterpret_cast<double*>(work.next);
      const double* weights = reinterpret_cast<const double*>(work.weights);
      if (judged.moved[lane] > 0) {
        for (std::size_t i = 0; i < n; i++) next[i * width + lane] = weights[i * width + lane];
      }
    }
    if (!anyActive) break;
    std::swap(work.weights, work.next);
    factorAndSolve(rows, work.weights, work.y, work.factors, work.baseline, sound);
    refinable = true;
    for (int lane = 0; lane < width; lane++) {
      if (!sound[lane]) active[lane] = 0;
    }
  }
  if (refinable) {
    refine(work, rows, work.factors);
  } else {
    refine(work, rows, equal);
  }
  subtract(work, spectra, n, results, sound);
}

}  // namespace
}  // namespace stokes

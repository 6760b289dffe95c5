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

/** A single lane is counted and compared in several parts, which the compiler makes lanes of. */
template <class V>
constexpr int partsOf = widthOf<V> == 1 ? 8 : 1;

/** Points above the baseline, and points whose weight is another one, by lane. */
template <class V>
struct Judged {
  double above[widthOf<V>];
  double moved[widthOf<V>];
};

/** Weighs the points of the next solve; where `active` is 0 the weights stay. They are those of W / lam. */
template <class V>
STOKES_APART Judged<V> weigh(const AslsWork<V>& work, std::size_t n, double p, double softness, V active) {
  const V light = everywhere<V>(p * softness);
  const V heavy = everywhere<V>((1 - p) * softness);
  const V one = everywhere<V>(1);
  constexpr int parts = partsOf<V>;
  V aboves[parts] = {};
  V moves[parts] = {};
  const auto judge = [&](std::size_t i, int part) {
    const V old = work.weights[i];
    const auto lies = work.y[i] > work.baseline[i];
    const V weight = lies ? light : heavy;
    aboves[part] += lies ? one : V();
    moves[part] += weight != old ? one : V();
    work.next[i] = active > 0 ? weight : old;
  };
  std::size_t i = 0;
  for (; i + parts <= n; i += parts) {
    for (int part = 0; part < parts; part++) judge(i + part, part);
  }
  for (; i < n; i++) judge(i, 0);
  V above = V();
  V moved = V();
  for (int part = 0; part < parts; part++) {
    above += aboves[part];
    moved += moves[part];
  }
  Judged<V> judged;
  std::memcpy(judged.above, &above, sizeof above);
  std::memcpy(judged.moved, &moved, sizeof moved);
  return judged;
}

/** One step of iterative refinement of the last solution, which takes its rounding away. */
template <class V, class Factor>
STOKES_APART void refine(const AslsWork<V>& work, const Penalty& penalty, const Factors<Factor>& factors) {
  const std::size_t n = penalty.n;
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
  solveAgain(penalty, factors, rest);
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
  const Penalty penalty{step.diagonal.data(), step.near.data(), n};
  for (std::size_t i = 0; i < n; i++) {
    work.baseline[i] = step.softness * work.y[i];
    work.weights[i] = everywhere<V>(step.softness);
  }
  // Nothing here is written through: the factors of equal weights are shared by all threads.
  auto* equalPairs = reinterpret_cast<Pair<double>*>(const_cast<double*>(step.equalPairs.data()));
  const Factors<double> equal{equalPairs, step.equalAloneInverse, step.equalAloneBeside};
  solveAgain(penalty, equal, work.baseline);

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
    factorAndSolve(penalty, work.weights, work.y, work.factors, work.baseline, sound);
    refinable = true;
    for (int lane = 0; lane < width; lane++) {
      if (!sound[lane]) active[lane] = 0;
    }
  }
  if (refinable) {
    refine(work, penalty, work.factors);
  } else {
    refine(work, penalty, equal);
  }
  subtract(work, spectra, n, results, sound);
}

}  // namespace
}  // namespace stokes

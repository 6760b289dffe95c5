#pragma once

#include <cmath>
#include <cstring>

#include "pentadiagonal.hpp"
#include "reduce.hpp"
#include "step.hpp"

namespace stokes {

/** Arrays of lanes: spectra, baseline, weights of this solve and of the next, and the factors. */
template <class V>
constexpr std::size_t aslsScratchPerPoint = 7 * widthOf<V>;

template <class V>
struct AslsWork {
  V* y;
  V* baseline;
  V* weights;
  V* next;
  Factors<V> factors;

  AslsWork(double* scratch, std::size_t n) {
    V* rows = reinterpret_cast<V*>(scratch);
    y = rows;
    baseline = rows + n;
    weights = rows + 2 * n;
    next = rows + 3 * n;
    factors.inverse = rows + 4 * n;
    factors.first = rows + 5 * n;
    factors.second = rows + 6 * n;
    factors.middleInverse = factors.middleFactor = factors.lastInverse = V();
  }
};

/** Points above the baseline, and points whose weight is another one, by lane. */
template <class V>
struct Judged {
  double above[widthOf<V>];
  double moved[widthOf<V>];
};

/** Weighs the points of the next solve; where `active` is 0 the weights stay. */
template <class V>
inline Judged<V> weigh(const AslsWork<V>& work, std::size_t n, double p, V active) {
  const V light = everywhere<V>(p);
  const V heavy = everywhere<V>(1 - p);
  const V one = everywhere<V>(1);
  V above = V();
  V moved = V();
  for (std::size_t i = 0; i < n; i++) {
    const V old = work.weights[i];
    const auto lies = work.y[i] > work.baseline[i];
    const V weight = lies ? light : heavy;
    above += lies ? one : V();
    moved += weight != old ? one : V();
    work.next[i] = active > 0 ? weight : old;
  }
  Judged<V> judged;
  std::memcpy(judged.above, &above, sizeof above);
  std::memcpy(judged.moved, &moved, sizeof moved);
  return judged;
}

/** One step of iterative refinement of the last solution, which takes its rounding away. */
template <class V>
inline void refine(const AslsWork<V>& work, const Penalty& penalty) {
  const std::size_t n = penalty.n;
  V* rest = work.next;
  const V* z = work.baseline;
  // lam D'D z by differences of z: the bands would cancel catastrophically on a smooth z.
  for (std::size_t i = 0; i + 2 < n; i++) rest[i] = (z[i + 2] - z[i + 1]) - (z[i + 1] - z[i]);
  rest[n - 2] = V();
  rest[n - 1] = V();
  for (int pass = 0; pass < 2; pass++) {
    V before = V();
    for (std::size_t i = 0; i < n; i++) {
      const V here = rest[i];
      rest[i] = before - here;
      before = here;
    }
  }
  for (std::size_t i = 0; i < n; i++) {
    rest[i] = work.weights[i] * (work.y[i] - z[i]) - penalty.far * rest[i];
  }
  solveAgain(penalty, work.factors, rest);
  for (std::size_t i = 0; i < n; i++) work.baseline[i] += rest[i];
}

/** The spectrum less its baseline; exact zeros where what is left is the rounding of the solve. Unsound if it overflows. */
template <class V>
inline void subtract(const AslsWork<V>& work, std::size_t n, double* const* results, bool* sound) {
  constexpr int width = widthOf<V>;
  V size = V();
  V signal = V();
  V zero = V();
  for (std::size_t i = 0; i < n; i++) {
    const V y = work.y[i];
    const V value = y - work.baseline[i];
    work.baseline[i] = value;
    zero += value * 0;
    const V magnitude = y < 0 ? -y : y;
    const V rest = value < 0 ? -value : value;
    size = magnitude > size ? magnitude : size;
    signal = rest > signal ? rest : signal;
  }
  const V kept = signal > size * 1e-9 ? everywhere<V>(1) : V();
  double keeps[width];
  double zeros[width];
  std::memcpy(keeps, &kept, sizeof kept);
  std::memcpy(zeros, &zero, sizeof zero);
  const double* values = reinterpret_cast<const double*>(work.baseline);
  for (int lane = 0; lane < width; lane++) {
    double* result = results[lane];
    sound[lane] = sound[lane] && zeros[lane] == 0;
    for (std::size_t i = 0; i < n; i++) result[i] = keeps[lane] != 0 ? values[i * width + lane] : 0;
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
  const Penalty penalty{step.diagonal.data(), step.near.data(), step.lam, n};
  for (std::size_t i = 0; i < n; i++) {
    work.baseline[i] = work.y[i];
    work.weights[i] = everywhere<V>(1);
  }
  // Nothing here is written through: the factors of equal weights are shared by all threads.
  const Factors<double> equal{const_cast<double*>(step.inverse.data()), const_cast<double*>(step.first.data()),
                              const_cast<double*>(step.second.data()),  step.middleInverse,
                              step.middleFactor,                        step.lastInverse};
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
    const Judged<V> judged = weigh(work, n, step.p, activeLanes);
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
    const auto regular = factorAndSolve(penalty, work.weights, work.y, work.factors, work.baseline);
    refinable = true;
    const V fine = regular ? everywhere<V>(1) : V();
    double fines[width];
    std::memcpy(fines, &fine, sizeof fine);
    for (int lane = 0; lane < width; lane++) {
      if (fines[lane] == 0) active[lane] = 0, sound[lane] = false;
    }
  }
  // A lane that stopped at the first solve has equal weights, and so has the factors that are asked for here.
  if (!refinable) factorAndSolve(penalty, work.weights, work.y, work.factors, work.baseline);
  refine(work, penalty);
  subtract(work, n, results, sound);
}

}  // namespace stokes

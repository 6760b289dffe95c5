#pragma once

#include <cstddef>
#include <cstring>

#include "lanes.hpp"

namespace stokes {
namespace {

/** The bands of lam D'D for second differences: the diagonal, the one beside it, and the constant outer one. */
struct Penalty {
  const double* diagonal;
  const double* near;
  double far;
  std::size_t n;

  /** The elimination meets in the rows `half()` and `half() + 1`. */
  std::size_t half() const { return (n - 2) / 2; }
  /** Rows eliminated from the far end: one more than from the near one where n is odd. */
  std::size_t below() const { return n - 2 - half(); }
};

/** Of each eliminated row 1 / pivot and its multiples in the next two rows inwards; and the two middle rows. */
template <class V>
struct Factors {
  V* inverse;
  V* first;
  V* second;
  V middleInverse;
  V middleFactor;
  V lastInverse;
};

/**
 * One of the two chains of the elimination of W + lam D'D, from either end inwards: the pivot of the row in turn,
 * its coupling to the next one, and what the row before takes from the next pivot.
 */
template <class V>
struct Elimination {
  V pivot;
  V coupling;
  V taken;

  void row(Factors<V>& factors, std::size_t i, V nextDiagonal, double nextNear, double far) {
    const V squared = coupling * coupling;
    const V inverse = 1 / pivot;
    const V one = coupling * inverse;
    const V two = far * inverse;
    factors.inverse[i] = inverse;
    factors.first[i] = one;
    factors.second[i] = two;
    pivot = nextDiagonal - taken - squared * inverse;
    coupling = nextNear - one * far;
    taken = two * far;
  }
};

/** Likewise for the right side; `Factor` is a double where the factors are the same in all lanes. */
template <class V>
struct Substitution {
  V side;
  V taken;

  template <class Factor>
  void row(const Factors<Factor>& factors, V* x, std::size_t i, V next) {
    x[i] = side;
    const V inwards = next - taken - factors.first[i] * side;
    taken = factors.second[i] * side;
    side = inwards;
  }
};

/** From the middle outwards. */
template <class V, class Factor>
inline void substituteBack(const Penalty& penalty, const Factors<Factor>& factors, V* x) {
  const std::size_t half = penalty.half();
  V up1 = (x[half + 1] - factors.middleFactor * x[half]) * factors.lastInverse;
  V down1 = x[half] * factors.middleInverse - factors.middleFactor * up1;
  V down2 = up1;
  V up2 = down1;
  x[half] = down1;
  x[half + 1] = up1;
  const auto outwards = [&](std::size_t i, V& one, V& two) {
    const V value = x[i] * factors.inverse[i] - factors.second[i] * two - factors.first[i] * one;
    x[i] = value;
    two = one;
    one = value;
  };
  for (std::size_t k = 0; k < half; k++) {
    outwards(half + 2 + k, up1, up2);
    outwards(half - 1 - k, down1, down2);
  }
  if (penalty.below() > half) outwards(penalty.n - 1, up1, up2);
}

/** Solves with factors that are there: (W + lam D'D) x = b, in place. */
template <class V, class Factor>
STOKES_APART void solveAgain(const Penalty& penalty, const Factors<Factor>& factors, V* x) {
  const std::size_t n = penalty.n;
  const std::size_t half = penalty.half();
  Substitution<V> down{x[0], V()};
  Substitution<V> up{x[n - 1], V()};
  for (std::size_t i = 0; i < half; i++) {
    up.row(factors, x, n - 1 - i, x[n - 2 - i]);
    down.row(factors, x, i, x[i + 1]);
  }
  if (penalty.below() > half) up.row(factors, x, n - 1 - half, x[n - 2 - half]);
  x[half] = down.side - up.taken;
  x[half + 1] = up.side - down.taken;
  substituteBack(penalty, factors, x);
}

/**
 * Factorises W + lam D'D and solves (W + lam D'D) x = W y: LDL' from both ends towards the middle. A row waits for
 * the division of the row before it; two chains at once halve the wait, and the substitution rides along.
 * @param sound by lane; falls where a pivot is not positive
 */
template <class V>
STOKES_APART void factorAndSolve(const Penalty& penalty, const V* weights, const V* y, Factors<V>& factors, V* x,
                                 bool* sound) {
  const double* diagonal = penalty.diagonal;
  const double* near = penalty.near;
  const double far = penalty.far;
  const std::size_t n = penalty.n;
  const std::size_t half = penalty.half();
  Elimination<V> fromAbove{diagonal[0] + weights[0], everywhere<V>(near[0]), V()};
  Elimination<V> fromBelow{diagonal[n - 1] + weights[n - 1], everywhere<V>(near[n - 2]), V()};
  Substitution<V> down{weights[0] * y[0], V()};
  Substitution<V> up{weights[n - 1] * y[n - 1], V()};
  Mask<V> regular = V() == V();

  const auto above = [&](std::size_t i) {
    regular = regular & (fromAbove.pivot > 0);
    fromAbove.row(factors, i, diagonal[i + 1] + weights[i + 1], near[i + 1], far);
    down.row(factors, x, i, weights[i + 1] * y[i + 1]);
  };
  const auto below = [&](std::size_t j) {
    regular = regular & (fromBelow.pivot > 0);
    fromBelow.row(factors, j, diagonal[j - 1] + weights[j - 1], near[j - 2], far);
    up.row(factors, x, j, weights[j - 1] * y[j - 1]);
  };
  for (std::size_t i = 0; i < half; i++) {
    below(n - 1 - i);
    above(i);
  }
  if (penalty.below() > half) below(n - 1 - half);

  const V pivot = fromAbove.pivot - fromBelow.taken;
  const V coupling = fromAbove.coupling + (fromBelow.coupling - near[half]);
  factors.middleInverse = 1 / pivot;
  factors.middleFactor = coupling * factors.middleInverse;
  const V last = fromBelow.pivot - fromAbove.taken - factors.middleFactor * coupling;
  factors.lastInverse = 1 / last;
  x[half] = down.side - up.taken;
  x[half + 1] = up.side - down.taken;
  substituteBack(penalty, factors, x);
  const V kept = (regular & (pivot > 0) & (last > 0)) ? everywhere<V>(1) : V();
  double keeps[widthOf<V>];
  std::memcpy(keeps, &kept, sizeof kept);
  for (int lane = 0; lane < widthOf<V>; lane++) sound[lane] = sound[lane] && keeps[lane] != 0;
}

}  // namespace
}  // namespace stokes

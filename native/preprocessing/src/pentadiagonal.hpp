#pragma once

#include <cstddef>
#include <cstring>

#include "lanes.hpp"

namespace stokes {
namespace {

/** How n rows are eliminated. */
struct Rows {
  std::size_t n;

  std::size_t pairs() const { return n / 2; }
  /** The pair in the middle, where the elimination meets. */
  std::size_t middle() const { return (pairs() - 1) / 2; }
  /** The last row of the pairs; where n is odd, one more comes after it. */
  std::size_t end() const { return 2 * pairs() - 1; }
  bool odd() const { return n % 2 == 1; }
};

/** With fewer rows the ends of D'D meet. */
constexpr std::size_t kLeastRows = 8;
/** D'D for second differences D: 1 5 6 6 … 6 5 1 on the diagonal, -2 -4 -4 … -4 -2 beside it, and 1. */
constexpr double kFirst = 1;
constexpr double kSecond = 5;
constexpr double kInside = 6;
constexpr double kBesideFirst = -2;
constexpr double kBeside = -4;

/**
 * 1 / P = [outer across; across inner] of a pair of rows P, the outer one first, which couples to the next pair inwards by
 * C = [1 0; g 1]. Sums alone, because some compilers fuse a sum beside a difference although they are told not to
 * (GCC 12: vfmsubadd).
 */
template <class V>
struct Pair {
  V outer;
  V across;
  V inner;
};

/** Of all pairs, and of the last row where n is odd: 1 / pivot, and its multiple in the row before. */
template <class V>
struct Factors {
  Pair<V>* pairs;
  V aloneInverse;
  V aloneBeside;
};

/** One of the two chains of the elimination: the block of the pair in turn, and what the one before took from it. */
template <class V>
struct Elimination {
  V takenOuter;
  V takenAcross;
  V takenInner;
  V a;
  V b;
  V c;

  void next(V outer, double across, V inner) {
    a = outer - takenOuter;
    b = across - takenAcross;
    c = inner - takenInner;
  }

  /** Where the pair is not positive definite the mask falls. */
  Mask<V> eliminate(Pair<V>& kept) {
    const V determinant = a * c - b * b;
    const V inverse = 1 / determinant;
    // All of this is ready before the division is.
    const V row = c - kBeside * b;
    const V column = kBeside * a - b;
    takenOuter = (row + kBeside * column) * inverse;
    takenAcross = column * inverse;
    takenInner = a * inverse;
    kept.outer = c * inverse;
    kept.across = -b * inverse;
    kept.inner = takenInner;
    return (a > 0) & (determinant > 0) & (inverse > 0);
  }
};

/** Likewise of the right side; `Factor` is a double where the factors are the same in all lanes. */
template <class V>
struct Substitution {
  V takenOuter;
  V takenInner;
  V outer;
  V inner;

  void next(V sideOuter, V sideInner) {
    outer = sideOuter - takenOuter;
    inner = sideInner - takenInner;
  }

  template <class Factor>
  void eliminate(const Pair<Factor>& kept, V& xOuter, V& xInner) {
    xOuter = kept.outer * outer + kept.across * inner;
    xInner = kept.inner * inner + kept.across * outer;
    takenOuter = xOuter + kBeside * xInner;
    takenInner = xInner;
  }
};

/** From the middle outwards. */
template <class V, class Factor>
inline void substituteBack(const Rows& rows, const Factors<Factor>& factors, V* x) {
  const std::size_t middle = rows.middle();
  const std::size_t pairs = rows.pairs();
  V downOuter = x[2 * middle];
  V downInner = x[2 * middle + 1];
  V upOuter = downInner;
  V upInner = downOuter;
  const auto outwards = [](const Pair<Factor>& kept, V& xOuter, V& xInner, V& outer, V& inner) {
    const Factor ahead = kept.outer + kBeside * kept.across;
    const Factor beside = kept.across + kBeside * kept.inner;
    const V one = xOuter - (ahead * outer + kept.across * inner);
    inner = xInner - (beside * outer + kept.inner * inner);
    outer = one;
    xOuter = outer;
    xInner = inner;
  };
  const auto up = [&](std::size_t pair) {
    outwards(factors.pairs[pair], x[2 * pair + 1], x[2 * pair], upOuter, upInner);
  };
  const auto down = [&](std::size_t pair) {
    outwards(factors.pairs[pair], x[2 * pair], x[2 * pair + 1], downOuter, downInner);
  };
  for (std::size_t k = 1; k <= middle; k++) {
    up(middle + k);
    down(middle - k);
  }
  if (pairs - 1 - middle > middle) up(pairs - 1);
  if (rows.odd()) {
    const std::size_t end = rows.end();
    x[end + 1] = x[end + 1] - (factors.aloneBeside * x[end] + factors.aloneInverse * x[end - 1]);
  }
}

/** Solves with factors that are there: (W + D'D) x = b, in place, for at least {@link kLeastRows}. */
template <class V, class Factor>
STOKES_APART void solveAgain(const Rows& rows, const Factors<Factor>& factors, V* x) {
  const std::size_t middle = rows.middle();
  const std::size_t end = rows.end();
  Substitution<V> fromAbove{};
  Substitution<V> fromBelow{};
  if (rows.odd()) {
    const V side = x[end + 1];
    fromBelow.takenOuter = factors.aloneBeside * side;
    fromBelow.takenInner = factors.aloneInverse * side;
    x[end + 1] = side * factors.aloneInverse;
  }
  fromAbove.next(x[0], x[1]);
  fromBelow.next(x[end], x[end - 1]);
  const auto below = [&](std::size_t pair) {
    const std::size_t j = 2 * pair + 1;
    fromBelow.eliminate(factors.pairs[pair], x[j], x[j - 1]);
    fromBelow.next(x[j - 2], x[j - 3]);
  };
  const auto above = [&](std::size_t pair) {
    const std::size_t i = 2 * pair;
    fromAbove.eliminate(factors.pairs[pair], x[i], x[i + 1]);
    fromAbove.next(x[i + 2], x[i + 3]);
  };
  const std::size_t last = rows.pairs() - 1;
  for (std::size_t k = 0; k < middle; k++) {
    below(last - k);
    above(k);
  }
  if (last - middle > middle) below(middle + 1);
  fromAbove.outer -= fromBelow.takenInner;
  fromAbove.inner -= fromBelow.takenOuter;
  const Pair<Factor>& kept = factors.pairs[middle];
  x[2 * middle] = kept.outer * fromAbove.outer + kept.across * fromAbove.inner;
  x[2 * middle + 1] = kept.inner * fromAbove.inner + kept.across * fromAbove.outer;
  substituteBack(rows, factors, x);
}

/**
 * Factorises W + D'D and solves (W + D'D) x = W y: LDL' in pairs of rows from both ends towards a pair in the
 * middle. A pair waits for the division of the pair before it, half as often as rows would; two chains at once halve
 * the wait again, and the substitution rides along.
 * @param sound by lane; falls where a pair is not positive definite
 */
template <class V>
STOKES_APART void factorAndSolve(const Rows& rows, const V* weights, const V* y, Factors<V>& factors, V* x,
                                 bool* sound) {
  const std::size_t middle = rows.middle();
  const std::size_t end = rows.end();
  const std::size_t last = rows.pairs() - 1;
  Pair<V>* const pairs = factors.pairs;
  Elimination<V> fromAbove{};
  Elimination<V> fromBelow{};
  Substitution<V> down{};
  Substitution<V> up{};
  Mask<V> regular = V() == V();

  const auto nextAbove = [&](std::size_t i, double outer, double across, double inner) {
    fromAbove.next(outer + weights[i], across, inner + weights[i + 1]);
    down.next(weights[i] * y[i], weights[i + 1] * y[i + 1]);
  };
  const auto nextBelow = [&](std::size_t j, double outer, double across, double inner) {
    fromBelow.next(outer + weights[j], across, inner + weights[j - 1]);
    up.next(weights[j] * y[j], weights[j - 1] * y[j - 1]);
  };
  const auto above = [&](std::size_t pair) {
    const std::size_t i = 2 * pair;
    regular = regular & fromAbove.eliminate(pairs[pair]);
    down.eliminate(pairs[pair], x[i], x[i + 1]);
    nextAbove(i + 2, kInside, kBeside, kInside);
  };
  const auto below = [&](std::size_t pair) {
    const std::size_t j = 2 * pair + 1;
    regular = regular & fromBelow.eliminate(pairs[pair]);
    up.eliminate(pairs[pair], x[j], x[j - 1]);
    nextBelow(j - 2, kInside, kBeside, kInside);
  };

  if (rows.odd()) {
    const std::size_t alone = end + 1;
    const V pivot = kFirst + weights[alone];
    const V side = weights[alone] * y[alone];
    const V inverse = 1 / pivot;
    const V beside = kBesideFirst * inverse;
    regular = regular & (pivot > 0) & (inverse > 0);
    factors.aloneInverse = inverse;
    factors.aloneBeside = beside;
    x[alone] = side * inverse;
    fromBelow.takenOuter = kBesideFirst * beside;
    fromBelow.takenAcross = beside;
    fromBelow.takenInner = inverse;
    up.takenOuter = beside * side;
    up.takenInner = inverse * side;
    nextBelow(end, kSecond, kBeside, kInside);
  } else {
    nextBelow(end, kFirst, kBesideFirst, kSecond);
  }
  nextAbove(0, kFirst, kBesideFirst, kSecond);
  for (std::size_t k = 0; k < middle; k++) {
    below(last - k);
    above(k);
  }
  if (last - middle > middle) below(middle + 1);

  const V a = fromAbove.a - fromBelow.takenInner;
  const V b = fromAbove.b - fromBelow.takenAcross;
  const V c = fromAbove.c - fromBelow.takenOuter;
  const V outer = down.outer - up.takenInner;
  const V inner = down.inner - up.takenOuter;
  const V determinant = a * c - b * b;
  const V inverse = 1 / determinant;
  Pair<V>& kept = pairs[middle];
  kept.outer = c * inverse;
  kept.across = -b * inverse;
  kept.inner = a * inverse;
  x[2 * middle] = kept.outer * outer + kept.across * inner;
  x[2 * middle + 1] = kept.inner * inner + kept.across * outer;
  substituteBack(rows, factors, x);
  regular = regular & (a > 0) & (determinant > 0) & (inverse > 0);
  const V keeps = regular ? everywhere<V>(1) : V();
  double kepts[widthOf<V>];
  std::memcpy(kepts, &keeps, sizeof keeps);
  for (int lane = 0; lane < widthOf<V>; lane++) sound[lane] = sound[lane] && kepts[lane] != 0;
}

}  // namespace
}  // namespace stokes

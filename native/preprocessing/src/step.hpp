#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

/** The steps made ready for one length, as the application hands them over: weights, grids and bands included. */
namespace stokes {

using Numbers = std::vector<double>;

/** Keeps the points from `start` up to but not including `end`. */
struct Crop {
  std::size_t start;
  std::size_t end;
};

struct Savgol {
  Numbers centre;
  /** Weights of the first and of the last half window, one row of `centre.size()` per point. */
  Numbers starts;
  Numbers ends;
};

struct Snv {
  /** What the squares are divided by: points less `ddof`, 1 at least. */
  double degrees;
};

struct Linear {
  std::vector<std::int32_t> lower;
  Numbers fraction;
};

struct Wavelet {
  /** The scaling filter, of even length. */
  Numbers scaling;
  int level;
  /** For each level where the points beyond its ends come from, left then right; -1 for a zero. */
  std::vector<std::vector<std::int32_t>> beyond;
  /** Coefficients on each level, after the points themselves. */
  std::vector<std::size_t> lengths;
  /** sqrt(2 ln n) */
  double universal;
  bool soft;
};

struct Asls {
  /** 1 / lam */
  double softness;
  double p;
  double tol;
  int maxIterations;
  /** The factors where all points weigh 1, as they do at the first solve. */
  Numbers equalPairs;
  double equalAloneInverse;
  double equalAloneBeside;
};

/** A step with the number of points that go in and come out. */
struct Step {
  std::variant<Crop, Savgol, Snv, Linear, Wavelet, Asls> kind;
  std::size_t points;
  std::size_t resultPoints;
};

}  // namespace stokes

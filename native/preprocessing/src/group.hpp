#pragma once

#include <algorithm>
#include <cstring>

#include "asls.hpp"
#include "instructions.hpp"
#include "linear.hpp"
#include "reduce.hpp"
#include "savgol.hpp"
#include "snv.hpp"
#include "wavelet.hpp"

namespace stokes {
namespace {

/** One spectrum through one step; false where the step refuses it. `Vector` doubles fit a register. */
template <int Vector>
inline bool applyToOne(const Step& step, const double* y, double* result, double* scratch) {
  const std::size_t n = step.points;
  if (const auto* crop = std::get_if<Crop>(&step.kind)) {
    std::memcpy(result, y + crop->start, step.resultPoints * sizeof(double));
    return true;
  }
  if (const auto* snv = std::get_if<Snv>(&step.kind)) return apply(*snv, y, result, n);
  if (const auto* wavelet = std::get_if<Wavelet>(&step.kind)) {
    return apply<Vector>(*wavelet, y, result, n, scratch);
  }
  if (const auto* savgol = std::get_if<Savgol>(&step.kind)) apply<Vector>(*savgol, y, result, n);
  if (const auto* linear = std::get_if<Linear>(&step.kind)) apply(*linear, y, result);
  return true;
}

/** Each step on all spectra of the group, `Width` of them side by side where a step gains by it. */
template <int Width, int Vector>
inline void runLanes(const Group& group) {
  const double* now[Width];
  bool sound[Width];
  for (int lane = 0; lane < Width; lane++) {
    // A group that is not full is filled up with its first spectrum.
    now[lane] = group.spectra[lane < static_cast<int>(group.count) ? lane : 0];
    sound[lane] = true;
  }
  for (std::size_t s = 0; s < group.stepCount; s++) {
    const Step& step = group.steps[s];
    const bool last = s + 1 == group.stepCount;
    double* next[Width];
    for (int lane = 0; lane < Width; lane++) {
      double* row = group.rows + (2 * lane + s % 2) * group.rowLength;
      next[lane] = last && lane < static_cast<int>(group.count) ? group.results[lane] : row;
    }
    // All points at the door, those that a crop takes away too.
    if (s == 0 || !std::holds_alternative<Crop>(step.kind)) {
      for (int lane = 0; lane < Width; lane++) sound[lane] = sound[lane] && allFinite(now[lane], step.points);
    }
    if (const auto* asls = std::get_if<Asls>(&step.kind)) {
      apply<Lanes<Width>>(*asls, now, next, step.points, group.scratch, sound);
    } else {
      for (int lane = 0; lane < Width; lane++) {
        sound[lane] = sound[lane] && applyToOne<Vector>(step, now[lane], next[lane], group.scratch);
      }
    }
    for (int lane = 0; lane < Width; lane++) now[lane] = next[lane];
  }
  for (std::size_t lane = 0; lane < group.count; lane++) group.sound[lane] = sound[lane];
}

}  // namespace
}  // namespace stokes

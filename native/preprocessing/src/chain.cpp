#include "chain.hpp"

#include <algorithm>
#include <cstdint>

#include "asls.hpp"
#include "wavelet.hpp"

namespace stokes {

namespace {

/** Of a cache line, and of the widest vector. */
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kLine = kAlignment / sizeof(double);

std::size_t scratchOf(const Step& step, std::size_t width) {
  if (const auto* wavelet = std::get_if<Wavelet>(&step.kind)) return scratchFor(*wavelet);
  if (const auto* asls = std::get_if<Asls>(&step.kind)) return scratchFor(*asls, step.points, width);
  return 0;
}

}  // namespace

Chain::Chain(std::size_t points, std::vector<Step> steps, Instructions instructions)
    : points_(points), steps_(std::move(steps)), instructions_(instructions), row_(points), scratch_(0) {
  for (const Step& step : steps_) {
    row_ = std::max(row_, step.resultPoints);
    scratch_ = std::max(scratch_, scratchOf(step, width()));
  }
  // Not a multiple of a page: rows at the same offset in their pages would evict each other from the cache.
  row_ = (row_ + kLine - 1) / kLine * kLine + kLine;
}

Chain::Workspace::Workspace(const Chain& chain)
    : memory_(chain.scratch_ + 2 * chain.width() * chain.row_ + 2 * kLine) {
  const auto address = reinterpret_cast<std::uintptr_t>(memory_.data());
  aligned_ = memory_.data() + (kAlignment - address % kAlignment) % kAlignment / sizeof(double);
}

void Chain::run(const double* const* spectra, double* const* results, std::size_t count, bool* sound,
                Workspace& workspace) const {
  const std::size_t scratch = (scratch_ + kLine - 1) / kLine * kLine;
  double* rows = workspace.aligned_ + scratch;
  runGroup(instructions_, Group{steps_.data(), steps_.size(), spectra, results, count, sound,
                                workspace.aligned_, rows, row_});
}

}  // namespace stokes

#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "instructions.hpp"
#include "step.hpp"

namespace stokes {

/** The steps of a recipe for spectra of one length. Never changed once it is made, so threads may share it. */
class Chain {
 public:
  /** @param steps each takes as many points as the one before gives, and can take them */
  Chain(std::size_t points, std::vector<Step> steps, Instructions instructions);

  std::size_t points() const { return points_; }
  std::size_t resultPoints() const { return steps_.empty() ? points_ : steps_.back().resultPoints; }
  /** Spectra that are treated side by side. */
  std::size_t width() const { return widthOfGroup(instructions_); }

  /** Buffers of one thread: nothing is allocated for a spectrum. */
  class Workspace {
   public:
    explicit Workspace(const Chain& chain);

   private:
    friend class Chain;
    std::vector<double> memory_;
    double* aligned_;
  };

  /**
   * Treats up to `width()` spectra.
   * @param sound by spectrum: false where a step refuses it, whose result then is not to be used
   */
  void run(const double* const* spectra, double* const* results, std::size_t count, bool* sound,
           Workspace& workspace) const;

 private:
  std::size_t points_;
  std::vector<Step> steps_;
  Instructions instructions_;
  /** Points of the longest intermediate result. */
  std::size_t row_;
  std::size_t scratch_;
};

}  // namespace stokes

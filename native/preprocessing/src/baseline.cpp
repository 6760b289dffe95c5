#include "group.hpp"

namespace stokes {

/** For every machine of the platform. */
void runBaseline(const Group& group) {
  if (group.count == 1) return runLanes<1, kBaselineWidth>(group);
  runLanes<kBaselineWidth, kBaselineWidth>(group);
}

}  // namespace stokes

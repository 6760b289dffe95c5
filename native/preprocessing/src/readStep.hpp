#pragma once

#include <node_api.h>

#include <cstddef>

#include "step.hpp"

namespace stokes {

/**
 * Reads a step as the application prepares it for spectra of `points` points.
 * @returns false where it is none that the addon knows, or does not fit the length
 */
bool readStep(napi_env env, napi_value object, std::size_t points, Step& step);

}  // namespace stokes

#include <node_api.h>

#include <algorithm>
#include <memory>
#include <string>

#include "batch.hpp"
#include "boundary.hpp"
#include "chain.hpp"
#include "readStep.hpp"

namespace stokes {

namespace {

/** Raised with every change of what is exported: the application loads no other. */
constexpr int kInterface = 1;

const char* const kInstructionNames[] = {"baseline", "avx2", "avx512"};

bool readInstructions(napi_env env, napi_value value, Instructions& instructions) {
  char name[16] = {};
  std::size_t length = 0;
  if (napi_get_value_string_utf8(env, value, name, sizeof name, &length) != napi_ok) return false;
  for (int i = 0; i <= static_cast<int>(widestInstructions()); i++) {
    if (std::string(kInstructionNames[i]) != name) continue;
    instructions = static_cast<Instructions>(i);
    return true;
  }
  return false;
}

/** `createChain(points, steps, instructions)`: a handle, or null where a step is not for this addon or this length. */
napi_value createChain(napi_env env, napi_callback_info info) {
  napi_value arguments[3];
  std::uint32_t points = 0;
  std::uint32_t count = 0;
  Instructions instructions = Instructions::baseline;
  if (!readArguments(env, info, arguments, 3) || napi_get_value_uint32(env, arguments[0], &points) != napi_ok ||
      napi_get_array_length(env, arguments[1], &count) != napi_ok ||
      !readInstructions(env, arguments[2], instructions)) {
    return refuse(env, "createChain(points, steps, instructions)");
  }
  napi_value none;
  napi_get_null(env, &none);
  std::vector<Step> steps(count);
  std::size_t reached = points;
  for (std::uint32_t i = 0; i < count; i++) {
    napi_value object;
    if (napi_get_element(env, arguments[1], i, &object) != napi_ok) return none;
    if (!readStep(env, object, reached, steps[i])) return none;
    reached = steps[i].resultPoints;
  }
  if (count == 0) return none;
  return toHandle(env, std::make_unique<Serving>(std::make_shared<const Chain>(points, std::move(steps), instructions)));
}

/** `resultPoints(chain)` */
napi_value resultPoints(napi_env env, napi_callback_info info) {
  napi_value handle;
  Serving* serving = nullptr;
  if (!readArguments(env, info, &handle, 1) || !fromHandle(env, handle, serving)) {
    return refuse(env, "resultPoints(chain)");
  }
  napi_value points;
  napi_create_uint32(env, static_cast<std::uint32_t>(serving->chain->resultPoints()), &points);
  return points;
}

/** `run(chain, spectra, results)`: fills the results; gives the indexes of the spectra that a step refuses. */
napi_value run(napi_env env, napi_callback_info info) {
  napi_value arguments[3];
  Serving* serving = nullptr;
  std::uint32_t count = 0;
  if (!readArguments(env, info, arguments, 3) || !fromHandle(env, arguments[0], serving) ||
      napi_get_array_length(env, arguments[1], &count) != napi_ok) {
    return refuse(env, "run(chain, spectra, results)");
  }
  const Chain& chain = *serving->chain;
  napi_value refused;
  napi_create_array(env, &refused);
  std::uint32_t refusals = 0;
  for (std::uint32_t start = 0; start < count;) {
    const auto size = std::min<std::uint32_t>(count - start, static_cast<std::uint32_t>(chain.width()));
    const double* spectra[kWidestGroup];
    double* results[kWidestGroup];
    bool sound[kWidestGroup];
    for (std::uint32_t i = 0; i < size; i++) {
      double* spectrum = nullptr;
      if (!readRow(env, arguments[1], start + i, chain.points(), spectrum) ||
          !readRow(env, arguments[2], start + i, chain.resultPoints(), results[i])) {
        return refuse(env, "Float64Arrays of the lengths of the chain are needed");
      }
      spectra[i] = spectrum;
    }
    chain.run(spectra, results, size, sound, serving->workspace);
    for (std::uint32_t i = 0; i < size; i++) {
      if (sound[i]) continue;
      napi_value index;
      napi_create_uint32(env, start + i, &index);
      napi_set_element(env, refused, refusals++, index);
    }
    start += size;
  }
  return refused;
}

void define(napi_env env, napi_value exports, const char* name, napi_callback callback) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

napi_value init(napi_env env, napi_value exports) {
  napi_value version;
  napi_create_int32(env, kInterface, &version);
  napi_set_named_property(env, exports, "interfaceVersion", version);
  // The instruction sets of this processor, the widest last.
  napi_value sets;
  napi_create_array(env, &sets);
  for (int i = 0; i <= static_cast<int>(widestInstructions()); i++) {
    napi_value name;
    napi_create_string_utf8(env, kInstructionNames[i], NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, sets, static_cast<std::uint32_t>(i), name);
  }
  napi_set_named_property(env, exports, "instructions", sets);
  define(env, exports, "createChain", createChain);
  define(env, exports, "resultPoints", resultPoints);
  define(env, exports, "run", run);
  define(env, exports, "startBatch", startBatch);
  define(env, exports, "batchDone", batchDone);
  define(env, exports, "cancelBatch", cancelBatch);
  return exports;
}

}  // namespace

}  // namespace stokes

NAPI_MODULE_INIT() { return stokes::init(env, exports); }

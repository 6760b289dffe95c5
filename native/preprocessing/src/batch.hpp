#pragma once

#include <node_api.h>

namespace stokes {

/**
 * `startBatch(chain, spectra, results, threads)`: works off the thread of JavaScript. Gives `{ batch, finished }`, a
 * handle and a promise of the indexes of the spectra that a step refuses, of null where it was cancelled. The
 * results belong to the threads until then.
 */
napi_value startBatch(napi_env env, napi_callback_info info);

/** `batchDone(batch)`: how many spectra are done. */
napi_value batchDone(napi_env env, napi_callback_info info);

/** `cancelBatch(batch)`: each thread ends after the group that it has. */
napi_value cancelBatch(napi_env env, napi_callback_info info);

}  // namespace stokes

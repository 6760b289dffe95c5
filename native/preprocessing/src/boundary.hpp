#pragma once

#include <node_api.h>

#include <cstddef>
#include <memory>

#include "chain.hpp"

/** What passes between JavaScript and the chain. */
namespace stokes {

/** A chain with the buffers of the thread that made it. */
struct Serving {
  explicit Serving(std::shared_ptr<const Chain> made) : chain(std::move(made)), workspace(*chain) {}
  std::shared_ptr<const Chain> chain;
  Chain::Workspace workspace;
};

inline napi_value refuse(napi_env env, const char* message) {
  napi_throw_type_error(env, nullptr, message);
  return nullptr;
}

inline bool readArguments(napi_env env, napi_callback_info info, napi_value* arguments, std::size_t needed) {
  std::size_t count = needed;
  return napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr) == napi_ok && count >= needed;
}

/** Hands an object to JavaScript, whose garbage collector then owns it. */
template <class Object>
inline napi_value toHandle(napi_env env, std::unique_ptr<Object> object) {
  const auto finalize = [](napi_env, void* data, void*) { delete static_cast<Object*>(data); };
  napi_value handle = nullptr;
  if (napi_create_external(env, object.get(), finalize, nullptr, &handle) == napi_ok) object.release();
  return handle;
}

template <class Object>
inline bool fromHandle(napi_env env, napi_value handle, Object*& object) {
  void* data = nullptr;
  if (napi_get_value_external(env, handle, &data) != napi_ok) return false;
  object = static_cast<Object*>(data);
  return true;
}

/** The Float64Array at `index` of an array; false where it is none, or of another length. */
inline bool readRow(napi_env env, napi_value rows, std::uint32_t index, std::size_t points, double*& data) {
  napi_value row;
  bool typed = false;
  napi_typedarray_type type;
  std::size_t length = 0;
  void* address = nullptr;
  if (napi_get_element(env, rows, index, &row) != napi_ok || napi_is_typedarray(env, row, &typed) != napi_ok ||
      !typed || napi_get_typedarray_info(env, row, &type, &length, &address, nullptr, nullptr) != napi_ok) {
    return false;
  }
  data = static_cast<double*>(address);
  return type == napi_float64_array && length == points;
}

}  // namespace stokes

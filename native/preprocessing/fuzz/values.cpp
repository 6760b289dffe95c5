#include "values.hpp"

#include <algorithm>

namespace {

template <class Content>
const Content* contentOf(napi_value handle) {
  return handle ? std::get_if<Content>(&reinterpret_cast<const fuzz::Value*>(handle)->content) : nullptr;
}

template <class Content>
napi_status copy(napi_value handle, Content* result, napi_status otherwise) {
  const auto* content = contentOf<Content>(handle);
  if (!content) return otherwise;
  *result = *content;
  return napi_ok;
}

template <class Number>
bool describe(napi_value handle, napi_typedarray_type type, napi_typedarray_type* found, size_t* length, void** data) {
  const auto* numbers = contentOf<std::vector<Number>>(handle);
  if (!numbers) return false;
  *found = type;
  *length = numbers->size();
  *data = const_cast<Number*>(numbers->data());
  return true;
}

}  // namespace

extern "C" {

napi_status napi_get_value_double(napi_env, napi_value handle, double* result) {
  return copy(handle, result, napi_number_expected);
}

napi_status napi_get_value_bool(napi_env, napi_value handle, bool* result) {
  return copy(handle, result, napi_boolean_expected);
}

napi_status napi_get_value_string_utf8(napi_env, napi_value handle, char* buffer, size_t size, size_t* result) {
  const auto* text = contentOf<std::string>(handle);
  if (!text) return napi_string_expected;
  *result = text->copy(buffer, size - 1);
  buffer[*result] = '\0';
  return napi_ok;
}

napi_status napi_get_named_property(napi_env, napi_value handle, const char* name, napi_value* result) {
  const auto* object = contentOf<fuzz::Object>(handle);
  if (!object) return napi_object_expected;
  const auto found = object->find(name);
  *result = found == object->end() ? nullptr : fuzz::handleOf(*found->second);
  return napi_ok;
}

napi_status napi_is_typedarray(napi_env, napi_value handle, bool* result) {
  *result = contentOf<std::vector<double>>(handle) || contentOf<std::vector<std::int32_t>>(handle);
  return napi_ok;
}

napi_status napi_get_typedarray_info(napi_env, napi_value handle, napi_typedarray_type* type, size_t* length,
                                     void** data, napi_value*, size_t*) {
  return describe<double>(handle, napi_float64_array, type, length, data) ||
                 describe<std::int32_t>(handle, napi_int32_array, type, length, data)
             ? napi_ok
             : napi_invalid_arg;
}
}

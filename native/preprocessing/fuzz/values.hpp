#pragma once

#include <node_api.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

/** What `readStep` needs of JavaScript, without JavaScript: objects of numbers, flags, texts and typed arrays. */
namespace fuzz {

struct Value;
using Object = std::map<std::string, std::unique_ptr<Value>>;

struct Value {
  std::variant<double, bool, std::string, std::vector<double>, std::vector<std::int32_t>, Object> content;
};

template <class Content>
std::unique_ptr<Value> value(Content content) {
  return std::make_unique<Value>(Value{std::move(content)});
}

inline napi_value handleOf(const Value& value) {
  return reinterpret_cast<napi_value>(const_cast<Value*>(&value));
}

}  // namespace fuzz

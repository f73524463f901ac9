#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/postgres/binary_format.hpp"

namespace runledger::store {

// The parameters of one statement, all in binary form. $1 is the first one added.
class Parameters {
 public:
  template <class Value>
  Parameters& add(const Value& value) {
    append_binary(values_.emplace_back(std::in_place).value(), value);
    return *this;
  }
  template <class Value>
  Parameters& add(const std::optional<Value>& value) {
    if (value) return add(*value);
    values_.emplace_back();
    return *this;
  }

  const std::vector<std::optional<std::string>>& values() const { return values_; }

 private:
  std::vector<std::optional<std::string>> values_;
};

template <class... Values>
Parameters parameters(const Values&... values) {
  Parameters made;
  (made.add(values), ...);
  return made;
}

}  // namespace runledger::store

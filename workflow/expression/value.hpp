#pragma once

#include <utility>

#include "workflow/base/json.hpp"

namespace runledger::expression {

inline const Json kNull;

// A value during evaluation: borrowed from the input, a variable or a literal, or owned. A borrowed one must
// not outlive what it was borrowed from.
class Value {
 public:
  Value() = default;
  Value(Json own) : own_(std::move(own)) {}  // NOLINT: implicit on purpose
  static Value borrow(const Json& from) {
    Value value;
    value.at_ = &from;
    return value;
  }

  const Json& get() const { return at_ != nullptr ? *at_ : own_; }
  const Json* operator->() const { return &get(); }
  bool owned() const { return at_ == nullptr; }
  // Only of an owned value.
  Json& own() { return own_; }

 private:
  const Json* at_ = nullptr;
  Json own_;
};

}  // namespace runledger::expression

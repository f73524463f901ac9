#pragma once

// libjq's values, made safe to hold. Only for the files of this folder that talk to libjq.
extern "C" {
#include <jv.h>
}
#include <cstddef>
#include <utility>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"

namespace runledger::expression {

// Owns one reference.
class Jv {
 public:
  Jv() : held_(jv_invalid()) {}
  explicit Jv(jv held) : held_(held) {}
  Jv(Jv&& other) noexcept : held_(std::exchange(other.held_, jv_invalid())) {}
  Jv& operator=(Jv&& other) noexcept {
    std::swap(held_, other.held_);
    return *this;
  }
  Jv(const Jv&) = delete;
  Jv& operator=(const Jv&) = delete;
  ~Jv() { jv_free(held_); }

  jv_kind kind() const { return jv_get_kind(held_); }
  bool valid() const { return kind() != JV_KIND_INVALID; }
  jv copy() const { return jv_copy(held_); }
  jv release() { return std::exchange(held_, jv_invalid()); }
  const jv& get() const { return held_; }

 private:
  jv held_;
};

// Integers beyond 2^53 lose their last digits here: libjq has only doubles.
Jv to_jv(const Json& value);

// Errors: limit_exceeded when the result weighs more than `bytes_left` (which is counted down) or is nested
// too deep; expression_failed for NaN, infinite numbers and NUL characters, which JSON and PostgreSQL cannot
// hold.
Result<Json> from_jv(const Jv& value, std::size_t& bytes_left);

}  // namespace runledger::expression

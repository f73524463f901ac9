#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

#include "workflow/base/errc.hpp"

namespace runledger {

// Why something failed. `message` is written for the person who must act on it: what was wrong, where, what
// to do. It never holds a secret.
struct Error {
  Errc code = Errc::internal;
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

// A value or the reason why there is none (std::expected in spirit; GCC 12 has none). Exceptions do not cross
// a room, so everything that can fail across one returns this. Reading the wrong side is a programmer's error
// and aborts.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit on purpose
  Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit on purpose

  bool ok() const { return held_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return check_value(), std::get<0>(held_); }
  const T& value() const& { return check_value(), std::get<0>(held_); }
  T&& value() && { return check_value(), std::get<0>(std::move(held_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& { return check_error(), std::get<1>(held_); }
  Error&& error() && { return check_error(), std::get<1>(std::move(held_)); }

 private:
  void check_value() const {
    if (!ok()) die("value of a failed Result: ", std::get<1>(held_).message);
  }
  void check_error() const {
    if (ok()) die("error of a successful Result", "");
  }
  [[noreturn]] static void die(const char* what, const std::string& detail) {
    std::fprintf(stderr, "runledger: %s%s\n", what, detail.c_str());
    std::abort();
  }

  std::variant<T, Error> held_;
};

// For operations that give nothing back but may fail.
struct Done {
  friend bool operator==(Done, Done) = default;
};

}  // namespace runledger

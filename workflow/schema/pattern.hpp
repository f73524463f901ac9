#pragma once

#include <re2/re2.h>

#include <memory>
#include <string_view>

#include "workflow/base/result.hpp"

namespace runledger::schema {

// A compiled ECMA-262 pattern that matches in time linear in the text. Immutable, thread-safe.
class Pattern {
 public:
  // Errors: invalid_input with what is wrong with the pattern or what RE2 cannot do.
  static Result<std::unique_ptr<const Pattern>> compile(std::string_view pattern);

  // Whether the pattern is found anywhere in `text` (patterns are not anchored: JSON Schema validation
  // §6.3.3).
  bool found_in(std::string_view text) const;

 private:
  Pattern(const std::string& pattern, const RE2::Options& options) : re2_(pattern, options) {}
  RE2 re2_;
};

// Whether `text` is an ECMA-262 pattern. Look-around and back-references pass unexamined, although Pattern
// refuses them.
bool is_ecma_pattern(std::string_view text);

}  // namespace runledger::schema

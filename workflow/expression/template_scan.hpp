#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "workflow/base/result.hpp"

namespace runledger::expression {

// A stretch of a template's string: plain text, or the jq text between `${` and its `}`.
struct Segment {
  bool is_expression = false;
  std::string_view text;   // into the scanned string
  std::size_t offset = 0;  // of `text` in it
};

// Cuts a string at its `${ ... }`. A `}` inside jq's own brackets, strings or comments does not close it.
// Errors: expression_failed with the byte offset of a `${` that is never closed.
Result<std::vector<Segment>> scan_template(std::string_view text);

}  // namespace runledger::expression

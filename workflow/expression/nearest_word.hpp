#pragma once

#include <span>
#include <string_view>

namespace runledger::expression {

// The word among `known` that `word` was most likely meant to be (Levenshtein distance at most 2 and less
// than half its length), or empty.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known);

}  // namespace runledger::expression

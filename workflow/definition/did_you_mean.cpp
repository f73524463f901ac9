#include "workflow/definition/did_you_mean.hpp"

#include "workflow/expression/nearest_word.hpp"

namespace runledger::definition {

std::string did_you_mean(std::string_view text, std::span<const std::string_view> words) {
  const auto word = expression::nearest_word(text, words);
  return word.empty() ? std::string() : "; did you mean `" + std::string(word) + "`?";
}

}  // namespace runledger::definition

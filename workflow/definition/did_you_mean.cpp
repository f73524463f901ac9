#include "workflow/definition/did_you_mean.hpp"

#include "workflow/expression/nearest_word.hpp"

namespace runledger::definition {

std::string did_you_mean(std::string_view text, std::span<const std::string_view> words) {
  // A hostile definition has thousands of words and of slips; comparing is quadratic in each pair's length.
  constexpr std::size_t kMostWords = 100;
  constexpr std::size_t kLongestSlip = 40;
  if (words.size() > kMostWords || text.size() > kLongestSlip) return {};
  const auto word = expression::nearest_word(text, words);
  return word.empty() ? std::string() : "; did you mean `" + std::string(word) + "`?";
}

}  // namespace runledger::definition

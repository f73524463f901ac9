#pragma once

#include <span>
#include <string>
#include <string_view>

namespace runledger::definition {

// "; did you mean `constant`?" with the known word most like `text`, or empty when none is near.
std::string did_you_mean(std::string_view text, std::span<const std::string_view> words);

}  // namespace runledger::definition

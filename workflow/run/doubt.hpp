#pragma once

#include <cstdint>

// How often an effect whose outcome is unknown may be repeated, one unknown outcome after the other. An
// outcome lost while the engine ran (a connection broke) weighs much: after five the effect is no longer
// repeated. One lost because the engine ended weighs little, since that says nothing of the effect; unless it
// is the effect that ends the engine, again and again.
namespace runledger::run {

inline constexpr std::uint32_t kWeightOfLoss = 20;
inline constexpr std::uint32_t kWeightOfStop = 1;
inline constexpr std::uint32_t kMostDoubt = 5 * kWeightOfLoss;

}  // namespace runledger::run

#include "app/dev/cluster_keeper.hpp"

#include <algorithm>

namespace runledger::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kFirstPause = 250ms;  // its last processes need a moment to notice and let go of the folder
constexpr auto kLongestPause = 30s;
constexpr auto kSteady = 60s;  // after so long without an end, the next pause is short again

std::chrono::steady_clock::duration longer(std::chrono::steady_clock::duration pause) {
  return std::clamp<std::chrono::steady_clock::duration>(pause * 2, kFirstPause, kLongestPause);
}

std::string seconds_text(std::chrono::steady_clock::duration time) {
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(time).count()) + " s";
}

}  // namespace

std::string ClusterKeeper::look() {
  if (auto end = cluster_.take_end()) {
    const auto now = Clock::now();
    pause_ = now - next_try_ > kSteady ? Clock::duration(kFirstPause) : longer(pause_);
    next_try_ = now + pause_;
    away_ = true;
    return "PostgreSQL " + *end + "; starting it again in " + seconds_text(pause_) +
           ". Webhooks get 503 until it is back.";
  }
  if (!away_) return {};
  if (!cluster_.running()) return Clock::now() < next_try_ ? std::string() : start_again();
  if (!cluster_.answers()) return {};
  away_ = false;
  return "PostgreSQL is back.";
}

std::string ClusterKeeper::start_again() {
  const auto started = cluster_.launch();
  if (started) return {};
  pause_ = longer(pause_);
  next_try_ = Clock::now() + pause_;
  return started.error().message + "; trying again in " + seconds_text(pause_) + '.';
}

}  // namespace runledger::app

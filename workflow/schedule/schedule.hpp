#pragma once

#include <string>
#include <variant>

#include "workflow/base/time.hpp"
#include "workflow/schedule/cron.hpp"

namespace runledger::schedule {

// Every so often, whether earlier runs have ended or not.
struct Every {
  Milliseconds interval{0};
};
struct AtTimes {
  Cron cron;
  std::string zone = "UTC";
};
// So long after the run before has ended.
struct After {
  Milliseconds pause{0};
};

// What becomes of firings that could not take place when they were due, because the engine was down.
enum class Missed {
  once,  // one run makes up for all
  skip,  // none
  all    // one run each
};

struct Schedule {
  std::variant<Every, AtTimes, After> when;
  Missed missed = Missed::once;
};

}  // namespace runledger::schedule

#pragma once

#include <cstdint>
#include <optional>

#include "workflow/base/result.hpp"
#include "workflow/ports/time_zones.hpp"
#include "workflow/schedule/schedule.hpp"

namespace runledger::schedule {

// What a workflow's schedule has done so far, as the log tells.
struct History {
  Timestamp since;  // in force: the version was added, or the workflow enabled, whichever came last
  std::optional<Timestamp> last_due;    // of the last firing
  bool is_running = false;              // the run of the last firing has not ended
  std::optional<Timestamp> last_ended;  // when it has
};

struct Firing {
  Timestamp due;
  std::uint64_t missed = 0;  // earlier ones that this one makes up for
};

// With Missed::skip, what is later than this counts as missed.
inline constexpr Milliseconds kLate{60'000};

// Errors: invalid_input when the database does not know the schedule's time zone.
Result<Done> check_time_zone(const Schedule& schedule, const TimeZones& zones);

// The next firing's time, in the past when it is overdue; nothing while it depends on a run that has not
// ended. Pure.
std::optional<Timestamp> next_due(const Schedule& schedule, const TimeZones& zones, const History& history,
                                  Timestamp now);

// What is to be fired at `now`, if anything. Pure: all nodes come to the same.
std::optional<Firing> firing_at(const Schedule& schedule, const TimeZones& zones, const History& history,
                                Timestamp now);

}  // namespace runledger::schedule

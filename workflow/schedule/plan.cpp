#include "workflow/schedule/plan.hpp"

#include <algorithm>

#include "workflow/base/overloaded.hpp"

namespace runledger::schedule {
namespace {

// Missed times of a cron expression are counted one by one: not for ever.
constexpr std::uint64_t kMostCounted = 100'000;

// Clocks show `local` at `base` for the first time of two: the first time of those that fit which they have
// shown before and will show again, when nothing new comes before that.
std::optional<Timestamp> second_showing(const AtTimes& at, const TimeZones& zones, Timestamp base,
                                        LocalTime local) {
  const auto now = zones.moments_of(at.zone, local);
  if (now.first == now.last || base >= now.last) return std::nullopt;
  const auto set_back_by = std::chrono::floor<std::chrono::seconds>(now.last - now.first);
  const auto fresh = at.cron.next_after(local);
  auto old = at.cron.next_after(local - set_back_by);
  for (; old && *old <= local; old = at.cron.next_after(*old)) {
    const auto shown = zones.moments_of(at.zone, *old);
    if (shown.first == shown.last) continue;
    const bool is_next = !fresh || shown.last < zones.moments_of(at.zone, *fresh).first;
    return is_next ? std::optional(shown.last) : std::nullopt;
  }
  return std::nullopt;
}

// Local times that clocks show twice count once, at their first moment, unless the hour does not matter;
// those that they jump over count at the jump (as Debian's cron has it).
std::optional<Timestamp> time_after(const AtTimes& at, const TimeZones& zones, Timestamp base) {
  LocalTime local = zones.to_local(at.zone, base);
  if (at.cron.any_hour()) {
    if (const auto again = second_showing(at, zones, base, local)) return again;
  }
  // At most an hour or two of repeated minutes have to be gone past.
  for (int tries = 0; tries < 1'000; ++tries) {
    const auto next = at.cron.next_after(local);
    if (!next) return std::nullopt;
    const auto moments = zones.moments_of(at.zone, *next);
    if (moments.first > base) return moments.first;
    if (at.cron.any_hour() && moments.last > base) return moments.last;
    local = *next;
  }
  return std::nullopt;
}

Timestamp base_of(const History& history) {
  return history.last_due ? std::max(history.since, *history.last_due) : history.since;
}

std::optional<Timestamp> due_after(const Schedule& schedule, const TimeZones& zones, const History& history,
                                   Timestamp base) {
  return std::visit(Overloaded{
                        [&](const Every& every) -> std::optional<Timestamp> {
                          const auto passed = (base - base_of(history)) / every.interval;
                          return base_of(history) + every.interval * (passed + 1);
                        },
                        [&](const AtTimes& at) { return time_after(at, zones, base); },
                        [&](const After& after) -> std::optional<Timestamp> {
                          if (history.is_running) return std::nullopt;
                          const auto ended = history.last_ended.value_or(history.since);
                          return std::max(ended, history.since) + after.pause;
                        },
                    },
                    schedule.when);
}

}  // namespace

std::optional<Timestamp> next_due(const Schedule& schedule, const TimeZones& zones, const History& history,
                                  Timestamp now) {
  Timestamp base = base_of(history);
  // One that waits for a run's end is late only by what the engine was down, and then it is the next one.
  if (schedule.missed == Missed::skip) base = std::max(base, now - kLate);
  return due_after(schedule, zones, history, base);
}

Result<Done> check_time_zone(const Schedule& schedule, const TimeZones& zones) {
  const auto* at = std::get_if<AtTimes>(&schedule.when);
  if (at == nullptr || zones.knows(at->zone)) return Done{};
  return Error{Errc::invalid_input, "/document/metadata/schedule/timeZone: there is no time zone '" +
                                        at->zone.substr(0, 64) +
                                        "' in the IANA database; they are named as Europe/Berlin or UTC are"};
}

std::optional<Firing> firing_at(const Schedule& schedule, const TimeZones& zones, const History& history,
                                Timestamp now) {
  auto due = next_due(schedule, zones, history, now);
  if (!due || *due > now) return std::nullopt;
  Firing firing{*due, 0};
  if (schedule.missed == Missed::all || std::holds_alternative<After>(schedule.when)) return firing;
  if (const auto* every = std::get_if<Every>(&schedule.when)) {
    const auto more = (now - firing.due) / every->interval;
    return Firing{firing.due + every->interval * more, static_cast<std::uint64_t>(more)};
  }
  while ((due = due_after(schedule, zones, history, firing.due)) && *due <= now) {
    // So many within the time come often: the last one is not far from now, and the count is a least one.
    if (firing.missed == kMostCounted) {
      firing.due = std::max(*due, now - std::chrono::hours(24));
      due = due_after(schedule, zones, history, firing.due);
    }
    if (!due || *due > now) break;
    firing.due = *due;
    ++firing.missed;
  }
  return firing;
}

}  // namespace runledger::schedule

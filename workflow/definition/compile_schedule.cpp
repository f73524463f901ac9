#include "workflow/definition/compile_duration.hpp"
#include "workflow/definition/compile_workflow.hpp"

namespace runledger::definition {
namespace {

constexpr Milliseconds kShortest{1'000};

std::optional<Milliseconds> compile_pause(Compilation& c, const Place& place, std::string_view name) {
  const auto duration = compile_fixed_duration(c, place);
  if (duration && *duration < kShortest) {
    c.diagnostics.error(place.pointer, "`" + std::string(name) + "` must be at least one second");
    return std::nullopt;
  }
  return duration;
}

std::optional<schedule::AtTimes> compile_cron(Compilation& c, const Place& place) {
  if (!place.is_string()) {
    c.diagnostics.error(place.pointer, "`cron` must be a text such as '30 8 * * MON-FRI'");
    return std::nullopt;
  }
  auto cron = schedule::Cron::parse(place.text());
  if (!cron) {
    c.diagnostics.error(place.pointer, cron.error().message);
    return std::nullopt;
  }
  return schedule::AtTimes{*std::move(cron)};
}

// document.metadata.schedule: what the language has no place for.
void compile_options(Compilation& c, const Place& place, schedule::Schedule& schedule) {
  static constexpr std::string_view kMissed[] = {"once", "skip", "all"};
  Members members(place, c.diagnostics, "`metadata.schedule`");
  const auto missed = members.word("missed", kMissed);
  if (missed) {
    schedule.missed = *missed == "skip"  ? schedule::Missed::skip
                      : *missed == "all" ? schedule::Missed::all
                                         : schedule::Missed::once;
  }
  const auto zone = members.text("timeZone");
  auto* at = std::get_if<schedule::AtTimes>(&schedule.when);
  if (zone && at != nullptr) at->zone = *zone;
  if (zone && at == nullptr) {
    c.diagnostics.error(pointer_join(place.pointer, "timeZone"),
                        "`timeZone` means something only for `schedule.cron`");
  }
  members.refuse_unknown();
}

}  // namespace

std::optional<schedule::Schedule> compile_schedule(Compilation& c, const Place& place,
                                                   const std::optional<Place>& options) {
  Members members(place, c.diagnostics, "`schedule`");
  if (!members.is_object()) return std::nullopt;
  std::optional<schedule::Schedule> schedule;
  const auto every = members.get("every"), cron = members.get("cron"), after = members.get("after");
  if (every.has_value() + cron.has_value() + after.has_value() != 1 && !members.has("on")) {
    c.diagnostics.error(place.pointer, "`schedule` needs exactly one of `every`, `cron` and `after`");
  }
  if (every) {
    if (const auto interval = compile_pause(c, *every, "every")) schedule = {schedule::Every{*interval}};
  }
  if (cron) {
    if (auto times = compile_cron(c, *cron)) schedule = {*std::move(times)};
  }
  if (after) {
    if (const auto pause = compile_pause(c, *after, "after")) schedule = {schedule::After{*pause}};
  }
  members.unsupported("on");
  members.refuse_unknown();
  if (options && schedule) compile_options(c, *options, *schedule);
  return schedule;
}

}  // namespace runledger::definition

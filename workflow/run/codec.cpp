#include "workflow/run/codec.hpp"

#include <array>
#include <utility>

#include "workflow/run/codec/event_forms.hpp"

namespace runledger::run {
namespace {

constexpr std::size_t kTypes = std::variant_size_v<RunEvent>;

// In the variant's order; the golden files keep both in step.
constexpr std::array<std::string_view, kTypes> kNames = {
    "RunStarted",           "TaskStarted",       "TaskSkipped",     "TaskCompleted",     "TaskFaulted",
    "TaskCancelled",        "ActionStarted",     "ActionSucceeded", "ActionFailed",      "ActionTimedOut",
    "ActionOutcomeUnknown", "ActionCancelled",   "WaitStarted",     "RoundStarted",      "RetryScheduled",
    "RetryStarted",         "ErrorCaught",       "RunCompleted",    "RunFaulted",        "RunRetried",
    "RunQuarantined",       "ChildRunRequested", "ChildRunBegan",   "ChildRunCompleted", "ChildRunFailed",
    "ChildRunCancelled",    "RunCancelled",      "EventEmitted"};
// Each type's current version. A new one keeps the reader of the old.
constexpr int kVersion = 1;

static_assert(kEventDataLimits.max_bytes == kMaxEventBytes);

template <class Event>
RunEvent read_as(MemberReader& in) {
  Event event;
  forms::read(in, event);
  return event;
}

using Reader = RunEvent (*)(MemberReader&);

template <std::size_t... I>
constexpr std::array<Reader, kTypes> readers(std::index_sequence<I...>) {
  return {&read_as<std::variant_alternative_t<I, RunEvent>>...};
}
constexpr auto kReaders = readers(std::make_index_sequence<kTypes>());

Error corrupt(std::string_view type, int type_version, const std::string& why) {
  return Error{Errc::corrupt_history, "event " + std::string(type.substr(0, 60)) + " version " +
                                          std::to_string(type_version) + ": " + why};
}

}  // namespace

std::string_view type_of(const RunEvent& event) {
  return kNames[event.index()];
}

EncodedEvent encode(const RunEvent& event) {
  MemberWriter out;
  std::visit([&](const auto& known) { forms::write(known, out); }, event);
  return EncodedEvent{type_of(event), kVersion, std::move(out).finish()};
}

Result<RunEvent> decode(std::string_view type, int type_version, std::string_view data) {
  std::size_t index = 0;
  while (index < kTypes && kNames[index] != type) ++index;
  if (index == kTypes) return corrupt(type, type_version, "no such event of a run");
  if (type_version != kVersion) {
    return corrupt(type, type_version, "unknown version; a newer engine must have written it");
  }
  auto json = parse_json(data, kEventDataLimits);
  if (!json) return corrupt(type, type_version, json.error().message);
  if (!json->is_object()) return corrupt(type, type_version, "the data must be a JSON object");
  MemberReader in(*std::move(json));
  RunEvent event = kReaders[index](in);
  if (in.problem()) return corrupt(type, type_version, *in.problem());
  return event;
}

}  // namespace runledger::run

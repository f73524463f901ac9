#include <algorithm>
#include <array>
#include <utility>

#include "workflow/record/codec/event_forms.hpp"
#include "workflow/record/events.hpp"

namespace runledger::record {
namespace {

using run::MemberReader;
using run::MemberWriter;

constexpr std::size_t kTypes = std::variant_size_v<RecordEvent>;

// In the variant's order; the golden files keep both in step.
constexpr std::array<std::string_view, kTypes> kNames = {
    "RequestAccepted",  "RequestRefused", "WorkflowCreated", "WorkflowVersionAdded", "WorkflowEnabled",
    "WorkflowDisabled", "ApiKeyCreated",  "ApiKeyRevoked",   "ConnectionSaved",      "ConnectionDeleted",
    "SecretSaved",      "SecretDeleted",  "ScheduleFired"};
// Each type's current version. A new one keeps the reader of the old.
constexpr int kVersion = 1;

constexpr JsonLimits kLimits{kMaxEventBytes, kEventDataLimits.max_depth};

template <class Event>
RecordEvent read_as(MemberReader& in) {
  Event event;
  forms::read(in, event);
  return event;
}

using Reader = RecordEvent (*)(MemberReader&);

template <std::size_t... I>
constexpr std::array<Reader, kTypes> readers(std::index_sequence<I...>) {
  return {&read_as<std::variant_alternative_t<I, RecordEvent>>...};
}
constexpr auto kReaders = readers(std::make_index_sequence<kTypes>());

Error corrupt(std::string_view type, int type_version, const std::string& why) {
  return Error{Errc::corrupt_history, "event " + std::string(type.substr(0, 60)) + " version " +
                                          std::to_string(type_version) + ": " + why};
}

}  // namespace

bool is_record_event(std::string_view type) {
  return std::find(kNames.begin(), kNames.end(), type) != kNames.end();
}

EncodedEvent encode(const RecordEvent& event) {
  MemberWriter out;
  std::visit([&](const auto& known) { forms::write(known, out); }, event);
  return EncodedEvent{kNames[event.index()], kVersion, std::move(out).finish()};
}

Result<RecordEvent> decode(std::string_view type, int type_version, std::string_view data) {
  const auto index = static_cast<std::size_t>(std::find(kNames.begin(), kNames.end(), type) - kNames.begin());
  if (index == kTypes) return corrupt(type, type_version, "no such event");
  if (type_version != kVersion) {
    return corrupt(type, type_version, "unknown version; a newer engine must have written it");
  }
  auto json = parse_json(data, kLimits);
  if (!json) return corrupt(type, type_version, json.error().message);
  if (!json->is_object()) return corrupt(type, type_version, "the data must be a JSON object");
  MemberReader in(*std::move(json));
  RecordEvent event = kReaders[index](in);
  if (in.problem()) return corrupt(type, type_version, *in.problem());
  return event;
}

}  // namespace runledger::record

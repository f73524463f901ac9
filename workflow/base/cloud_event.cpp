#include "workflow/base/cloud_event.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <cstdint>
#include <limits>
#include <string>

#include "workflow/base/time.hpp"

namespace runledger {
namespace {

constexpr std::string_view kRequired[] = {"id", "source", "specversion", "type"};
constexpr std::string_view kTexts[] = {"id",      "source",          "specversion", "type",
                                       "subject", "datacontenttype", "dataschema"};
constexpr std::size_t kMaxName = 64;

template <class Range>
bool has(const Range& range, std::string_view name) {
  return std::find(std::begin(range), std::end(range), name) != std::end(range);
}

Error wrong(std::string_view name, const std::string& what) {
  return Error{Errc::invalid_input, "the event's `" + std::string(name.substr(0, kMaxName)) + "` " + what +
                                        " (CloudEvents 1.0.2)"};
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxName && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
}

bool has_space_or_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
}

Result<Done> check_text(std::string_view name, const Json& value) {
  const auto* held = value.if_string();
  const std::string_view text = held == nullptr ? std::string_view() : std::string_view(*held);
  if (text.empty()) return wrong(name, "must be a text, and not an empty one");
  if (name == "specversion" && text != "1.0") return wrong(name, "must be \"1.0\"");
  if ((name == "source" || name == "dataschema") && has_space_or_control(text)) {
    return wrong(name, "must be a URI, which has no spaces");
  }
  return Done{};
}

bool is_extension_value(const Json& value) {
  if (value.is_string() || value.is_bool()) return true;
  constexpr std::int64_t least = std::numeric_limits<std::int32_t>::min();
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  if (const auto* number = value.if_int64()) return *number >= least && *number <= most;
  const auto* number = value.if_uint64();
  return number != nullptr && *number <= static_cast<std::uint64_t>(most);
}

}  // namespace

Result<Done> check_cloud_event_name(std::string_view name) {
  if (name == "data") return Done{};
  if (name == "data_base64") return wrong(name, "cannot be used: write `data`");
  if (!is_name(name)) {
    return wrong(name, "is no name of an attribute: those have lower-case letters and digits, at most 64");
  }
  return Done{};
}

Result<Done> check_cloud_event_attribute(std::string_view name, const Json& value) {
  if (auto named = check_cloud_event_name(name); !named || name == "data") return named;
  if (value.is_null()) {
    if (has(kRequired, name)) return wrong(name, "must not be null");
    return Done{};
  }
  if (has(kTexts, name)) return check_text(name, value);
  if (name == "time") {
    const auto* text = value.if_string();
    if (text != nullptr && parse_time({text->data(), text->size()})) return Done{};
    return wrong(name, "must be a time as in RFC 3339, such as \"2026-11-28T12:00:00Z\"");
  }
  if (is_extension_value(value)) return Done{};
  return wrong(name,
               "must be a text, true, false or an integer of 32 bits; what has structure belongs in `data`");
}

Result<Done> check_cloud_event(const JsonObject& event) {
  for (const auto name : kRequired) {
    if (!event.contains(name)) return wrong(name, "is missing");
  }
  for (const auto& [name, value] : event) {
    if (auto checked = check_cloud_event_attribute({name.data(), name.size()}, value); !checked)
      return checked;
  }
  return Done{};
}

}  // namespace runledger

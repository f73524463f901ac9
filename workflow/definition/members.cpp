#include "workflow/definition/members.hpp"

#include <algorithm>

#include "workflow/definition/did_you_mean.hpp"

namespace runledger::definition {

Members::Members(const Place& place, Diagnostics& diagnostics, std::string what)
    : place_(place), diagnostics_(diagnostics), what_(std::move(what)) {
  if (place.is_object()) {
    object_ = &place.value->get_object();
  } else {
    diagnostics_.error(place.pointer,
                       what_ + " must be an object, not " + std::string(kind_name(*place.value)));
  }
}

bool Members::has(std::string_view name) const {
  return object_ != nullptr && object_->contains(name);
}

std::optional<Place> Members::get(std::string_view name) {
  known(name);
  if (object_ == nullptr) return std::nullopt;
  const auto* value = object_->if_contains(name);
  if (value == nullptr) return std::nullopt;
  return Place{value, pointer_join(place_.pointer, name)};
}

std::optional<Place> Members::require(std::string_view name) {
  auto found = get(name);
  if (!found && object_ != nullptr) {
    diagnostics_.error_at_key(place_.pointer, what_ + " needs `" + std::string(name) + "`");
  }
  return found;
}

std::optional<Place> Members::of_kind(std::string_view name, bool matches(const Json&),
                                      std::string_view expected) {
  auto found = get(name);
  if (!found || matches(*found->value)) return found;
  diagnostics_.error(found->pointer, "`" + std::string(name) + "` must be " + std::string(expected) +
                                         ", not " + std::string(kind_name(*found->value)));
  return std::nullopt;
}

std::optional<Place> Members::object(std::string_view name) {
  return of_kind(
      name, [](const Json& v) { return v.is_object(); }, "an object");
}

std::optional<Place> Members::list(std::string_view name) {
  return of_kind(
      name, [](const Json& v) { return v.is_array(); }, "a list");
}

std::optional<std::string> Members::text(std::string_view name) {
  const auto found = of_kind(
      name, [](const Json& v) { return v.is_string(); }, "a string");
  return found ? std::optional(std::string(found->text())) : std::nullopt;
}

std::optional<std::string> Members::require_text(std::string_view name) {
  return require(name) ? text(name) : std::nullopt;
}

std::optional<std::int64_t> Members::integer(std::string_view name, std::int64_t least, std::int64_t most) {
  const auto found = get(name);
  if (!found) return std::nullopt;
  if (found->value->is_int64()) {
    const auto value = found->value->get_int64();
    if (value >= least && value <= most) return value;
  }
  diagnostics_.error(found->pointer, "`" + std::string(name) + "` must be an integer from " +
                                         std::to_string(least) + " to " + std::to_string(most) + ", not " +
                                         in_quotes(write_json(*found->value)));
  return std::nullopt;
}

std::optional<bool> Members::boolean(std::string_view name) {
  const auto found = of_kind(
      name, [](const Json& v) { return v.is_bool(); }, "true or false");
  return found ? std::optional(found->value->get_bool()) : std::nullopt;
}

std::optional<std::string> Members::word(std::string_view name, std::span<const std::string_view> words) {
  auto found = text(name);
  if (!found || std::find(words.begin(), words.end(), *found) != words.end()) return found;
  std::string expected;
  for (const auto word : words) expected += (expected.empty() ? "`" : ", `") + std::string(word) + "`";
  diagnostics_.error(pointer_join(place_.pointer, name), "`" + std::string(name) + "` is " +
                                                             in_quotes(*found) + ", but must be one of " +
                                                             expected + did_you_mean(*found, words));
  return std::nullopt;
}

void Members::unsupported(std::string_view name, std::string_view hint) {
  known(name);
  if (!has(name)) return;
  diagnostics_.error_at_key(pointer_join(place_.pointer, name),
                            "`" + std::string(name) + "` is not supported yet" +
                                (hint.empty() ? std::string() : "; " + std::string(hint)));
}

void Members::refuse_unknown() {
  if (object_ == nullptr) return;
  for (const auto& member : *object_) {
    const auto name = key_of(member);
    if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
    diagnostics_.error_at_key(pointer_join(place_.pointer, name),
                              what_ + " has no member " + in_quotes(name) + did_you_mean(name, asked_));
  }
}

}  // namespace runledger::definition

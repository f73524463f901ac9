#include "workflow/definition/compile_duration.hpp"

#include "workflow/definition/compile_expression.hpp"
#include "workflow/expression/template.hpp"

namespace runledger::definition {
namespace {

constexpr std::int64_t kLongest_ms = 100LL * 366 * 86'400'000;  // as parse_duration

struct Unit {
  std::string_view name;
  std::int64_t length_ms;
};
constexpr Unit kUnits[] = {
    {"days", 86'400'000}, {"hours", 3'600'000}, {"minutes", 60'000}, {"seconds", 1'000}, {"milliseconds", 1}};

bool is_expression(const Place& place) {
  return place.is_string() && expression::has_expression(place.text());
}

Duration compile_parts(Compilation& c, const Place& place) {
  Members members(place, c.diagnostics, "a duration");
  Duration duration;
  bool computed = false;
  std::int64_t total_ms = 0;
  for (const auto& unit : kUnits) {
    const auto part = members.get(unit.name);
    if (!part) continue;
    if (is_expression(*part)) {
      computed = true;
    } else if (const auto count = members.integer(unit.name, 0, kLongest_ms / unit.length_ms)) {
      total_ms += *count * unit.length_ms;
    }
  }
  members.refuse_unknown();
  if (place.value->get_object().empty()) {
    c.diagnostics.error(place.pointer, "a duration needs days, hours, minutes, seconds or milliseconds");
  }
  if (computed) {
    duration.computed = compile_template(c, place);
  } else if (total_ms > kLongest_ms) {
    c.diagnostics.error(place.pointer, "a duration may not be longer than 100 years");
  } else {
    duration.fixed = Milliseconds{total_ms};
  }
  return duration;
}

}  // namespace

Duration compile_duration(Compilation& c, const Place& place) {
  if (place.is_object()) return compile_parts(c, place);
  Duration duration;
  if (is_expression(place)) {
    duration.computed = compile_template(c, place);
  } else if (place.is_string()) {
    const auto parsed = parse_duration(place.text());
    if (parsed) {
      duration.fixed = *parsed;
    } else {
      c.diagnostics.error(place.pointer, parsed.error().message);
    }
  } else {
    c.diagnostics.error(place.pointer,
                        "a duration is an object such as {seconds: 30}, an ISO 8601 text such as "
                        "PT30S or an expression, not " +
                            std::string(kind_name(*place.value)));
  }
  return duration;
}

std::optional<Milliseconds> compile_fixed_duration(Compilation& c, const Place& place) {
  const auto duration = compile_duration(c, place);
  if (!duration.computed) return duration.fixed;
  c.diagnostics.error(place.pointer,
                      "this duration must be known when the definition is uploaded: it cannot be "
                      "an expression");
  return std::nullopt;
}

Duration compile_timeout_policy(Compilation& c, const Place& place) {
  Members members(place, c.diagnostics, "a timeout");
  const auto after = members.require("after");
  members.refuse_unknown();
  return after ? compile_duration(c, *after) : Duration{};
}

std::optional<Duration> compile_timeout(Compilation& c, Members& owner) {
  const auto place = owner.get("timeout");
  if (!place) return std::nullopt;
  if (!place->is_string()) return compile_timeout_policy(c, *place);
  const auto* named = c.use.timeouts.use(place->text(), place->pointer, c.diagnostics);
  return named == nullptr ? Duration{} : compile_timeout_policy(c, *named);
}

}  // namespace runledger::definition

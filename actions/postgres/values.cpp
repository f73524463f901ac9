#include "actions/postgres/values.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <string>

#include "actions/call/encodings.hpp"
#include "actions/postgres/array_value.hpp"

namespace runledger::actions {
namespace {

// pg_type.dat: the OIDs of built-in types never change.
enum Oid : std::uint32_t {
  kBool = 16,
  kInt8 = 20,
  kInt2 = 21,
  kInt4 = 23,
  kOid = 26,
  kJson = 114,
  kFloat4 = 700,
  kFloat8 = 701,
  kTimestamp = 1114,
  kTimestampTz = 1184,
  kNumeric = 1700,
  kJsonb = 3802
};

// Decimals that survive the way through a double and back.
constexpr std::ptrdiff_t kExactDigits = 15;

Json text_value(std::string_view text) {
  return Json(to_valid_utf8(text));
}

// "007.50" is no JSON, but PostgreSQL writes no such numbers.
Json number_value(std::string_view text) {
  const Result<Json> number = parse_json(text);
  return number && number->is_number() ? *number : text_value(text);
}

Json decimal_value(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool integer = text.find_first_of(".eE") == std::string_view::npos;
  return integer || digits <= kExactDigits ? number_value(text) : text_value(text);
}

// "2026-11-23 15:04:05.5+00" to "2026-11-23T15:04:05.5Z"; infinities and years BC stay.
Json time_value(std::string_view text) {
  std::string iso(text);
  const bool plain = iso.size() >= 19 && iso[10] == ' ' && iso.find("BC") == std::string::npos;
  if (!plain) return text_value(text);
  iso[10] = 'T';
  if (iso.ends_with("+00")) iso.replace(iso.size() - 3, 3, "Z");
  return Json(iso);
}

Json json_value(std::string_view text) {
  JsonLimits limits;
  limits.max_bytes = text.size();
  Result<Json> parsed = parse_json(text, limits);
  return parsed ? *std::move(parsed) : text_value(text);
}

}  // namespace

Json column_value(std::uint32_t type_oid, std::string_view text) {
  switch (type_oid) {
    case kBool:
      return Json(text == "t");
    case kInt2:
    case kInt4:
    case kInt8:
    case kOid:
    case kFloat4:
    case kFloat8:
      return number_value(text);
    case kNumeric:
      return decimal_value(text);
    case kJson:
    case kJsonb:
      return json_value(text);
    case kTimestamp:
    case kTimestampTz:
      return time_value(text);
    default:
      if (const auto element = array_element(type_oid)) {
        if (auto list = array_value(text, *element)) return *std::move(list);
      }
      return text_value(text);
  }
}

}  // namespace runledger::actions

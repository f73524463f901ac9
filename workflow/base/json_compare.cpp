#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>
#include <cstdint>

#include "workflow/base/json.hpp"

namespace runledger {
namespace {

bool integer_equals_double(const Json& integer, double other) {
  if (other != std::floor(other)) return false;
  if (integer.is_int64()) {
    return other >= -9223372036854775808.0 && other < 9223372036854775808.0 &&
           static_cast<std::int64_t>(other) == integer.get_int64();
  }
  return other >= 0 && other < 18446744073709551616.0 &&
         static_cast<std::uint64_t>(other) == integer.get_uint64();
}

bool numbers_equal(const Json& left, const Json& right) {
  if (left.is_double() && right.is_double()) return left.get_double() == right.get_double();
  if (left.is_double()) return integer_equals_double(right, left.get_double());
  if (right.is_double()) return integer_equals_double(left, right.get_double());
  if (left.kind() == right.kind()) return left == right;
  const auto& negative_capable = left.is_int64() ? left : right;
  const auto& other = left.is_int64() ? right : left;
  return negative_capable.get_int64() >= 0 &&
         static_cast<std::uint64_t>(negative_capable.get_int64()) == other.get_uint64();
}

bool arrays_equal(const JsonArray& left, const JsonArray& right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (!json_equal(left[i], right[i])) return false;
  }
  return true;
}

bool objects_equal(const JsonObject& left, const JsonObject& right) {
  if (left.size() != right.size()) return false;
  for (const auto& member : left) {
    const auto* other = right.if_contains(member.key());
    if (other == nullptr || !json_equal(member.value(), *other)) return false;
  }
  return true;
}

}  // namespace

bool json_equal(const Json& left, const Json& right) {
  if (left.is_number() && right.is_number()) return numbers_equal(left, right);
  if (left.kind() != right.kind()) return false;
  if (left.is_array()) return arrays_equal(left.get_array(), right.get_array());
  if (left.is_object()) return objects_equal(left.get_object(), right.get_object());
  return left == right;
}

}  // namespace runledger

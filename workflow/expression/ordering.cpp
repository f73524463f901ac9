#include "workflow/expression/ordering.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "workflow/expression/numbers.hpp"

namespace runledger::expression {
namespace {

int rank(const Json& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return 0;
    case boost::json::kind::bool_:
      return value.get_bool() ? 2 : 1;
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
    case boost::json::kind::double_:
      return 3;
    case boost::json::kind::string:
      return 4;
    case boost::json::kind::array:
      return 5;
    case boost::json::kind::object:
      return 6;
  }
  return 0;
}

// UTF-8 sorts by code point when its bytes are compared as unsigned, which char_traits does.
std::strong_ordering compare_text(std::string_view left, std::string_view right) {
  return left.compare(right) <=> 0;
}

std::strong_ordering compare_arrays(const JsonArray& left, const JsonArray& right) {
  const auto common = std::min(left.size(), right.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (const auto order = compare(left[i], right[i]); order != 0) return order;
  }
  return left.size() <=> right.size();
}

std::strong_ordering compare_objects(const JsonObject& left, const JsonObject& right) {
  const auto left_keys = sorted_keys(left);
  const auto right_keys = sorted_keys(right);
  const auto common = std::min(left_keys.size(), right_keys.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (const auto order = compare_text(left_keys[i], right_keys[i]); order != 0) return order;
  }
  if (left_keys.size() != right_keys.size()) return left_keys.size() <=> right_keys.size();
  for (const auto key : left_keys) {
    if (const auto order = compare(left.at(key), right.at(key)); order != 0) return order;
  }
  return std::strong_ordering::equal;
}

}  // namespace

std::strong_ordering compare(const Json& left, const Json& right) {
  const int left_rank = rank(left);
  const int right_rank = rank(right);
  if (left_rank != right_rank) return left_rank <=> right_rank;
  if (left.is_number()) return compare_numbers(left, right);
  if (left.is_string()) return compare_text(left.get_string(), right.get_string());
  if (left.is_array()) return compare_arrays(left.get_array(), right.get_array());
  if (left.is_object()) return compare_objects(left.get_object(), right.get_object());
  return std::strong_ordering::equal;
}

std::vector<std::string_view> sorted_keys(const JsonObject& object) {
  std::vector<std::string_view> keys;
  keys.reserve(object.size());
  for (const auto& member : object) keys.push_back(member.key());
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace runledger::expression

#include "workflow/schema/unique_items.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <functional>
#include <string_view>
#include <vector>

namespace runledger::schema {
namespace {

// Up to so many items that hold no others, comparing each with each beats hashing.
constexpr std::size_t kFew = 16;

std::size_t mix(std::size_t seed, std::size_t value) {
  return seed ^ (value + 0x9e3779b97f4a7c15 + (seed << 6) + (seed >> 2));
}

std::size_t hash_text(std::string_view text) {
  return std::hash<std::string_view>{}(text);
}

double as_double(const Json& number) {
  if (number.is_double()) return number.get_double();
  return number.is_int64() ? static_cast<double>(number.get_int64())
                           : static_cast<double>(number.get_uint64());
}

// Equal values have equal hashes: numbers by their nearest double, objects whatever the order of their
// members. Adds the number of values seen to `weight`.
std::size_t hash_of(const Json& value, std::size_t& weight) {
  ++weight;
  if (value.is_number()) return std::hash<double>{}(as_double(value));
  if (value.is_string()) {
    weight += value.get_string().size() / 64;
    return hash_text({value.get_string().data(), value.get_string().size()});
  }
  if (value.is_array()) {
    std::size_t hash = 1;
    for (const Json& item : value.get_array()) hash = mix(hash, hash_of(item, weight));
    return hash;
  }
  if (value.is_object()) {
    std::size_t hash = 2;
    for (const auto& member : value.get_object()) {
      hash += mix(hash_text({member.key().data(), member.key().size()}), hash_of(member.value(), weight));
    }
    return hash;
  }
  return value.is_null() ? 3 : value.get_bool() ? 5 : 4;
}

bool take(std::size_t units, std::size_t& work_left) {
  if (units > work_left) return false;
  work_left -= units;
  return true;
}

DuplicateSearch compare_each_with_each(const JsonArray& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (std::size_t j = i + 1; j < items.size(); ++j) {
      if (json_equal(items[i], items[j])) return {std::pair(i, j), false};
    }
  }
  return {};
}

struct Hashed {
  std::size_t hash;
  std::size_t position;
  std::size_t weight;
};

// What comparing each with each costs; nullopt when hashing is better.
std::optional<std::size_t> pairwise_cost(const JsonArray& items) {
  if (items.size() > kFew) return std::nullopt;
  std::size_t cost = items.size();
  for (const Json& item : items) {
    if (item.is_structured() && items.size() > 1) return std::nullopt;
    if (item.is_string()) cost += item.get_string().size() / 64;
  }
  return cost * items.size();
}

}  // namespace

DuplicateSearch find_duplicate(const JsonArray& items, std::size_t& work_left) {
  if (const auto cost = pairwise_cost(items)) {
    if (!take(*cost, work_left)) return {std::nullopt, true};
    return compare_each_with_each(items);
  }
  std::vector<Hashed> hashed;
  hashed.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    std::size_t weight = 1;
    const std::size_t hash = hash_of(items[i], weight);
    if (!take(weight, work_left)) return {std::nullopt, true};
    hashed.push_back({hash, i, weight});
  }
  std::sort(hashed.begin(), hashed.end(), [](const Hashed& a, const Hashed& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.position < b.position;
  });
  // Different items with one hash can be made on purpose, so each comparison counts as work.
  for (std::size_t i = 0; i < hashed.size(); ++i) {
    for (std::size_t j = i + 1; j < hashed.size() && hashed[j].hash == hashed[i].hash; ++j) {
      if (!take(std::min(hashed[i].weight, hashed[j].weight), work_left)) return {std::nullopt, true};
      if (json_equal(items[hashed[i].position], items[hashed[j].position])) {
        return {std::pair(hashed[i].position, hashed[j].position), false};
      }
    }
  }
  return {};
}

}  // namespace runledger::schema

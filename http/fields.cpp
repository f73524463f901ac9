#include "http/fields.hpp"

#include <algorithm>

namespace runledger::http {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

template <class Same>
const std::string* find_first(const std::vector<Field>& fields, Same same) {
  const auto found = std::find_if(fields.begin(), fields.end(), same);
  return found == fields.end() ? nullptr : &found->value;
}

template <class Same>
std::vector<std::string_view> find_all(const std::vector<Field>& fields, Same same) {
  std::vector<std::string_view> values;
  for (const Field& field : fields) {
    if (same(field)) values.emplace_back(field.value);
  }
  return values;
}

template <class Same>
std::size_t count_all(const std::vector<Field>& fields, Same same) {
  return static_cast<std::size_t>(std::count_if(fields.begin(), fields.end(), same));
}

auto named(std::string_view name) {
  return [name](const Field& field) { return field.name == name; };
}

auto named_ignoring_case(std::string_view name) {
  return [name](const Field& field) { return equal_ignoring_case(field.name, name); };
}

}  // namespace

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> list_items(std::string_view value) {
  std::vector<std::string_view> items;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= value.size(); ++i) {
    if (i < value.size() && value[i] == '\\' && quoted) {
      ++i;
    } else if (i < value.size() && value[i] == '"') {
      quoted = !quoted;
    } else if (i >= value.size() || (value[i] == ',' && !quoted)) {
      const std::string_view item = trimmed(value.substr(begin, i - begin));
      if (!item.empty()) items.push_back(item);
      begin = i + 1;
    }
  }
  return items;
}

void Headers::add(std::string name, std::string value) {
  fields_.push_back({std::move(name), std::move(value)});
}

void Headers::set(std::string name, std::string value) {
  std::erase_if(fields_, named_ignoring_case(name));
  add(std::move(name), std::move(value));
}

const std::string* Headers::find(std::string_view name) const {
  return find_first(fields_, named_ignoring_case(name));
}

std::vector<std::string_view> Headers::all(std::string_view name) const {
  return find_all(fields_, named_ignoring_case(name));
}

std::size_t Headers::count(std::string_view name) const {
  return count_all(fields_, named_ignoring_case(name));
}

void Query::add(std::string name, std::string value) {
  fields_.push_back({std::move(name), std::move(value)});
}

const std::string* Query::find(std::string_view name) const {
  return find_first(fields_, named(name));
}

std::vector<std::string_view> Query::all(std::string_view name) const {
  return find_all(fields_, named(name));
}

std::size_t Query::count(std::string_view name) const {
  return count_all(fields_, named(name));
}

}  // namespace runledger::http

#include "actions/postgres/array_value.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <string>
#include <utility>

#include "actions/postgres/values.hpp"

namespace runledger::actions {
namespace {

constexpr int kMaxDimensions = 6;  // PostgreSQL's MAXDIM

// pg_type.dat: the OIDs of built-in types never change.
constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 22> kArrays{{
    {1000, 16},   {1001, 17},   {1003, 19},   {1005, 21},   {1007, 23},   {1009, 25},
    {1014, 1042}, {1015, 1043}, {1016, 20},   {1021, 700},  {1022, 701},  {1028, 26},
    {199, 114},   {3807, 3802}, {1041, 869},  {1115, 1114}, {1182, 1082}, {1183, 1083},
    {1185, 1184}, {1187, 1186}, {1231, 1700}, {2951, 2950},
}};

class Reader {
 public:
  Reader(std::string_view text, std::uint32_t element) : rest_(text), element_(element) {}

  std::optional<Json> read() {
    auto list = read_list(1);
    return list && rest_.empty() ? std::move(list) : std::nullopt;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<Json> read_list(int dimension) {
    if (dimension > kMaxDimensions || !take('{')) return std::nullopt;
    JsonArray list;
    if (take('}')) return Json(std::move(list));
    while (true) {
      auto value = rest_.starts_with('{') ? read_list(dimension + 1) : read_element();
      if (!value) return std::nullopt;
      list.push_back(*std::move(value));
      if (take('}')) return Json(std::move(list));
      if (!take(',')) return std::nullopt;
    }
  }

  std::optional<Json> read_element() {
    if (take('"')) return read_quoted();
    const auto end = std::min(rest_.find_first_of(",{}\""), rest_.size());
    const auto text = rest_.substr(0, end);
    rest_.remove_prefix(end);
    if (text.empty()) return std::nullopt;
    return text == "NULL" ? Json() : column_value(element_, text);
  }

  std::optional<Json> read_quoted() {
    std::string text;
    while (!rest_.empty()) {
      if (take('"')) return column_value(element_, text);
      if (rest_.front() == '\\') rest_.remove_prefix(1);
      if (rest_.empty()) break;
      text += rest_.front();
      rest_.remove_prefix(1);
    }
    return std::nullopt;
  }

  std::string_view rest_;
  std::uint32_t element_;
};

}  // namespace

std::optional<std::uint32_t> array_element(std::uint32_t type_oid) {
  const auto found = std::find_if(kArrays.begin(), kArrays.end(),
                                  [type_oid](const auto& known) { return known.first == type_oid; });
  return found == kArrays.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Json> array_value(std::string_view text, std::uint32_t element_oid) {
  return Reader(text, element_oid).read();
}

}  // namespace runledger::actions

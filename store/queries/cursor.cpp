#include "store/queries/cursor.hpp"

#include <charconv>

#include "store/postgres/nul.hpp"

namespace runledger::store {
namespace {

constexpr std::size_t kMaxLimit = 200;
constexpr std::size_t kMaxNameBytes = 200;

template <class Number>
std::optional<Number> read_number(std::string_view text) {
  Number number = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || status != std::errc{} || end != text.data() + text.size() || number < 0)
    return std::nullopt;
  return number;
}

Error bad_cursor() {
  return {Errc::invalid_input,
          "the cursor is not one that this list gave: send the `next` of a page unchanged, or none"};
}

}  // namespace

std::string write_cursor(std::uint64_t position) {
  return std::to_string(position);
}

std::string write_cursor(Timestamp time, RunId run) {
  return std::to_string(time.time_since_epoch().count()) + '.' + run.text();
}

Result<std::optional<std::uint64_t>> read_position_cursor(const std::string& cursor) {
  using Found = std::optional<std::uint64_t>;
  if (cursor.empty()) return Found{};
  const auto position = read_number<std::int64_t>(cursor);  // PostgreSQL's bigint is signed
  if (!position) return bad_cursor();
  return Found{static_cast<std::uint64_t>(*position)};
}

Result<std::optional<std::pair<Timestamp, RunId>>> read_run_cursor(const std::string& cursor) {
  using Found = std::optional<std::pair<Timestamp, RunId>>;
  if (cursor.empty()) return Found{};
  const std::string_view text = cursor;
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return bad_cursor();
  const auto micros = read_number<std::int64_t>(text.substr(0, dot));
  const auto run = RunId::parse(text.substr(dot + 1));
  if (!micros || !run) return bad_cursor();
  return Found{{Timestamp(std::chrono::microseconds(*micros)), *run}};
}

Result<std::optional<ApiKeyId>> read_key_cursor(const std::string& cursor) {
  using Found = std::optional<ApiKeyId>;
  if (cursor.empty()) return Found{};
  const auto key = ApiKeyId::parse(cursor);
  if (!key) return bad_cursor();
  return Found{*key};
}

Result<std::optional<std::string>> read_name_cursor(const std::string& cursor) {
  using Found = std::optional<std::string>;
  if (cursor.empty()) return Found{};
  if (cursor.size() > kMaxNameBytes || has_nul(cursor)) return bad_cursor();
  return Found{cursor};
}

Result<Done> check_limit(const PageRequest& page) {
  if (page.limit >= 1 && page.limit <= kMaxLimit) return Done{};
  return Error{Errc::invalid_input, "the limit must be 1 to 200"};
}

}  // namespace runledger::store

#include "workflow/run/codec/member_reader.hpp"

#include <boost/json/object.hpp>

namespace runledger::run {

MemberReader::MemberReader(Json object) : object_(std::move(object)) {}

bool MemberReader::has(std::string_view name) const {
  return object_.get_object().contains(name);
}

void MemberReader::note(std::string_view name, std::string_view rule) {
  if (!problem_) problem_ = "member '" + std::string(name) + "' " + std::string(rule);
}

Json* MemberReader::find(std::string_view name, std::string_view rule) {
  Json* found = object_.get_object().if_contains(name);
  if (found == nullptr) note(name, "is missing; it " + std::string(rule));
  return found;
}

std::string MemberReader::text(std::string_view name) {
  constexpr std::string_view kRule = "must be a string";
  const Json* found = find(name, kRule);
  if (found == nullptr) return {};
  if (!found->is_string()) return note(name, kRule), std::string();
  return std::string(found->get_string());
}

std::string MemberReader::optional_text(std::string_view name) {
  return has(name) ? text(name) : std::string();
}

std::int64_t MemberReader::integer(std::string_view name, std::int64_t max) {
  constexpr std::string_view kRule = "must be an integer, not negative, within range";
  const Json* found = find(name, kRule);
  if (found == nullptr) return 0;
  if (!found->is_int64() || found->get_int64() < 0 || found->get_int64() > max) return note(name, kRule), 0;
  return found->get_int64();
}

std::uint32_t MemberReader::count(std::string_view name) {
  return static_cast<std::uint32_t>(integer(name, std::numeric_limits<std::uint32_t>::max()));
}

Milliseconds MemberReader::milliseconds(std::string_view name) {
  return Milliseconds(integer(name, std::numeric_limits<std::int64_t>::max() / 1000));
}

bool MemberReader::flag(std::string_view name) {
  constexpr std::string_view kRule = "must be true or false";
  const Json* found = find(name, kRule);
  if (found == nullptr) return false;
  if (!found->is_bool()) return note(name, kRule), false;
  return found->get_bool();
}

bool MemberReader::optional_flag(std::string_view name) {
  return has(name) && flag(name);
}

Timestamp MemberReader::time(std::string_view name) {
  const auto parsed = parse_time(text(name));
  if (!parsed) return note(name, "must be an RFC 3339 time"), Timestamp{};
  return *parsed;
}

std::optional<Timestamp> MemberReader::optional_time(std::string_view name) {
  if (!has(name)) return std::nullopt;
  return time(name);
}

SharedJson MemberReader::document(std::string_view name) {
  Json* found = find(name, "must be a JSON document");
  return share(found == nullptr ? Json() : std::move(*found));
}

SharedJson MemberReader::optional_document(std::string_view name) {
  return has(name) ? document(name) : nullptr;
}

RunError MemberReader::error(std::string_view name) {
  const Json* found = find(name, "must be an error");
  if (found == nullptr) return {};
  auto read = run_error_from_json(*found);
  if (!read) return note(name, "must be an error: " + read.error().message), RunError{};
  return *std::move(read);
}

TaskRef MemberReader::ref() {
  std::string task = text("task");
  return TaskRef{std::move(task), count("iteration")};
}

}  // namespace runledger::run

#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "workflow/run/events.hpp"

namespace runledger::run {

// Takes the members of one event's JSON object. The first member that is missing or of the wrong type is
// remembered as `problem`; getters then return empty values, so a reader needs no check a line. Members that
// nobody asks for are ignored: they were written by a later version.
class MemberReader {
 public:
  // `object` must be a JSON object. Documents are moved out of it.
  explicit MemberReader(Json object);

  std::string text(std::string_view name);
  std::string optional_text(std::string_view name);
  std::int64_t integer(std::string_view name, std::int64_t max);  // 0 to max
  std::uint32_t count(std::string_view name);
  Milliseconds milliseconds(std::string_view name);
  bool flag(std::string_view name);
  bool optional_flag(std::string_view name);  // absent: false
  Timestamp time(std::string_view name);
  std::optional<Timestamp> optional_time(std::string_view name);
  SharedJson document(std::string_view name);
  SharedJson optional_document(std::string_view name);  // null pointer when absent
  RunError error(std::string_view name);
  TaskRef ref();

  template <class SomeId>
  SomeId id(std::string_view name) {
    const auto found = SomeId::parse(text(name));
    if (!found) note(name, "must be a UUID");
    return found.value_or(SomeId{});
  }
  template <class SomeId>
  std::optional<SomeId> optional_id(std::string_view name) {
    if (!has(name)) return std::nullopt;
    return id<SomeId>(name);
  }

  bool has(std::string_view name) const;
  // For readers with rules of their own.
  void note(std::string_view name, std::string_view rule);
  const std::optional<std::string>& problem() const { return problem_; }

 private:
  Json* find(std::string_view name, std::string_view rule);

  Json object_;
  std::optional<std::string> problem_;
};

}  // namespace runledger::run

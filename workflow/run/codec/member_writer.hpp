#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "workflow/run/events.hpp"

namespace runledger::run {

// Writes one event's JSON object member by member, straight into text. Absent values (null pointers, nullopt,
// empty optional texts) leave no member.
class MemberWriter {
 public:
  MemberWriter() {
    out_.reserve(kUsualBytes);
    out_.push_back('{');
  }

  void text(std::string_view name, std::string_view value);
  void optional_text(std::string_view name, std::string_view value);
  void number(std::string_view name, std::int64_t value);
  void flag(std::string_view name, bool value);
  void time(std::string_view name, Timestamp value);
  void time(std::string_view name, const std::optional<Timestamp>& value);
  void document(std::string_view name, const SharedJson& value);
  void error(std::string_view name, const RunError& value);
  // Members "task" and "iteration".
  void ref(const TaskRef& value);

  std::string finish() &&;

 private:
  void name(std::string_view name);

  static constexpr std::size_t kUsualBytes = 400;
  std::string out_;
};

}  // namespace runledger::run

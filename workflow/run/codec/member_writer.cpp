#include "workflow/run/codec/member_writer.hpp"

namespace runledger::run {

void MemberWriter::name(std::string_view name) {
  if (out_.size() > 1) out_.push_back(',');
  out_.push_back('"');
  out_ += name;  // our own member names: nothing to escape
  out_ += "\":";
}

void MemberWriter::text(std::string_view member, std::string_view value) {
  name(member);
  write_json_string(value, out_);
}

void MemberWriter::optional_text(std::string_view member, std::string_view value) {
  if (!value.empty()) text(member, value);
}

void MemberWriter::number(std::string_view member, std::int64_t value) {
  name(member);
  out_ += std::to_string(value);
}

void MemberWriter::flag(std::string_view member, bool value) {
  name(member);
  out_ += value ? "true" : "false";
}

void MemberWriter::time(std::string_view member, Timestamp value) {
  name(member);
  out_.push_back('"');
  out_ += format_time(value);
  out_.push_back('"');
}

void MemberWriter::time(std::string_view member, const std::optional<Timestamp>& value) {
  if (value) time(member, *value);
}

void MemberWriter::document(std::string_view member, const SharedJson& value) {
  if (!value) return;
  name(member);
  write_json(*value, out_);
}

void MemberWriter::error(std::string_view member, const RunError& value) {
  name(member);
  write_json(to_json(value), out_);
}

void MemberWriter::ref(const TaskRef& value) {
  text("task", value.task);
  number("iteration", value.iteration);
}

std::string MemberWriter::finish() && {
  out_.push_back('}');
  return std::move(out_);
}

}  // namespace runledger::run

#pragma once

#include <yaml.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "workflow/definition/program.hpp"

namespace runledger::definition {

// One event of libyaml, owned.
class YamlEvent {
 public:
  YamlEvent() = default;
  YamlEvent(YamlEvent&& other) noexcept : event_(other.event_) { other.event_ = {}; }
  YamlEvent& operator=(YamlEvent&& other) noexcept {
    std::swap(event_, other.event_);
    return *this;
  }
  YamlEvent(const YamlEvent&) = delete;
  YamlEvent& operator=(const YamlEvent&) = delete;
  ~YamlEvent() { yaml_event_delete(&event_); }

  yaml_event_type_t type() const { return event_.type; }
  SourcePosition start() const;
  // Of a scalar: its text, and whether it is written without quotes.
  std::string_view scalar() const;
  bool is_plain() const;
  // The name after & or *, or empty.
  std::string_view anchor() const;
  // The tag, resolved, or empty.
  std::string_view tag() const;

 private:
  friend class YamlEvents;
  yaml_event_t event_{};
};

// The events of a text in UTF-8, one by one. Not thread-safe.
class YamlEvents {
 public:
  // `text` must outlive the object.
  explicit YamlEvents(std::string_view text);
  ~YamlEvents() { yaml_parser_delete(&parser_); }
  YamlEvents(const YamlEvents&) = delete;
  YamlEvents& operator=(const YamlEvents&) = delete;

  // nullopt when the text is not YAML: problem() then says why, with a hint where an unquoted expression is
  // the likely cause.
  std::optional<YamlEvent> next();
  std::string problem() const;
  SourcePosition problem_position() const;

 private:
  std::string_view problem_line() const;

  std::string_view text_;
  yaml_parser_t parser_{};
};

}  // namespace runledger::definition

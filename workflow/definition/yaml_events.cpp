#include "workflow/definition/yaml_events.hpp"

#include <algorithm>
#include <cstdint>

namespace runledger::definition {
namespace {

SourcePosition position(const yaml_mark_t& mark) {
  return {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
}

std::string_view text_or_empty(const yaml_char_t* text) {
  return text == nullptr ? std::string_view{} : std::string_view(reinterpret_cast<const char*>(text));
}

}  // namespace

SourcePosition YamlEvent::start() const {
  return position(event_.start_mark);
}

std::string_view YamlEvent::scalar() const {
  return {reinterpret_cast<const char*>(event_.data.scalar.value), event_.data.scalar.length};
}

bool YamlEvent::is_plain() const {
  return event_.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

std::string_view YamlEvent::anchor() const {
  switch (event_.type) {
    case YAML_ALIAS_EVENT:
      return text_or_empty(event_.data.alias.anchor);
    case YAML_SCALAR_EVENT:
      return text_or_empty(event_.data.scalar.anchor);
    case YAML_SEQUENCE_START_EVENT:
      return text_or_empty(event_.data.sequence_start.anchor);
    case YAML_MAPPING_START_EVENT:
      return text_or_empty(event_.data.mapping_start.anchor);
    default:
      return {};
  }
}

std::string_view YamlEvent::tag() const {
  switch (event_.type) {
    case YAML_SCALAR_EVENT:
      return text_or_empty(event_.data.scalar.tag);
    case YAML_SEQUENCE_START_EVENT:
      return text_or_empty(event_.data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
      return text_or_empty(event_.data.mapping_start.tag);
    default:
      return {};
  }
}

YamlEvents::YamlEvents(std::string_view text) : text_(text) {
  yaml_parser_initialize(&parser_);
  // Fixed, because libyaml would take UTF-16 by its byte order mark.
  yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
}

std::optional<YamlEvent> YamlEvents::next() {
  YamlEvent event;
  if (yaml_parser_parse(&parser_, &event.event_) == 0) return std::nullopt;
  return event;
}

std::string YamlEvents::problem() const {
  std::string message = "not valid YAML: ";
  if (parser_.error == YAML_READER_ERROR) {
    message += parser_.problem == nullptr ? "unreadable text" : parser_.problem;
    return message + " (byte " + std::to_string(parser_.problem_offset) + ")";
  }
  if (parser_.context != nullptr) message += std::string(parser_.context) + ", ";
  message += parser_.problem == nullptr ? "unreadable text" : parser_.problem;
  const auto line = problem_line();
  const bool expression = line.find("${") != std::string_view::npos;
  const bool odd_start = message.find("cannot start any token") != std::string::npos;
  if (expression || odd_start) {
    message += "; quote the expression: put the whole value between single quotes, '${ ... }'";
  }
  return message;
}

SourcePosition YamlEvents::problem_position() const {
  if (parser_.error != YAML_READER_ERROR) return position(parser_.problem_mark);
  const auto before = text_.substr(0, std::min(parser_.problem_offset, text_.size()));
  const auto line_start = before.rfind('\n');
  SourcePosition where;
  where.line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1);
  const auto column = line_start == std::string_view::npos ? before.size() : before.size() - line_start - 1;
  where.column = static_cast<std::uint32_t>(column + 1);
  return where;
}

std::string_view YamlEvents::problem_line() const {
  std::string_view rest = text_;
  for (std::size_t line = 0; line < parser_.problem_mark.line; ++line) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return rest.substr(0, rest.find('\n'));
}

}  // namespace runledger::definition

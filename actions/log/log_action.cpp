#include "actions/log/log_action.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>

#include "actions/call/arguments.hpp"
#include "actions/call/characters.hpp"
#include "actions/call/outcome.hpp"

namespace runledger::actions {
namespace {

Result<std::string> read_level(const JsonObject& arguments) {
  constexpr std::array<std::string_view, 4> kLevels{"debug", "info", "warn", "error"};
  Result<std::optional<std::string>> level = optional_text(arguments, "level");
  if (!level) return std::move(level).error();
  const std::string name = level->value_or("info");
  if (std::find(kLevels.begin(), kLevels.end(), name) == kLevels.end()) {
    return Error{Errc::invalid_input, "`level` must be debug, info, warn or error"};
  }
  return name;
}

// On one line: a payload must not be able to write log lines of its own.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (c == '\n') {
      line += "\\n";
    } else {
      line += is_control(c) ? ' ' : c;
    }
  }
  return line;
}

}  // namespace

Result<Done> perform_log(const CallPtr& call, Vault& vault, const std::function<void(const LogLine&)>& sink) {
  const Result<JsonObject> arguments = call->reveal_arguments(vault);
  const Result<std::string> level =
      arguments ? read_level(*arguments) : Result<std::string>(arguments.error());
  if (!level) return level.error();
  if (sink) {
    const Json* given = arguments->if_contains("message");
    const Json message = given == nullptr ? Json() : *given;
    const std::string text =
        call->redactor().clean(message.is_string() ? std::string(message.get_string()) : write_json(message));
    sink(LogLine{call->run(), call->task(), *level, one_line(text)});
  }
  call->settle(succeeded(JsonObject{}));
  return Done{};
}

}  // namespace runledger::actions

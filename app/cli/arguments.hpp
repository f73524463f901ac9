#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/result.hpp"

namespace runledger::app {

// One option that a command knows.
struct Option {
  std::string_view name;   // "--port"
  std::string_view value;  // "N"; empty for a flag
  std::string_view help;
  std::string_view environment = {};  // a variable that gives the value when the option is absent
};

// The options given to a command: "--name value" or "--name=value"; flags have no value.
class Arguments {
 public:
  // Errors: invalid_input naming the word and the options that there are. Anything that is no option is
  // refused.
  static Result<Arguments> parse(const std::vector<std::string>& words, const std::vector<Option>& options);

  bool has(std::string_view name) const { return values_.contains(std::string(name)); }
  std::optional<std::string> get(std::string_view name) const;
  std::string get_or(std::string_view name, std::string fallback) const;
  // Errors: invalid_input naming the option.
  Result<std::string> require(std::string_view name) const;
  Result<int> number(std::string_view name, int fallback, int least, int most) const;

 private:
  std::map<std::string, std::string> values_;
};

// The lines of a help text for these options.
std::string options_help(const std::vector<Option>& options);

}  // namespace runledger::app

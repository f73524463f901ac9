#include "app/cli/arguments.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace runledger::app {
namespace {

const Option* find_option(const std::vector<Option>& options, std::string_view name) {
  const auto found =
      std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.name == name; });
  return found == options.end() ? nullptr : &*found;
}

Error unknown(const std::string& word, const std::vector<Option>& options) {
  std::string known;
  for (const auto& option : options) known += (known.empty() ? "" : ", ") + std::string(option.name);
  return {Errc::invalid_input, "unknown option '" + word.substr(0, 60) + "'; known: " + known};
}

}  // namespace

Result<Arguments> Arguments::parse(const std::vector<std::string>& words,
                                   const std::vector<Option>& options) {
  Arguments out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto equals = words[i].find('=');
    const std::string name = words[i].substr(0, equals);
    const Option* option = find_option(options, name);
    if (option == nullptr) return unknown(words[i], options);
    std::string value;
    if (equals != std::string::npos) {
      if (option->value.empty()) return Error{Errc::invalid_input, name + " takes no value"};
      value = words[i].substr(equals + 1);
    } else if (!option->value.empty()) {
      if (i + 1 == words.size()) {
        return Error{Errc::invalid_input,
                     name + " needs a value: " + name + ' ' + std::string(option->value)};
      }
      value = words[++i];
    }
    if (!out.values_.emplace(name, value).second) return Error{Errc::invalid_input, name + " is given twice"};
  }
  for (const auto& option : options) {
    if (option.environment.empty() || out.has(option.name)) continue;
    if (const char* value = std::getenv(std::string(option.environment).c_str());
        value != nullptr && *value != 0) {
      out.values_.emplace(option.name, value);
    }
  }
  return out;
}

std::optional<std::string> Arguments::get(std::string_view name) const {
  const auto found = values_.find(std::string(name));
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

std::string Arguments::get_or(std::string_view name, std::string fallback) const {
  return get(name).value_or(std::move(fallback));
}

Result<std::string> Arguments::require(std::string_view name) const {
  if (auto value = get(name)) return *value;
  return Error{Errc::invalid_input, std::string(name) + " is missing"};
}

Result<int> Arguments::number(std::string_view name, int fallback, int least, int most) const {
  const auto text = get(name);
  if (!text) return fallback;
  int value = 0;
  const auto [end, status] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (status != std::errc{} || end != text->data() + text->size() || value < least || value > most) {
    return Error{Errc::invalid_input, std::string(name) + " must be a number from " + std::to_string(least) +
                                          " to " + std::to_string(most) + ", not '" + text->substr(0, 30) +
                                          "'"};
  }
  return value;
}

std::string options_help(const std::vector<Option>& options) {
  std::string out;
  for (const auto& option : options) {
    std::string left =
        "  " + std::string(option.name) + (option.value.empty() ? "" : " " + std::string(option.value));
    left.resize(std::max<std::size_t>(left.size() + 2, 32), ' ');
    out += left + std::string(option.help);
    if (!option.environment.empty()) out += " [" + std::string(option.environment) + "]";
    out += '\n';
  }
  return out;
}

}  // namespace runledger::app

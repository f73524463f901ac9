#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"

namespace runledger::definition {

// A URI template of RFC 6570, level 4: all operators (`{x}`, `{+x}`, `{#x}`, `{.x}`, `{/x}`, `{;x}`, `{?x}`,
// `{&x}`), several variables, prefixes (`:3`) and explosion (`*`). Names are made of letters, digits, `_`,
// `-` and `.`. Immutable.
class UriTemplate {
 public:
  // Errors: invalid_input for braces that do not pair up, names that are none, and reserved operators.
  static Result<UriTemplate> parse(std::string_view text);

  struct Variable {
    std::string name;
    std::size_t prefix = 0;  // characters; 0: all
    bool explode = false;
  };
  struct Expression {
    char operation = 0;  // 0: simple expansion
    std::vector<Variable> variables;
  };
  // Literal text, or an expression.
  using Part = std::variant<std::string, Expression>;
  const std::vector<Part>& parts() const { return parts_; }
  std::vector<std::string> names() const;

  // RFC 6570 §3: what is absent, null, or an empty list or object is left out. Numbers and booleans are taken
  // as their text. Errors: invalid_input for lists and objects that hold others, and for prefixes of them.
  Result<std::string> expand(const JsonObject& values) const;

 private:
  std::vector<Part> parts_;
};

// Whether the value is one that an expansion leaves out.
bool is_undefined(const Json* value);

}  // namespace runledger::definition

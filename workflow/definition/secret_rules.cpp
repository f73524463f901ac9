#include "workflow/definition/secret_rules.hpp"

#include <re2/re2.h>

#include <algorithm>

#include "workflow/expression/template.hpp"

namespace runledger::definition {
namespace {

bool is_secrets(const expression::VariableUse& use) {
  return use.name == "secrets";
}

// How the string reads secrets; nullopt when it does not.
std::optional<expression::VariableUse> secrets_use(Compilation& c, const Place& string) {
  const auto find =
      [](const std::vector<expression::VariableUse>& uses) -> std::optional<expression::VariableUse> {
    const auto found = std::find_if(uses.begin(), uses.end(), is_secrets);
    return found == uses.end() ? std::nullopt : std::optional(*found);
  };
  if (expression::has_expression(string.text())) {
    const auto compiled = Template::compile(*string.value, c.variables);
    return compiled ? find(compiled->uses()) : std::nullopt;
  }
  const auto compiled = Template::compile_condition(string.text(), c.variables);
  return compiled ? find(compiled->uses()) : std::nullopt;
}

// True when `$secrets` stands only as a whole `${ $secrets.name }`.
bool only_plain(std::string_view text) {
  static const RE2 plain(
      R"(\$\{\s*\$secrets\s*(\.[A-Za-z_][A-Za-z0-9_]*|\.?\[\s*"[^"\\]*"\s*\]|\."[^"\\]*")\s*\})");
  std::string rest(text);
  RE2::GlobalReplace(&rest, plain, "");
  return rest.find("$secrets") == std::string::npos;
}

}  // namespace

bool reads_secrets(const std::vector<expression::VariableUse>& uses) {
  return std::any_of(uses.begin(), uses.end(), is_secrets);
}

void check_secrets(Compilation& c, const Place& string, bool allowed) {
  if (string.text().find("$secrets") == std::string_view::npos && allowed) return;
  const auto use = secrets_use(c, string);
  if (!use) return;
  if (!allowed) {
    c.diagnostics.error(
        string.pointer,
        "`$secrets` may stand only in a call's `with` and in an authentication: here its value "
        "would be recorded with the run's data");
    return;
  }
  if (use->whole || use->fields.empty() || !only_plain(string.text())) {
    c.diagnostics.error(
        string.pointer,
        "a secret may only be passed on as it is: write `${ $secrets.name }`, with text around "
        "it where needed (`Bearer ${ $secrets.token }`), not inside a longer expression");
    return;
  }
  for (const auto& name : use->fields) c.use.secrets.use(name, string.pointer, c.diagnostics);
}

}  // namespace runledger::definition

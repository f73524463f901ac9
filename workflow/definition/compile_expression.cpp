#include "workflow/definition/compile_expression.hpp"

#include <re2/re2.h>

#include "workflow/definition/secret_rules.hpp"
#include "workflow/expression/template.hpp"

namespace runledger::definition {
namespace {

using expression::has_expression;

// Calls `visit` for every string below `place`, itself included.
template <class Visit>
void for_each_string(const Place& place, const Visit& visit) {
  if (place.is_string()) {
    visit(place);
  } else if (place.is_array()) {
    for (std::size_t i = 0; i < place.value->get_array().size(); ++i)
      for_each_string(place.element(i), visit);
  } else if (place.is_object()) {
    for (const auto& member : place.value->get_object()) {
      for_each_string(Place{&member.value(), pointer_join(place.pointer, key_of(member))}, visit);
    }
  }
}

// Says which strings do not compile. False when each does.
bool report_faulty_strings(Compilation& c, const Place& place) {
  bool reported = false;
  for_each_string(place, [&](const Place& string) {
    if (!has_expression(string.text())) return;
    const auto compiled = Template::compile(*string.value, c.variables);
    if (compiled) return;
    c.diagnostics.error(string.pointer, compiled.error().message);
    reported = true;
  });
  return reported;
}

void warn_of_bare_paths(Compilation& c, const Place& place) {
  static const RE2 path(
      R"(\s*(\.[A-Za-z_]\w*|\$(context|input|output|secrets|workflow|task|runtime|error)\b)[\w.\[\]"]*\s*)");
  for_each_string(place, [&](const Place& string) {
    const auto text = string.text();
    if (text.empty() || text.size() > 200 ||
        !RE2::FullMatch(re2::StringPiece(text.data(), text.size()), path))
      return;
    c.diagnostics.warn(string.pointer, in_quotes(text) + " is taken as text; write '${ " + std::string(text) +
                                           " }' if its value is meant");
  });
}

}  // namespace

Template constant_template(const Json& value) {
  return Template::compile(value, {}).value();
}

Template compile_generated(Compilation& c, const Json& generated, std::span<const Place> sources,
                           SecretUse secrets) {
  auto compiled = Template::compile(generated, c.variables);
  if (!compiled) {
    bool reported = false;
    for (const auto& source : sources) reported = report_faulty_strings(c, source) || reported;
    if (!reported) c.diagnostics.error(sources.front().pointer, compiled.error().message);
    return constant_template(nullptr);
  }
  c.needs_jq = c.needs_jq || !compiled->native();
  if (reads_secrets(compiled->uses())) {
    for (const auto& source : sources) {
      for_each_string(source,
                      [&](const Place& string) { check_secrets(c, string, secrets == SecretUse::allowed); });
    }
  }
  for (const auto& source : sources) warn_of_bare_paths(c, source);
  return std::move(*compiled);
}

Template compile_template(Compilation& c, const Place& place, SecretUse secrets) {
  return compile_generated(c, *place.value, std::span(&place, 1), secrets);
}

Template compile_data_expression(Compilation& c, const Place& place) {
  if (place.is_object()) return compile_template(c, place);
  if (!place.is_string()) {
    c.diagnostics.error(place.pointer, "expected an expression or an object, not " +
                                           std::string(kind_name(*place.value)) +
                                           "; in YAML, quote an expression that starts with a bracket");
    return constant_template(nullptr);
  }
  if (has_expression(place.text())) return compile_template(c, place);
  const auto condition = compile_condition(c, place);
  if (!condition) return constant_template(nullptr);
  // The line break ends a comment in the expression.
  const Json whole = boost::json::string("${ " + std::string(place.text()) + "\n}");
  return Template::compile(whole, c.variables).value();
}

std::optional<Expression> compile_condition(Compilation& c, const Place& place) {
  if (!place.is_string()) {
    c.diagnostics.error(place.pointer, "expected an expression, not " + std::string(kind_name(*place.value)) +
                                           "; in YAML, quote the expression");
    return std::nullopt;
  }
  auto compiled = Template::compile_condition(place.text(), c.variables);
  if (!compiled) {
    c.diagnostics.error(place.pointer, compiled.error().message);
    return std::nullopt;
  }
  c.needs_jq = c.needs_jq || !compiled->native();
  if (reads_secrets(compiled->uses())) check_secrets(c, place, false);
  return std::move(*compiled);
}

}  // namespace runledger::definition

#include "workflow/definition/call_arguments.hpp"

#include <algorithm>

#include "workflow/definition/compile_expression.hpp"
#include "workflow/expression/template.hpp"

namespace runledger::definition {
namespace {

using expression::has_expression;

const schema::Schema& compiled_schema(const BuiltinCall& call) {
  // Few, constant and used by every upload: compiled once. Function-local statics are initialised
  // thread-safely.
  static const auto compiled = [] {
    std::map<std::string_view, schema::SchemaPtr> schemas;
    for (const auto& known : builtin_calls())
      schemas[known.call] = schema::compile(known.with_schema).value();
    return schemas;
  }();
  return *compiled.at(call.call);
}

bool is_expression(const Json& value) {
  return value.is_string() && has_expression({value.get_string().data(), value.get_string().size()});
}

// Whether the violation is about an expression's text, which says nothing about its value.
bool about_expression(const Json& with, std::string_view instance_pointer) {
  const auto* value = resolve_pointer(with, instance_pointer);
  return value != nullptr && is_expression(*value);
}

bool holds_expression(const Json& value) {
  if (value.is_array()) {
    const auto& list = value.get_array();
    return std::any_of(list.begin(), list.end(), holds_expression);
  }
  if (!value.is_object()) return is_expression(value);
  const auto& object = value.get_object();
  return std::any_of(object.begin(), object.end(),
                     [](const auto& member) { return holds_expression(member.value()); });
}

void report(Compilation& c, const Place& with, const schema::Violation& violation) {
  const auto what =
      violation.instance_pointer.empty() ? "`with`" : in_quotes(violation.instance_pointer.substr(1));
  c.diagnostics.error(with.pointer + violation.instance_pointer, what + ": " + violation.message);
}

}  // namespace

void check_arguments(Compilation& c, const Place& with, const BuiltinCall& call) {
  for (const auto& violation : schema::validate(compiled_schema(call), *with.value)) {
    if (about_expression(*with.value, violation.instance_pointer)) continue;
    report(c, with, violation);
  }
}

void check_function_arguments(Compilation& c, const Place& with, const Place& function) {
  const auto* document = resolve_pointer(*function.value, "/input/schema/document");
  if (document == nullptr) return;
  const auto compiled = schema::compile(*document);
  if (!compiled) return;  // said where the function is compiled
  for (const auto& violation : schema::validate(**compiled, *with.value)) {
    const auto* value = resolve_pointer(*with.value, violation.instance_pointer);
    if (value != nullptr && !holds_expression(*value)) report(c, with, violation);
  }
}

std::optional<std::string> compile_connection(Compilation& c, Members& with, std::string_view call_kind) {
  const auto place = with.get("connection");
  if (!place || !place->is_string()) return std::nullopt;  // the schema has said what is wrong
  const auto text = place->text();
  if (has_expression(text)) {
    c.diagnostics.error(place->pointer,
                        "`connection` must be a fixed name, not an expression: a payload may not "
                        "choose the credentials that are used");
    return std::nullopt;
  }
  if (text.empty() || text.size() > 100) {
    c.diagnostics.error(place->pointer, "a connection's name has 1 to 100 bytes");
    return std::nullopt;
  }
  auto& connections = c.program.connections;
  ConnectionUse use{ConnectionName{std::string(text)}, std::string(call_kind)};
  if (std::find(connections.begin(), connections.end(), use) == connections.end())
    connections.push_back(std::move(use));
  return std::string(text);
}

Template compile_email_arguments(Compilation& c, Members& with) {
  compile_connection(c, with, "email");
  for (const auto* name : {"from", "to", "cc", "bcc", "replyTo", "subject", "text", "html", "attachments"})
    with.known(name);
  if (!with.has("text") && !with.has("html")) {
    c.diagnostics.error_at_key(with.place().pointer, "an e-mail needs `text` or `html`");
  }
  return compile_template(c, with.place(), SecretUse::allowed);
}

Template compile_log_arguments(Compilation& c, Members& with) {
  with.known("message");
  with.known("level");
  return compile_template(c, with.place(), SecretUse::refused);
}

}  // namespace runledger::definition

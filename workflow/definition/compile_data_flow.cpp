#include "workflow/definition/compile_data_flow.hpp"

#include "workflow/definition/compile_expression.hpp"

namespace runledger::definition {
namespace {

schema::SchemaPtr compile_schema(Compilation& c, const Place& place) {
  Members members(place, c.diagnostics, "a schema");
  const auto format = members.text("format");
  if (format && *format != "json" && !format->starts_with("json:")) {
    c.diagnostics.error(pointer_join(place.pointer, "format"),
                        "the schema format " + in_quotes(*format) + " is not supported; only `json` is");
  }
  members.unsupported("resource", "write the schema inline, as `document`");
  const auto document = members.has("resource") ? std::nullopt : members.require("document");
  members.known("document");
  members.refuse_unknown();
  if (!document) return nullptr;
  auto& known = c.schemas[document->pointer];
  if (known) return known;
  auto compiled = schema::compile(*document->value);
  if (!compiled) {
    c.diagnostics.error(document->pointer, "not a valid JSON Schema (2020-12): " + compiled.error().message);
    return nullptr;
  }
  known = std::move(*compiled);
  return known;
}

struct Part {
  schema::SchemaPtr schema;
  std::optional<Template> expression;
};

// One of `input`, `output`, `export`; `verb` is `from` or `as`.
Part compile_part(Compilation& c, Members& owner, std::string_view name, std::string_view verb) {
  Part part;
  const auto place = owner.get(name);
  if (!place) return part;
  Members members(*place, c.diagnostics, in_quotes(name));
  if (const auto schema = members.get("schema")) part.schema = compile_schema(c, *schema);
  if (const auto expression = members.get(verb)) part.expression = compile_data_expression(c, *expression);
  members.refuse_unknown();
  return part;
}

}  // namespace

DataFlow compile_data_flow(Compilation& c, Members& owner, bool has_export) {
  DataFlow flow;
  auto input = compile_part(c, owner, "input", "from");
  flow.input_schema = std::move(input.schema);
  flow.input_from = std::move(input.expression);
  auto output = compile_part(c, owner, "output", "as");
  flow.output_schema = std::move(output.schema);
  flow.output_as = std::move(output.expression);
  if (!has_export) return flow;
  auto exported = compile_part(c, owner, "export", "as");
  flow.export_schema = std::move(exported.schema);
  flow.export_as = std::move(exported.expression);
  return flow;
}

}  // namespace runledger::definition

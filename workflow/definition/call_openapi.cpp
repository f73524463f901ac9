#include <boost/json/object.hpp>

#include "workflow/definition/authentication.hpp"
#include "workflow/definition/call_arguments.hpp"
#include "workflow/definition/compile_expression.hpp"

namespace runledger::definition {
namespace {

// `uri` among the arguments is the document's.
void compile_document_resource(Compilation& c, const Place& document, JsonObject& arguments) {
  if (!document.is_object()) return;  // the schema has said what is wrong
  Members members(document, c.diagnostics, "`document`");
  members.known("name");
  const auto endpoint = members.get("endpoint");
  if (endpoint && (endpoint->is_string() || endpoint->is_object()))
    compile_endpoint(c, *endpoint, false, "documentAuthentication", arguments);
  members.refuse_unknown();
}

}  // namespace

Template compile_openapi_arguments(Compilation& c, Members& with) {
  JsonObject arguments;
  const std::vector<Place> sources{with.place()};
  if (const auto document = with.get("document")) compile_document_resource(c, *document, arguments);
  if (const auto authentication = with.get("authentication")) {
    auto resolved = resolve_authentication(c, *authentication);
    if (!resolved.is_null()) arguments["authentication"] = std::move(resolved);
  }
  for (const auto* name : {"operationId", "parameters", "output", "redirect"}) {
    if (const auto value = with.get(name)) arguments[name] = *value->value;
  }
  return compile_generated(c, Json(std::move(arguments)), sources, SecretUse::allowed);
}

}  // namespace runledger::definition

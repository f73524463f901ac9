#include "actions/openapi/document.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <utility>

#include "actions/call/arguments.hpp"
#include "actions/call/encodings.hpp"
#include "workflow/definition/source_document.hpp"
#include "workflow/schema/uri.hpp"

namespace runledger::actions {
namespace {

constexpr std::size_t kMaxBytes = 4 * 1024 * 1024;
constexpr std::size_t kMaxNodes = 500'000;
constexpr int kMaxReferences = 16;

std::string version_of(const Json& document, std::string_view member) {
  const Json* version = find_member(document.get_object(), member);
  return version != nullptr ? scalar_text(*version).value_or("") : "";
}

}  // namespace

Result<OpenApiDocument> read_openapi(std::string_view text) {
  definition::SourceLimits limits;
  limits.max_bytes = kMaxBytes;
  limits.max_nodes = kMaxNodes;
  auto read = definition::read_document(text, limits);
  if (!read.ok) {
    const auto& first = read.diagnostics.front();
    return Error{Errc::invalid_input, "the OpenAPI document is malformed: line " +
                                          std::to_string(first.position.line) + ": " +
                                          shorten(first.message, 200)};
  }
  if (read.value.is_object()) {
    const std::string version = version_of(read.value, "openapi");
    const bool known = version.starts_with("3.0") || version.starts_with("3.1") || is_swagger(read.value);
    if (known) return share(std::move(read.value));
  }
  return Error{Errc::invalid_input, "the document is neither OpenAPI 3.0, OpenAPI 3.1 nor Swagger 2.0"};
}

bool is_swagger(const Json& document) {
  return version_of(document, "swagger").starts_with("2");
}

Result<const JsonObject*> resolve(const Json& document, const Json& value) {
  const Json* at = &value;
  for (int hops = 0; hops < kMaxReferences; ++hops) {
    if (!at->is_object()) break;
    const Json* reference = at->get_object().if_contains("$ref");
    if (reference == nullptr || !reference->is_string()) return &at->get_object();
    const std::string_view target(reference->get_string().data(), reference->get_string().size());
    if (!target.starts_with('#')) {
      return Error{Errc::invalid_input, "the OpenAPI document refers to another one, `" +
                                            shorten(target, 100) + "`, which is not supported"};
    }
    const auto pointer = schema::percent_decode(target.substr(1));
    at = pointer ? resolve_pointer(document, *pointer) : nullptr;
    if (at == nullptr) {
      return Error{Errc::invalid_input, "the OpenAPI document has nothing at `" + shorten(target, 100) + "`"};
    }
  }
  return Error{Errc::invalid_input, "the OpenAPI document has a reference that leads to no object"};
}

}  // namespace runledger::actions

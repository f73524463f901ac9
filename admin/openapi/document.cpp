#include "admin/openapi/document.hpp"

#include <cstdio>
#include <cstdlib>

#include "embedded/openapi.hpp"
#include "workflow/definition/source_document.hpp"

namespace runledger::admin {
namespace {

std::string compose() {
  const auto document = definition::read_document(embedded::kOpenapi[0].text);
  if (document.ok) return write_json(document.value);
  std::fprintf(stderr, "openapi.yaml: %s\n", document.diagnostics.front().text().c_str());
  std::abort();
}

}  // namespace

const std::string& openapi_document() {
  static const std::string text = compose();
  return text;
}

}  // namespace runledger::admin

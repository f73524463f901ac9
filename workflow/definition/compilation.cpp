#include "workflow/definition/compilation.hpp"

#include "workflow/expression/variables.hpp"

namespace runledger::definition {

Compilation::Compilation(const Json& document, const SourceMap& sources)
    : diagnostics(document, sources),
      variables(std::begin(expression::kStandardVariables), std::end(expression::kStandardVariables)) {}

std::string Compilation::node_pointer(std::string_view source_pointer) const {
  if (source_root.empty()) return std::string(source_pointer);
  return node_root + std::string(source_pointer.substr(source_root.size()));
}

}  // namespace runledger::definition

#include "workflow/definition/reader.hpp"

#include <iterator>

#include "workflow/definition/compile_workflow.hpp"
#include "workflow/definition/source_document.hpp"

namespace runledger::definition {

ReadOutcome read_definition(std::string_view text) {
  auto document = read_document(text);
  ReadOutcome outcome;
  outcome.diagnostics = std::move(document.diagnostics);
  if (!document.ok) return outcome;
  Compilation compilation(document.value, document.sources);
  for (auto& diagnostic : outcome.diagnostics) compilation.diagnostics.add(std::move(diagnostic));
  compile_workflow(compilation, document.value);
  const bool failed = compilation.diagnostics.has_errors();
  outcome.diagnostics = compilation.diagnostics.take();
  if (!failed) outcome.program = std::make_shared<const Program>(std::move(compilation.program));
  return outcome;
}

}  // namespace runledger::definition

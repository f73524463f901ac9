#include "workflow/definition/compile_workflow.hpp"
#include "workflow/definition/members.hpp"
#include "workflow/definition/workflow_identity.hpp"

namespace runledger::definition {
namespace {

void check_dsl(Compilation& c, Members& members) {
  const auto dsl = members.require_text("dsl");
  if (!dsl || (is_semver(*dsl) && dsl->starts_with("1.0."))) return;
  c.diagnostics.error(
      pointer_join(members.place().pointer, "dsl"),
      "the version " + in_quotes(*dsl) + " of the DSL is not supported; 1.0.x is, such as '1.0.3'");
}

std::string compile_version(Compilation& c, Members& members) {
  // Unquoted, 1.0 is a number to YAML.
  const auto version = members.require_text("version");
  if (!version) return {};
  if (!is_semver(*version)) {
    c.diagnostics.error(
        pointer_join(members.place().pointer, "version"),
        "`version` is " + in_quotes(*version) + ", but must be a semantic version such as '1.0.0'");
  }
  return *version;
}

}  // namespace

void compile_document(Compilation& c, const Place& document) {
  Members members(document, c.diagnostics, "`document`");
  check_dsl(c, members);
  const auto space = compile_label(c, members, "namespace");
  const auto name = compile_label(c, members, "name");
  c.program.name = WorkflowName{space + "/" + name};
  c.program.version = compile_version(c, members);
  c.program.title = members.text("title").value_or("");
  c.program.summary = members.text("summary").value_or("");
  members.object("tags");
  if (const auto metadata = members.object("metadata")) {
    Members custom(*metadata, c.diagnostics, "`metadata`");
    if (const auto webhook = custom.get("webhook")) c.program.webhook = compile_webhook_options(c, *webhook);
  }
  members.refuse_unknown();
}

}  // namespace runledger::definition

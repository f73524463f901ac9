#include "workflow/definition/compile_workflow.hpp"

#include "workflow/base/sha256.hpp"
#include "workflow/definition/brevity.hpp"
#include "workflow/definition/canonical.hpp"
#include "workflow/definition/compile_data_flow.hpp"
#include "workflow/definition/compile_duration.hpp"
#include "workflow/definition/compile_task.hpp"

namespace runledger::definition {
namespace {

void check_evaluate(Compilation& c, Members& workflow) {
  const auto place = workflow.get("evaluate");
  if (!place) return;
  Members members(*place, c.diagnostics, "`evaluate`");
  const auto language = members.text("language");
  if (language && *language != "jq") {
    c.diagnostics.error(
        pointer_join(place->pointer, "language"),
        "the expression language " + in_quotes(*language) + " is not supported; only `jq` is");
  }
  const auto mode = members.text("mode");
  if (mode && *mode != "strict") {
    c.diagnostics.error(pointer_join(place->pointer, "mode"),
                        "the evaluation mode " + in_quotes(*mode) + " is not supported; only `strict` is");
  }
  members.refuse_unknown();
}

void compile_schedule_of(Compilation& c, Members& workflow, const Json& definition) {
  constexpr std::string_view kOptions = "/document/metadata/schedule";
  std::optional<Place> options;
  if (const Json* found = resolve_pointer(definition, kOptions))
    options = Place{found, std::string(kOptions)};
  if (const auto place = workflow.get("schedule")) {
    c.program.schedule = compile_schedule(c, *place, options);
  } else if (options) {
    c.diagnostics.error(options->pointer, "`metadata.schedule` is about `schedule`, which is not there");
  }
}

// A run that its schedule starts gets `{}`: every one would fault.
void warn_of_scheduled_input(Compilation& c) {
  const auto& schema = c.program.data.input_schema;
  if (!c.program.schedule || schema == nullptr || schema::is_valid(*schema, JsonObject())) return;
  c.diagnostics.warn(
      "/schedule",
      "a run that the schedule starts has the input {}, which `input.schema` refuses: make its "
      "members optional, or leave them to `input.from`");
}

void compile_root(Compilation& c, const Place& list) {
  const auto root = *reserve_node(c);
  auto tasks = compile_task_list(c, list, root);
  auto& node = c.program.nodes[root];
  node.pointer = list.pointer;
  node.name = "do";
  node.position = c.diagnostics.key_position(list.pointer);
  node.kind = DoTask{std::move(tasks)};
  node.definition = *list.value;
  c.program.by_pointer.emplace(node.pointer, root);
  c.program.root = root;
}

}  // namespace

void compile_workflow(Compilation& c, const Json& definition) {
  Members workflow({&definition, ""}, c.diagnostics, "a definition");
  if (!workflow.is_object()) return;
  if (const auto document = workflow.require("document")) compile_document(c, *document);
  if (const auto use = workflow.get("use")) collect_reusables(c, *use);
  compile_schedule_of(c, workflow, definition);
  check_evaluate(c, workflow);
  c.program.data = compile_data_flow(c, workflow, false);
  c.program.timeout = compile_timeout(c, workflow);
  if (const auto list = workflow.require("do")) compile_root(c, *list);
  check_reusables(c);
  workflow.refuse_unknown();
  if (c.diagnostics.has_errors()) return;
  warn_of_unreachable_tasks(c);
  warn_of_scheduled_input(c);
  c.program.definition = definition;
  c.program.canonical = canonical_json(definition);
  c.program.hash = sha256_hex(c.program.canonical);
  c.program.needs_jq = c.needs_jq;
  c.program.is_brief = !c.needs_jq && is_brief(c.program);
}

}  // namespace runledger::definition

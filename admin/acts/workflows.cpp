#include "admin/acts/workflows.hpp"

#include "admin/acts/append.hpp"
#include "admin/acts/credentials.hpp"
#include "admin/acts/referenced_workflows.hpp"
#include "admin/acts/references.hpp"

namespace runledger::admin {
namespace {

Append version_append(const Context& context, const definition::Program& program, std::string_view source,
                      const Actor& actor) {
  Append append;
  append.stream = workflow_stream(program.name);
  append.actor = actor;
  append.events.push_back(record::RecordEvent{record::WorkflowVersionAdded{
      program.name, program.version, program.hash, std::string(source), context.clock.now()}});
  return append;
}

Result<Uploaded> finish(Context& context, Append append, Uploaded uploaded) {
  auto appended = append_and_wait(context.engine, std::move(append));
  if (!appended && appended.error().code == Errc::conflict) {
    return Error{Errc::conflict, "the workflow " + uploaded.workflow.value +
                                     " was changed by another at the same time; read it, then upload again"};
  }
  if (!appended) return std::move(appended).error();
  if (auto refreshed = context.catalog.refresh(); !refreshed) return std::move(refreshed).error();
  return uploaded;
}

Result<Uploaded> create(Context& context, const definition::Program& program, std::string_view source,
                        const Actor& actor, Uploaded uploaded) {
  uploaded.what = Uploaded::What::created;
  uploaded.webhook = WebhookId{make_webhook_id(context.random)};
  Append append = version_append(context, program, source, actor);
  append.expected_version = 0;
  append.events.insert(append.events.begin(), record::RecordEvent{record::WorkflowCreated{
                                                  program.name, uploaded.webhook, context.clock.now()}});
  return finish(context, std::move(append), std::move(uploaded));
}

Result<Uploaded> add_version(Context& context, const definition::Program& program, std::string_view source,
                             const Actor& actor, const WorkflowRow& row, Uploaded uploaded) {
  uploaded.webhook = row.webhook;
  uploaded.enabled = row.enabled;
  if (row.hash == program.hash) {
    uploaded.what = Uploaded::What::unchanged;
    return uploaded;
  }
  auto same = context.queries.workflow_version(program.name, program.version);
  if (same) {
    return Error{Errc::conflict, "version " + program.version + " of " + program.name.value +
                                     " exists already, and versions never change: raise document.version "
                                     "and upload again"};
  }
  if (same.error().code != Errc::not_found) return std::move(same).error();
  uploaded.what = Uploaded::What::version_added;
  return finish(context, version_append(context, program, source, actor), std::move(uploaded));
}

}  // namespace

Result<Uploaded> upload_workflow(Context& context, std::string_view source, const Actor& actor) {
  auto read = definition::read_definition(source);
  Uploaded uploaded;
  uploaded.diagnostics = std::move(read.diagnostics);
  if (!read.program) return uploaded;
  const definition::Program& program = *read.program;
  uploaded.workflow = program.name;
  uploaded.version = program.version;
  uploaded.hash = program.hash;
  if (auto checked = check_references(context, program); !checked) return std::move(checked).error();
  for (auto& warning : warnings_of_runs(context, program)) uploaded.diagnostics.push_back(std::move(warning));
  auto row = context.queries.workflow(program.name);
  if (row) return add_version(context, program, source, actor, *row, std::move(uploaded));
  if (row.error().code != Errc::not_found) return std::move(row).error();
  return create(context, program, source, actor, std::move(uploaded));
}

Result<Done> set_workflow_enabled(Context& context, const WorkflowName& workflow, bool enabled,
                                  const std::string& reason, const Actor& actor) {
  auto row = context.queries.workflow(workflow);
  if (!row) return std::move(row).error();
  if (row->enabled == enabled) return Done{};
  const Timestamp now = context.clock.now();
  auto event = enabled ? record::RecordEvent{record::WorkflowEnabled{workflow, now, reason}}
                       : record::RecordEvent{record::WorkflowDisabled{workflow, now, reason}};
  auto recorded = record_event(context.engine, workflow_stream(workflow), std::move(event), actor);
  if (!recorded) return recorded;
  return context.catalog.refresh();
}

std::string webhook_url(const Context& context, const WebhookId& webhook) {
  return context.public_url + "/webhooks/" + webhook.value;
}

}  // namespace runledger::admin

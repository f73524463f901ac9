#include "admin/acts/workflows.hpp"

#include <algorithm>

#include "admin/acts/append.hpp"
#include "admin/acts/credentials.hpp"

namespace runledger::admin {
namespace {

using definition::ProgramPtr;

// Adds to `missing` how each of `names` that is in none of `rows` is called and made.
template <typename Names, typename Rows, typename Row, typename Name>
void add_missing(const Names& names, const Rows& rows, Name Row::*name_of, std::string_view kind,
                 std::string& missing) {
  for (const auto& name : names) {
    const bool there =
        std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.*name_of == name; });
    if (there) continue;
    if (!missing.empty()) missing += ", ";
    missing += "the " + std::string(kind) + " '" + name.value + "' (PUT /admin/v1/" + std::string(kind) +
               "s/" + name.value + ")";
  }
}

// A definition that names what is not there would fail at its first run: say so at upload, of all at once.
Result<Done> check_references(Context& context, const definition::Program& program) {
  auto connections = context.queries.connections();
  if (!connections) return std::move(connections).error();
  auto secrets = context.queries.secrets();
  if (!secrets) return std::move(secrets).error();
  std::string missing;
  add_missing(program.connections, *connections, &ConnectionRow::connection, "connection", missing);
  add_missing(program.secrets, *secrets, &SecretRow::secret, "secret", missing);
  if (missing.empty()) return Done{};
  return Error{Errc::invalid_input, "the definition uses what does not exist; create it first: " + missing};
}

Result<Done> check_time_zone(const Context& context, const definition::Program& program) {
  const auto* at = program.schedule ? std::get_if<schedule::AtTimes>(&program.schedule->when) : nullptr;
  if (at == nullptr || context.zones.knows(at->zone)) return Done{};
  return Error{Errc::invalid_input, "/document/metadata/schedule/timeZone: there is no time zone '" +
                                        at->zone.substr(0, 64) +
                                        "' in the IANA database; they are named as Europe/Berlin or UTC are"};
}

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
  auto versions = context.queries.workflow_versions(program.name);
  if (!versions) return std::move(versions).error();
  for (const auto& version : *versions) {
    if (version.version == program.version) {
      return Error{Errc::conflict, "version " + program.version + " of " + program.name.value +
                                       " exists already, and versions never change: raise document.version "
                                       "and upload again"};
    }
  }
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
  if (auto checked = check_time_zone(context, program); !checked) return std::move(checked).error();
  if (auto checked = check_references(context, program); !checked) return std::move(checked).error();
  auto row = context.queries.workflow(program.name);
  if (row) return add_version(context, program, source, actor, *row, std::move(uploaded));
  if (row.error().code != Errc::not_found) return std::move(row).error();
  return create(context, program, source, actor, std::move(uploaded));
}

Result<Done> set_workflow_enabled(Context& context, const WorkflowName& workflow, bool enabled,
                                  const Actor& actor) {
  auto row = context.queries.workflow(workflow);
  if (!row) return std::move(row).error();
  if (row->enabled == enabled) return Done{};
  const Timestamp now = context.clock.now();
  auto event = enabled ? record::RecordEvent{record::WorkflowEnabled{workflow, now}}
                       : record::RecordEvent{record::WorkflowDisabled{workflow, now}};
  auto recorded = record_event(context.engine, workflow_stream(workflow), std::move(event), actor);
  if (!recorded) return recorded;
  return context.catalog.refresh();
}

std::string webhook_url(const Context& context, const WebhookId& webhook) {
  return context.public_url + "/webhooks/" + webhook.value;
}

}  // namespace runledger::admin

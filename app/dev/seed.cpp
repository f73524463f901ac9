#include "app/dev/seed.hpp"

#include <algorithm>
#include <boost/json/object.hpp>

#include "admin/acts/api_keys.hpp"
#include "admin/acts/connections.hpp"
#include "admin/acts/workflows.hpp"
#include "app/dev/examples.hpp"

namespace runledger::app {
namespace {

const Actor kSeeder{"engine:dev"};

// Saves the connection unless the vault holds the same: a restart must not write to the log for nothing.
Result<Done> ensure_connection(admin::Context& context, const std::string& name,
                               const Connection& connection) {
  const ConnectionName id{name};
  if (auto held = context.vault.connection(id);
      held && held->kind == connection.kind && json_equal(held->settings, connection.settings)) {
    return Done{};
  }
  return admin::save_connection(context, id, connection, kSeeder);
}

Result<Done> ensure_connections(admin::Context& context, const SeedPlan& plan) {
  const auto ensured = [&](const char* name, const char* kind, JsonObject settings) {
    return ensure_connection(context, name, Connection{kind, Json(std::move(settings))});
  };
  if (auto done = ensured("mail", "outbox",
                          {{"directory", plan.outbox.string()}, {"from", "Runledger Dev <dev@example.com>"}});
      !done) {
    return done;
  }
  if (auto done = ensured("shop", "postgres", {{"url", plan.shop_url}}); !done) return done;
  for (const char* service : {"marketing", "warehouse", "chat"}) {
    JsonObject settings{
        {"baseUrl", context.public_url + "/dev/services/" + service},
        {"auth", JsonObject{{"type", "bearer"}, {"token", std::string("dev-token-of-") + service}}}};
    if (auto done = ensured(service, "http", std::move(settings)); !done) return done;
  }
  return Done{};
}

// An example that its user has changed meanwhile (another version is current) is left alone.
Result<WorkflowName> ensure_workflow(admin::Context& context, const Example& example) {
  const auto read = definition::read_definition(example.source);
  if (!read.program) {
    return Error{Errc::internal, "the example " + std::string(example.folder) +
                                     " does not compile: " + read.diagnostics.front().text()};
  }
  if (context.catalog.snapshot()->by_name.contains(read.program->name.value)) return read.program->name;
  auto uploaded = admin::upload_workflow(context, example.source, kSeeder);
  if (!uploaded) {
    return Error{uploaded.error().code,
                 "the example " + std::string(example.folder) + ": " + uploaded.error().message};
  }
  return uploaded->workflow;
}

Result<DevWorkflow> ensure_key(admin::Context& context, const WorkflowName& name, const DevFile& before) {
  auto row = context.queries.workflow(name);
  if (!row) return std::move(row).error();
  DevWorkflow out{name.value, row->webhook.value, admin::webhook_url(context, row->webhook), ""};
  const auto known =
      std::find_if(before.workflows.begin(), before.workflows.end(),
                   [&](const DevWorkflow& w) { return w.name == name.value && !w.api_key.empty(); });
  if (known != before.workflows.end()) {
    out.api_key = known->api_key;
    return out;
  }
  auto created = admin::create_api_key(context, name, "dev", kSeeder);
  if (!created) return std::move(created).error();
  out.api_key = created->key;
  return out;
}

}  // namespace

Result<DevFile> seed(admin::Context& context, const SeedPlan& plan, const DevFile& before) {
  if (auto done = ensure_connections(context, plan); !done) return std::move(done).error();
  DevFile out{context.public_url, before.admin_token, {}};
  for (const auto& example : examples()) {
    auto name = ensure_workflow(context, example);
    if (!name) return std::move(name).error();
    auto workflow = ensure_key(context, *name, before);
    if (!workflow) return std::move(workflow).error();
    out.workflows.push_back(std::move(*workflow));
  }
  return out;
}

}  // namespace runledger::app

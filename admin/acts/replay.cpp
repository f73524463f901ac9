#include "admin/acts/replay.hpp"

#include "admin/acts/wait_for.hpp"

namespace runledger::admin {

Result<RunView> retry_run(Context& context, RunId run, const std::string& reason, const Actor& actor) {
  auto detail = context.queries.run(run);
  if (!detail) return std::move(detail).error();
  return wait_for<RunView>([&](std::function<void(Result<RunView>)> done) {
    context.engine.retry(run, detail->row.workflow, actor, reason, std::move(done));
  });
}

Result<RunView> cancel_run(Context& context, RunId run, const std::string& reason, const Actor& actor) {
  auto detail = context.queries.run(run);
  if (!detail) return std::move(detail).error();
  return wait_for<RunView>([&](std::function<void(Result<RunView>)> done) {
    context.engine.cancel(run, detail->row.workflow, actor, reason, std::move(done));
  });
}

Result<Started> rerun(Context& context, RunId run, RerunVersion version, const std::string& reason,
                      const Actor& actor) {
  auto detail = context.queries.run(run);
  if (!detail) return std::move(detail).error();
  const auto snapshot = context.catalog.snapshot();
  const auto workflow = snapshot->by_name.find(detail->row.workflow.value);
  if (workflow == snapshot->by_name.end()) {
    return Error{Errc::not_found, "the workflow " + detail->row.workflow.value + " is not there any more"};
  }
  if (!workflow->second->enabled) {
    return Error{Errc::conflict,
                 "the workflow " + detail->row.workflow.value + " is disabled; enable it first"};
  }
  StartRequest start;
  start.run = make_id<RunId>(context.clock, context.random);
  start.workflow = detail->row.workflow;
  start.definition_hash =
      version == RerunVersion::same ? detail->row.definition_hash : workflow->second->program->hash;
  start.trigger = run::Trigger::rerun;
  start.rerun_of = run;
  start.reason = reason;
  start.input = detail->input ? detail->input : share(Json());
  start.actor = actor;
  return wait_for<Started>([&](std::function<void(Result<Started>)> done) {
    context.engine.start(std::move(start), std::move(done));
  });
}

}  // namespace runledger::admin

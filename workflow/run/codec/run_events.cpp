#include "workflow/run/codec/event_forms.hpp"
#include "workflow/run/trigger.hpp"

namespace runledger::run::forms {
namespace {

Trigger read_trigger(MemberReader& in) {
  const std::string text = in.text("trigger");
  for (const Trigger trigger :
       {Trigger::webhook, Trigger::rerun, Trigger::sql, Trigger::schedule, Trigger::workflow}) {
    if (text == name_of(trigger)) return trigger;
  }
  in.note("trigger", "must be webhook, rerun, sql, schedule or workflow");
  return Trigger::webhook;
}

void write_parent(const ParentTask& parent, MemberWriter& out) {
  out.text("parentRun", parent.run.text());
  out.text("parentWorkflow", parent.workflow.value);
  out.text("parentTask", parent.ref.task);
  out.number("parentIteration", parent.ref.iteration);
  out.number("depth", parent.depth);
}

std::optional<ParentTask> read_parent(MemberReader& in) {
  if (!in.has("parentRun")) return std::nullopt;
  ParentTask parent;
  parent.run = in.id<RunId>("parentRun");
  parent.workflow = WorkflowName{in.text("parentWorkflow")};
  parent.ref.task = in.text("parentTask");
  parent.ref.iteration = in.count("parentIteration");
  parent.depth = in.count("depth");
  return parent;
}

}  // namespace

void write(const RunStarted& event, MemberWriter& out) {
  out.text("run", event.run.text());
  out.text("workflow", event.workflow.value);
  out.text("version", event.version);
  out.text("definitionHash", event.definition_hash);
  out.text("trigger", name_of(event.trigger));
  if (event.request) out.text("request", event.request->text());
  if (event.rerun_of) out.text("rerunOf", event.rerun_of->text());
  out.optional_text("reason", event.reason);
  out.document("input", event.input);
  out.document("transformedInput", event.transformed_input);
  out.time("startedAt", event.started_at);
  out.time("deadline", event.deadline);
  out.text("secretNonce", event.secret_nonce);
  if (event.parent) write_parent(*event.parent, out);
}

void read(MemberReader& in, RunStarted& event) {
  event.run = in.id<RunId>("run");
  event.workflow = WorkflowName{in.text("workflow")};
  event.version = in.text("version");
  event.definition_hash = in.text("definitionHash");
  event.trigger = read_trigger(in);
  event.request = in.optional_id<RequestId>("request");
  event.rerun_of = in.optional_id<RunId>("rerunOf");
  event.reason = in.optional_text("reason");
  event.input = in.document("input");
  event.transformed_input = in.optional_document("transformedInput");
  event.started_at = in.time("startedAt");
  event.deadline = in.optional_time("deadline");
  event.secret_nonce = in.text("secretNonce");
  event.parent = read_parent(in);
}

void write(const RunCompleted& event, MemberWriter& out) {
  out.document("output", event.output);
  out.time("completedAt", event.completed_at);
}

void read(MemberReader& in, RunCompleted& event) {
  event.output = in.document("output");
  event.completed_at = in.time("completedAt");
}

void write(const RunFaulted& event, MemberWriter& out) {
  out.ref(event.ref);
  out.error("error", event.error);
  out.time("faultedAt", event.faulted_at);
}

void read(MemberReader& in, RunFaulted& event) {
  event.ref = in.ref();
  event.error = in.error("error");
  event.faulted_at = in.time("faultedAt");
}

void write(const RunRetried& event, MemberWriter& out) {
  out.text("actor", event.actor);
  out.text("reason", event.reason);
  out.time("retriedAt", event.retried_at);
}

void read(MemberReader& in, RunRetried& event) {
  event.actor = in.text("actor");
  event.reason = in.text("reason");
  event.retried_at = in.time("retriedAt");
}

void write(const RunQuarantined& event, MemberWriter& out) {
  out.text("reason", event.reason);
  out.time("quarantinedAt", event.quarantined_at);
}

void read(MemberReader& in, RunQuarantined& event) {
  event.reason = in.text("reason");
  event.quarantined_at = in.time("quarantinedAt");
}

void write(const RunCancelled& event, MemberWriter& out) {
  out.text("actor", event.actor);
  out.text("reason", event.reason);
  out.time("cancelledAt", event.cancelled_at);
}

void read(MemberReader& in, RunCancelled& event) {
  event.actor = in.text("actor");
  event.reason = in.text("reason");
  event.cancelled_at = in.time("cancelledAt");
}

}  // namespace runledger::run::forms

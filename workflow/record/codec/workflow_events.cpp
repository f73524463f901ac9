#include <limits>

#include "workflow/record/codec/event_forms.hpp"

namespace runledger::record::forms {

void write(const WorkflowCreated& event, MemberWriter& out) {
  out.text("workflow", event.workflow.value);
  out.text("webhook", event.webhook.value);
  out.time("createdAt", event.created_at);
}

void read(MemberReader& in, WorkflowCreated& event) {
  event.workflow.value = in.text("workflow");
  event.webhook.value = in.text("webhook");
  event.created_at = in.time("createdAt");
}

void write(const WorkflowVersionAdded& event, MemberWriter& out) {
  out.text("workflow", event.workflow.value);
  out.text("version", event.version);
  out.text("hash", event.hash);
  out.text("source", event.source);
  out.time("addedAt", event.added_at);
}

void read(MemberReader& in, WorkflowVersionAdded& event) {
  event.workflow.value = in.text("workflow");
  event.version = in.text("version");
  event.hash = in.text("hash");
  event.source = in.text("source");
  event.added_at = in.time("addedAt");
}

void write(const WorkflowEnabled& event, MemberWriter& out) {
  out.text("workflow", event.workflow.value);
  out.time("enabledAt", event.enabled_at);
  out.optional_text("reason", event.reason);
}

void read(MemberReader& in, WorkflowEnabled& event) {
  event.workflow.value = in.text("workflow");
  event.enabled_at = in.time("enabledAt");
  event.reason = in.optional_text("reason");
}

void write(const WorkflowDisabled& event, MemberWriter& out) {
  out.text("workflow", event.workflow.value);
  out.time("disabledAt", event.disabled_at);
  out.optional_text("reason", event.reason);
}

void read(MemberReader& in, WorkflowDisabled& event) {
  event.workflow.value = in.text("workflow");
  event.disabled_at = in.time("disabledAt");
  event.reason = in.optional_text("reason");
}

void write(const ScheduleFired& event, MemberWriter& out) {
  out.text("workflow", event.workflow.value);
  out.text("run", event.run.text());
  out.time("due", event.due);
  out.number("missed", static_cast<std::int64_t>(event.missed));
}

void read(MemberReader& in, ScheduleFired& event) {
  event.workflow.value = in.text("workflow");
  event.run = in.id<RunId>("run");
  event.due = in.time("due");
  event.missed = static_cast<std::uint64_t>(in.integer("missed", std::numeric_limits<std::int64_t>::max()));
}

}  // namespace runledger::record::forms

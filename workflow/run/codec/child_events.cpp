#include "workflow/run/codec/event_forms.hpp"

namespace runledger::run::forms {

void write(const ChildRunRequested& event, MemberWriter& out) {
  out.ref(event.ref);
  out.text("child", event.child.text());
  out.text("workflow", event.workflow.value);
  out.text("version", event.version);
  out.document("input", event.input);
  out.flag("awaited", event.awaited);
  out.number("depth", event.depth);
  out.time("requestedAt", event.requested_at);
}

void read(MemberReader& in, ChildRunRequested& event) {
  event.ref = in.ref();
  event.child = in.id<RunId>("child");
  event.workflow = WorkflowName{in.text("workflow")};
  event.version = in.text("version");
  event.input = in.document("input");
  event.awaited = in.flag("awaited");
  event.depth = in.count("depth");
  event.requested_at = in.time("requestedAt");
}

void write(const ChildRunBegan& event, MemberWriter& out) {
  out.ref(event.ref);
  out.text("child", event.child.text());
  out.time("beganAt", event.began_at);
}

void read(MemberReader& in, ChildRunBegan& event) {
  event.ref = in.ref();
  event.child = in.id<RunId>("child");
  event.began_at = in.time("beganAt");
}

void write(const ChildRunCompleted& event, MemberWriter& out) {
  out.ref(event.ref);
  out.text("child", event.child.text());
  out.document("output", event.output);
  out.time("completedAt", event.completed_at);
}

void read(MemberReader& in, ChildRunCompleted& event) {
  event.ref = in.ref();
  event.child = in.id<RunId>("child");
  event.output = in.document("output");
  event.completed_at = in.time("completedAt");
}

void write(const ChildRunFailed& event, MemberWriter& out) {
  out.ref(event.ref);
  out.text("child", event.child.text());
  out.error("error", event.error);
  out.time("failedAt", event.failed_at);
}

void read(MemberReader& in, ChildRunFailed& event) {
  event.ref = in.ref();
  event.child = in.id<RunId>("child");
  event.error = in.error("error");
  event.failed_at = in.time("failedAt");
}

void write(const ChildRunCancelled& event, MemberWriter& out) {
  out.ref(event.ref);
  out.text("child", event.child.text());
  out.time("cancelledAt", event.cancelled_at);
}

void read(MemberReader& in, ChildRunCancelled& event) {
  event.ref = in.ref();
  event.child = in.id<RunId>("child");
  event.cancelled_at = in.time("cancelledAt");
}

}  // namespace runledger::run::forms

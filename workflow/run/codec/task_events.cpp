#include "workflow/run/codec/event_forms.hpp"

namespace runledger::run::forms {

void write(const TaskStarted& event, MemberWriter& out) {
  out.ref(event.ref);
  out.document("input", event.input);
  out.time("startedAt", event.started_at);
  out.time("deadline", event.deadline);
  out.time("attemptDeadline", event.attempt_deadline);
  out.document("arguments", event.arguments);
  out.document("items", event.items);
  if (event.branches > 0) out.number("branches", event.branches);
}

void read(MemberReader& in, TaskStarted& event) {
  event.ref = in.ref();
  event.input = in.optional_document("input");
  event.started_at = in.time("startedAt");
  event.deadline = in.optional_time("deadline");
  event.attempt_deadline = in.optional_time("attemptDeadline");
  event.arguments = in.optional_document("arguments");
  event.items = in.optional_document("items");
  if (in.has("branches")) event.branches = in.count("branches");
}

void write(const TaskSkipped& event, MemberWriter& out) {
  out.ref(event.ref);
  out.text("next", event.next);
}

void read(MemberReader& in, TaskSkipped& event) {
  event.ref = in.ref();
  event.next = in.text("next");
}

void write(const TaskCompleted& event, MemberWriter& out) {
  out.ref(event.ref);
  out.document("input", event.input);
  out.document("output", event.output);
  out.document("context", event.context);
  out.text("next", event.next);
  out.time("completedAt", event.completed_at);
}

void read(MemberReader& in, TaskCompleted& event) {
  event.ref = in.ref();
  event.input = in.optional_document("input");
  event.output = in.document("output");
  event.context = in.optional_document("context");
  event.next = in.text("next");
  event.completed_at = in.time("completedAt");
}

void write(const TaskFaulted& event, MemberWriter& out) {
  out.ref(event.ref);
  out.error("error", event.error);
  out.optional_text("caughtBy", event.caught_by);
  out.time("faultedAt", event.faulted_at);
}

void read(MemberReader& in, TaskFaulted& event) {
  event.ref = in.ref();
  event.error = in.error("error");
  event.caught_by = in.optional_text("caughtBy");
  event.faulted_at = in.time("faultedAt");
}

void write(const TaskCancelled& event, MemberWriter& out) {
  out.ref(event.ref);
  out.time("cancelledAt", event.cancelled_at);
}

void read(MemberReader& in, TaskCancelled& event) {
  event.ref = in.ref();
  event.cancelled_at = in.time("cancelledAt");
}

void write(const WaitStarted& event, MemberWriter& out) {
  out.ref(event.ref);
  out.time("until", event.until);
}

void read(MemberReader& in, WaitStarted& event) {
  event.ref = in.ref();
  event.until = in.time("until");
}

void write(const EventEmitted& event, MemberWriter& out) {
  out.ref(event.ref);
  out.document("event", event.event);
  out.time("emittedAt", event.emitted_at);
}

void read(MemberReader& in, EventEmitted& event) {
  event.ref = in.ref();
  event.event = in.document("event");
  event.emitted_at = in.time("emittedAt");
}

}  // namespace runledger::run::forms

#include "workflow/run/codec/event_forms.hpp"

namespace runledger::run::forms {

void write(const ActionStarted& event, MemberWriter& out) {
  out.ref(event.ref);
  out.number("attempt", event.attempt);
  out.text("kind", event.kind);
  out.document("arguments", event.arguments);
  out.number("timeoutMs", event.timeout.count());
  out.time("startedAt", event.started_at);
}

void read(MemberReader& in, ActionStarted& event) {
  event.ref = in.ref();
  event.attempt = in.count("attempt");
  event.kind = in.text("kind");
  event.arguments = in.document("arguments");
  event.timeout = in.milliseconds("timeoutMs");
  event.started_at = in.time("startedAt");
}

void write(const ActionSucceeded& event, MemberWriter& out) {
  out.ref(event.ref);
  out.number("attempt", event.attempt);
  out.document("result", event.result);
  out.time("finishedAt", event.finished_at);
}

void read(MemberReader& in, ActionSucceeded& event) {
  event.ref = in.ref();
  event.attempt = in.count("attempt");
  event.result = in.document("result");
  event.finished_at = in.time("finishedAt");
}

void write(const ActionFailed& event, MemberWriter& out) {
  out.ref(event.ref);
  out.number("attempt", event.attempt);
  out.error("error", event.error);
  out.time("finishedAt", event.finished_at);
}

void read(MemberReader& in, ActionFailed& event) {
  event.ref = in.ref();
  event.attempt = in.count("attempt");
  event.error = in.error("error");
  event.finished_at = in.time("finishedAt");
}

void write(const ActionTimedOut& event, MemberWriter& out) {
  out.ref(event.ref);
  out.number("attempt", event.attempt);
  out.time("finishedAt", event.finished_at);
}

void read(MemberReader& in, ActionTimedOut& event) {
  event.ref = in.ref();
  event.attempt = in.count("attempt");
  event.finished_at = in.time("finishedAt");
}

void write(const ActionOutcomeUnknown& event, MemberWriter& out) {
  out.ref(event.ref);
  out.number("attempt", event.attempt);
  out.flag("repeated", event.repeated);
  out.text("detail", event.detail);
  out.time("foundAt", event.found_at);
  if (event.engine_stopped) out.flag("engineStopped", true);
}

void read(MemberReader& in, ActionOutcomeUnknown& event) {
  event.ref = in.ref();
  event.attempt = in.count("attempt");
  event.repeated = in.flag("repeated");
  event.detail = in.text("detail");
  event.found_at = in.time("foundAt");
  event.engine_stopped = in.optional_flag("engineStopped");
}

void write(const ActionCancelled& event, MemberWriter& out) {
  out.ref(event.ref);
  out.number("attempt", event.attempt);
  out.time("cancelledAt", event.cancelled_at);
}

void read(MemberReader& in, ActionCancelled& event) {
  event.ref = in.ref();
  event.attempt = in.count("attempt");
  event.cancelled_at = in.time("cancelledAt");
}

}  // namespace runledger::run::forms

#include "workflow/run/codec/event_forms.hpp"

namespace runledger::run::forms {

void write(const RetryScheduled& event, MemberWriter& out) {
  out.ref(event.ref);
  out.number("retry", event.retry);
  out.error("error", event.error);
  out.time("due", event.due);
}

void read(MemberReader& in, RetryScheduled& event) {
  event.ref = in.ref();
  event.retry = in.count("retry");
  event.error = in.error("error");
  event.due = in.time("due");
}

void write(const RetryStarted& event, MemberWriter& out) {
  out.ref(event.ref);
  out.number("retry", event.retry);
  out.time("startedAt", event.started_at);
  out.time("attemptDeadline", event.attempt_deadline);
}

void read(MemberReader& in, RetryStarted& event) {
  event.ref = in.ref();
  event.retry = in.count("retry");
  event.started_at = in.time("startedAt");
  event.attempt_deadline = in.optional_time("attemptDeadline");
}

void write(const ErrorCaught& event, MemberWriter& out) {
  out.ref(event.ref);
  out.error("error", event.error);
  out.time("caughtAt", event.caught_at);
}

void read(MemberReader& in, ErrorCaught& event) {
  event.ref = in.ref();
  event.error = in.error("error");
  event.caught_at = in.time("caughtAt");
}

}  // namespace runledger::run::forms

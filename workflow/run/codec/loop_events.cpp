#include "workflow/run/codec/event_forms.hpp"

namespace runledger::run::forms {

void write(const RoundStarted& event, MemberWriter& out) {
  out.ref(event.ref);
  out.number("index", event.index);
  out.time("startedAt", event.started_at);
}

void read(MemberReader& in, RoundStarted& event) {
  event.ref = in.ref();
  event.index = in.count("index");
  event.started_at = in.time("startedAt");
}

}  // namespace runledger::run::forms

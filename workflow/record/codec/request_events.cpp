#include <limits>

#include "workflow/record/codec/event_forms.hpp"

namespace runledger::record::forms {
namespace {

void write_facts(const RequestFacts& facts, MemberWriter& out) {
  out.text("request", facts.request.text());
  if (facts.workflow) out.text("workflow", facts.workflow->value);
  out.text("method", facts.method);
  out.text("path", facts.path);
  out.text("remoteAddress", facts.remote_address);
  if (facts.key) out.text("key", facts.key->text());
  out.text("contentType", facts.content_type);
  out.number("bodyBytes", static_cast<std::int64_t>(facts.body_bytes));
  out.text("bodySha256", facts.body_sha256);
  out.time("receivedAt", facts.received_at);
}

RequestFacts read_facts(MemberReader& in) {
  RequestFacts facts;
  facts.request = in.id<RequestId>("request");
  if (in.has("workflow")) facts.workflow = WorkflowName{in.text("workflow")};
  facts.method = in.text("method");
  facts.path = in.text("path");
  facts.remote_address = in.text("remoteAddress");
  facts.key = in.optional_id<ApiKeyId>("key");
  facts.content_type = in.text("contentType");
  facts.body_bytes =
      static_cast<std::uint64_t>(in.integer("bodyBytes", std::numeric_limits<std::int64_t>::max()));
  facts.body_sha256 = in.text("bodySha256");
  facts.received_at = in.time("receivedAt");
  return facts;
}

}  // namespace

void write(const RequestAccepted& event, MemberWriter& out) {
  write_facts(event.facts, out);
  out.text("run", event.run.text());
}

void read(MemberReader& in, RequestAccepted& event) {
  event.facts = read_facts(in);
  event.run = in.id<RunId>("run");
}

void write(const RequestRefused& event, MemberWriter& out) {
  write_facts(event.facts, out);
  out.number("status", event.status);
  out.text("reason", event.reason);
  out.text("detail", event.detail);
}

void read(MemberReader& in, RequestRefused& event) {
  constexpr std::int64_t kLastStatus = 599;
  event.facts = read_facts(in);
  event.status = static_cast<int>(in.integer("status", kLastStatus));
  event.reason = in.text("reason");
  event.detail = in.text("detail");
}

}  // namespace runledger::record::forms

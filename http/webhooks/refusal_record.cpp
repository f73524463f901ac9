#include "http/webhooks/refusal_record.hpp"

#include <string_view>
#include <utility>

#include "workflow/base/sha256.hpp"

namespace runledger::http::webhooks {
namespace {

// The bounds that record::RequestFacts and RequestRefused name.
constexpr std::size_t kLongestHeaderText = 200;
constexpr std::size_t kLongestDetail = 2000;

std::string printable(std::string_view text) {
  std::string out(text.substr(0, kLongestHeaderText));
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F) c = '?';
  }
  return out;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Cuts UTF-8 text without splitting a character.
void cut(std::string& text, std::size_t limit) {
  if (text.size() <= limit) return;
  while (limit > 0 && is_continuation(text[limit])) --limit;
  text.resize(limit);
}

std::string detail_of(const Refusal& refusal) {
  const Problem& problem = refusal.problem;
  std::string detail = refusal.finding.empty() ? problem.detail : refusal.finding;
  for (const FieldProblem& error : problem.errors) {
    if (detail.size() > kLongestDetail) break;
    detail +=
        " " + (error.pointer.empty() ? std::string("(document)") : error.pointer) + ": " + error.detail + ";";
  }
  cut(detail, kLongestDetail);
  // A pointer names members of the content, which may hold control characters that no jsonb takes.
  for (char& c : detail) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) c = '?';
  }
  return detail;
}

}  // namespace

record::RequestFacts facts_of(const Request& request, const std::optional<WorkflowName>& workflow,
                              const std::optional<ApiKeyId>& key) {
  record::RequestFacts facts;
  facts.request = request.request_id;
  facts.workflow = workflow;
  facts.method = name_of(request.method);
  facts.path = printable(request.raw_path);
  facts.remote_address = request.remote_address;
  facts.key = key;
  if (const std::string* type = request.headers.find("Content-Type")) facts.content_type = printable(*type);
  facts.body_bytes = request.body.size();
  // A stranger's megabytes are not worth the time, and how long that takes would tell what is recorded.
  if (key) facts.body_sha256 = sha256_hex(request.body);
  facts.received_at = request.received_at;
  return facts;
}

Actor actor_of(const std::optional<ApiKeyId>& key) {
  return key ? Actor{"key:" + key->text()} : Actor{};
}

AppendGroup refusal_append(record::RequestFacts facts, const Refusal& refusal) {
  Append append;
  append.stream = request_stream(facts.workflow, facts.received_at);
  append.actor = actor_of(facts.key);
  append.correlation = facts.request.text();
  append.events.emplace_back(record::RecordEvent(
      record::RequestRefused{std::move(facts), refusal.problem.status, refusal.reason, detail_of(refusal)}));
  AppendGroup group;
  group.appends.push_back(std::move(append));
  return group;
}

}  // namespace runledger::http::webhooks

#include "store/projection/requests.hpp"

#include "store/projection/statements.hpp"

namespace runledger::store {
namespace {

constexpr int kAcceptedStatus = 202;

struct Verdict {
  bool accepted = true;
  int status = kAcceptedStatus;
  std::string_view reason, detail;
  std::optional<RunId> run;
};

void add_row(Rows& rows, std::uint64_t position, const record::RequestFacts& facts, const Verdict& verdict) {
  rows.add(facts.request, position, facts.workflow, facts.method, facts.path, facts.remote_address, facts.key,
           facts.content_type, facts.body_bytes, facts.body_sha256, facts.received_at, verdict.accepted,
           verdict.status, verdict.reason, verdict.detail, verdict.run);
}

}  // namespace

RequestsProjection::RequestsProjection()
    : inserts_{PgType::uuid, PgType::int8, PgType::text, PgType::text, PgType::text,        PgType::text,
               PgType::uuid, PgType::text, PgType::int8, PgType::text, PgType::timestamptz, PgType::boolean,
               PgType::int4, PgType::text, PgType::text, PgType::uuid} {}

void RequestsProjection::fold(const ProjectedEvent& event) {
  const auto* known = std::get_if<record::RecordEvent>(&event.event);
  if (known == nullptr) return;
  if (const auto* accepted = std::get_if<record::RequestAccepted>(known)) {
    add_row(inserts_, event.position, accepted->facts, {true, kAcceptedStatus, {}, {}, accepted->run});
  } else if (const auto* refused = std::get_if<record::RequestRefused>(known)) {
    add_row(inserts_, event.position, refused->facts,
            {false, refused->status, refused->reason, refused->detail, std::nullopt});
  }
}

void RequestsProjection::write(StatementSink& sink) const {
  sink.add(kInsertRequests, inserts_);
}

}  // namespace runledger::store

#include "store/queries/request_queries.hpp"

#include <limits>

#include "store/postgres/nul.hpp"
#include "store/postgres/pqxx_rows.hpp"
#include "store/queries/cursor.hpp"
#include "store/queries/page.hpp"

namespace runledger::store {
namespace {

#define RUNLEDGER_REQUEST_COLUMNS                                                                      \
  "request_id, workflow, method, path, remote_address, key_id, content_type, body_bytes, body_sha256," \
  " runledger.micros(received_at), accepted, status, reason, detail, run_id, position"

constexpr Statement kRequests{"query_requests", "SELECT " RUNLEDGER_REQUEST_COLUMNS R"sql(
  FROM runledger.requests
  WHERE position < $1::bigint AND ($2::text IS NULL OR workflow = $2)
    AND ($3::boolean IS NULL OR accepted = $3::boolean)
    AND ($4::text IS NULL OR (reason = $4 AND NOT accepted))
  ORDER BY position DESC LIMIT $5::bigint)sql"};
constexpr Statement kRequest{"query_request", "SELECT " RUNLEDGER_REQUEST_COLUMNS R"sql(
  FROM runledger.requests WHERE request_id = $1::uuid)sql"};
constexpr Statement kBody{"query_request_body", R"sql(
  SELECT encode(body, 'hex') FROM runledger.request_bodies WHERE request_id = $1::uuid)sql"};

RequestRow read_request(const pqxx::row& row) {
  RequestRow request;
  record::RequestFacts& facts = request.facts;
  facts.request = id_of<RequestId>(row[0]);
  if (!row[1].is_null()) facts.workflow = WorkflowName{text_of(row[1])};
  facts.method = text_of(row[2]);
  facts.path = text_of(row[3]);
  facts.remote_address = text_of(row[4]);
  facts.key = optional_id_of<ApiKeyId>(row[5]);
  facts.content_type = text_of(row[6]);
  facts.body_bytes = number_of(row[7]);
  facts.body_sha256 = text_of(row[8]);
  facts.received_at = time_of(row[9]);
  request.accepted = row[10].as<bool>();
  request.status = row[11].as<int>();
  request.reason = text_of(row[12]);
  request.detail = text_of(row[13]);
  request.run = optional_id_of<RunId>(row[14]);
  request.position = number_of(row[15]);
  return request;
}

Error no_request(RequestId request) {
  return {Errc::not_found, "there is no request " + request.text()};
}

}  // namespace

Result<Page<RequestRow>> query_requests(SessionPool& sessions, const RequestFilter& filter,
                                        const PageRequest& page) {
  if (auto checked = check_limit(page); !checked) return std::move(checked).error();
  const auto cursor = read_position_cursor(page.cursor);
  if (!cursor) return cursor.error();
  if ((filter.workflow && has_nul(filter.workflow->value)) || has_nul(filter.reason))
    return Page<RequestRow>{};
  const auto before = cursor->value_or(std::numeric_limits<std::int64_t>::max());
  const char* workflow = filter.workflow ? filter.workflow->value.c_str() : nullptr;
  const char* accepted = !filter.accepted ? nullptr : *filter.accepted ? "true" : "false";
  const char* reason = filter.reason.empty() ? nullptr : filter.reason.c_str();
  return sessions.run<Page<RequestRow>>("listing requests", [&](PqxxSession& session) {
    return read_page<RequestRow>(session.query(kRequests, before, workflow, accepted, reason, page.limit + 1),
                                 page, read_request,
                                 [](const RequestRow& last) { return write_cursor(last.position); });
  });
}

Result<RequestRow> query_request(SessionPool& sessions, RequestId request) {
  return sessions.run<RequestRow>("reading request " + request.text(),
                                  [&](PqxxSession& session) -> Result<RequestRow> {
                                    const auto result = session.query(kRequest, request.text());
                                    if (result.empty()) return no_request(request);
                                    return read_request(result[0]);
                                  });
}

Result<std::string> query_request_body(SessionPool& sessions, RequestId request) {
  return sessions.run<std::string>("reading the body of request " + request.text(),
                                   [&](PqxxSession& session) -> Result<std::string> {
                                     const auto result = session.query(kBody, request.text());
                                     if (result.empty()) return no_request(request);
                                     return bytes_of(result[0][0]);
                                   });
}

}  // namespace runledger::store

#include "store/queries/admin_queries.hpp"

#include "store/postgres/nul.hpp"
#include "store/postgres/pqxx_rows.hpp"
#include "store/queries/cursor.hpp"
#include "store/queries/page.hpp"

namespace runledger::store {
namespace {

// Each gives one by its name or id ($1), or a page of those beyond another ($2). Ids of keys begin with their
// time (RFC 9562, version 7): the newest have the greatest.
constexpr Statement kApiKeys{"query_api_keys", R"sql(
  SELECT key_id, workflow, name, prefix, runledger.micros(created_at), runledger.micros(revoked_at)
  FROM runledger.api_keys
  WHERE ($1::uuid IS NULL OR key_id = $1) AND ($2::uuid IS NULL OR key_id < $2)
    AND ($3::text IS NULL OR workflow = $3)
  ORDER BY key_id DESC LIMIT $4::bigint)sql"};
constexpr Statement kConnections{"query_connections", R"sql(
  SELECT connection, kind, settings::text, runledger.micros(saved_at) FROM runledger.connections
  WHERE ($1::text IS NULL OR connection = $1) AND ($2::text IS NULL OR connection > $2)
  ORDER BY connection LIMIT $3::bigint)sql"};
constexpr Statement kSecrets{"query_secrets", R"sql(
  SELECT secret, runledger.micros(saved_at) FROM runledger.secrets
  WHERE ($1::text IS NULL OR secret = $1) AND ($2::text IS NULL OR secret > $2)
  ORDER BY secret LIMIT $3::bigint)sql"};

constexpr const char* kAny = nullptr;

ApiKeyRow read_key(const pqxx::row& row) {
  return {id_of<ApiKeyId>(row[0]), WorkflowName{text_of(row[1])}, text_of(row[2]), text_of(row[3]),
          time_of(row[4]),         optional_time_of(row[5])};
}

Result<ConnectionRow> read_connection(const pqxx::row& row) {
  auto settings = parse_json(text_of(row[2]));
  if (!settings) return std::move(settings).error();
  return ConnectionRow{ConnectionName{text_of(row[0])}, text_of(row[1]), share(*std::move(settings)),
                       time_of(row[3])};
}

SecretRow read_secret(const pqxx::row& row) {
  return {SecretName{text_of(row[0])}, time_of(row[1])};
}

// A page of a list in the order of names.
template <class Row, class Read, class Name>
Result<Page<Row>> page_by_name(SessionPool& sessions, const Statement& statement, const char* what,
                               const PageRequest& page, Read read, Name Row::*name) {
  if (auto checked = check_limit(page); !checked) return std::move(checked).error();
  const auto after = read_name_cursor(page.cursor);
  if (!after) return after.error();
  return sessions.run<Page<Row>>(what, [&](PqxxSession& session) {
    return read_page<Row>(session.query(statement, kAny, or_null(*after), page.limit + 1), page, read,
                          [&](const Row& last) { return write_cursor((last.*name).value); });
  });
}

// The one of that name.
template <class Row, class Read>
Result<Row> one_by_name(SessionPool& sessions, const Statement& statement, const std::string& what,
                        const std::string& name, Read read) {
  const Error none{Errc::not_found, "there is no " + what + " '" + name.substr(0, 64) + "'"};
  if (has_nul(name)) return none;
  return sessions.run<Row>("reading a " + what, [&](PqxxSession& session) -> Result<Row> {
    const auto result = session.query(statement, name, kAny, 1);
    if (result.empty()) return none;
    return read(result[0]);
  });
}

}  // namespace

Result<Page<ApiKeyRow>> query_api_keys(SessionPool& sessions, const std::optional<WorkflowName>& workflow,
                                       const PageRequest& page) {
  if (auto checked = check_limit(page); !checked) return std::move(checked).error();
  const auto cursor = read_key_cursor(page.cursor);
  if (!cursor) return cursor.error();
  if (workflow && has_nul(workflow->value)) return Page<ApiKeyRow>{};
  const char* filter = workflow ? workflow->value.c_str() : kAny;
  const auto before = cursor->has_value() ? std::optional((*cursor)->text()) : std::nullopt;
  return sessions.run<Page<ApiKeyRow>>("listing API keys", [&](PqxxSession& session) {
    return read_page<ApiKeyRow>(session.query(kApiKeys, kAny, or_null(before), filter, page.limit + 1), page,
                                read_key, [](const ApiKeyRow& last) { return write_cursor(last.key); });
  });
}

Result<ApiKeyRow> query_api_key(SessionPool& sessions, ApiKeyId key) {
  return sessions.run<ApiKeyRow>("reading an API key", [&](PqxxSession& session) -> Result<ApiKeyRow> {
    const auto result = session.query(kApiKeys, key.text(), kAny, kAny, 1);
    if (result.empty()) return Error{Errc::not_found, "there is no API key " + key.text()};
    return read_key(result[0]);
  });
}

Result<Page<ConnectionRow>> query_connections(SessionPool& sessions, const PageRequest& page) {
  return page_by_name<ConnectionRow>(sessions, kConnections, "listing connections", page, read_connection,
                                     &ConnectionRow::connection);
}

Result<ConnectionRow> query_connection(SessionPool& sessions, const ConnectionName& connection) {
  return one_by_name<ConnectionRow>(sessions, kConnections, "connection", connection.value, read_connection);
}

Result<Page<SecretRow>> query_secrets(SessionPool& sessions, const PageRequest& page) {
  return page_by_name<SecretRow>(sessions, kSecrets, "listing secrets", page, read_secret,
                                 &SecretRow::secret);
}

Result<SecretRow> query_secret(SessionPool& sessions, const SecretName& secret) {
  return one_by_name<SecretRow>(sessions, kSecrets, "secret", secret.value, read_secret);
}

}  // namespace runledger::store

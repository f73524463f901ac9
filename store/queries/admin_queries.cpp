#include "store/queries/admin_queries.hpp"

#include "store/postgres/nul.hpp"
#include "store/postgres/pqxx_rows.hpp"

namespace runledger::store {
namespace {

constexpr Statement kApiKeys{"query_api_keys", R"sql(
  SELECT key_id, workflow, name, prefix, runledger.micros(created_at), runledger.micros(revoked_at)
  FROM runledger.api_keys WHERE $1::text IS NULL OR workflow = $1 ORDER BY created_at DESC, key_id DESC)sql"};
constexpr Statement kConnections{"query_connections", R"sql(
  SELECT connection, kind, settings::text, runledger.micros(saved_at)
  FROM runledger.connections ORDER BY connection)sql"};
constexpr Statement kSecrets{
    "query_secrets", "SELECT secret, runledger.micros(saved_at) FROM runledger.secrets ORDER BY secret"};

}  // namespace

Result<std::vector<ApiKeyRow>> query_api_keys(SessionPool& sessions,
                                              const std::optional<WorkflowName>& workflow) {
  if (workflow && has_nul(workflow->value)) return std::vector<ApiKeyRow>{};
  const char* filter = workflow ? workflow->value.c_str() : nullptr;
  return sessions.run<std::vector<ApiKeyRow>>("listing API keys", [&](PqxxSession& session) {
    std::vector<ApiKeyRow> keys;
    for (const auto& row : session.query(kApiKeys, filter)) {
      keys.push_back({id_of<ApiKeyId>(row[0]), WorkflowName{text_of(row[1])}, text_of(row[2]),
                      text_of(row[3]), time_of(row[4]), optional_time_of(row[5])});
    }
    return keys;
  });
}

Result<std::vector<ConnectionRow>> query_connections(SessionPool& sessions) {
  return sessions.run<std::vector<ConnectionRow>>(
      "listing connections", [&](PqxxSession& session) -> Result<std::vector<ConnectionRow>> {
        std::vector<ConnectionRow> connections;
        for (const auto& row : session.query(kConnections)) {
          auto settings = parse_json(text_of(row[2]));
          if (!settings) return std::move(settings).error();
          connections.push_back({ConnectionName{text_of(row[0])}, text_of(row[1]),
                                 share(*std::move(settings)), time_of(row[3])});
        }
        return connections;
      });
}

Result<std::vector<SecretRow>> query_secrets(SessionPool& sessions) {
  return sessions.run<std::vector<SecretRow>>("listing secrets", [&](PqxxSession& session) {
    std::vector<SecretRow> secrets;
    for (const auto& row : session.query(kSecrets))
      secrets.push_back({SecretName{text_of(row[0])}, time_of(row[1])});
    return secrets;
  });
}

}  // namespace runledger::store

#include "actions/postgres/postgres_action.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "actions/call/outcome.hpp"
#include "actions/postgres/server.hpp"
#include "actions/postgres/session.hpp"

namespace runledger::actions {
namespace {

constexpr Milliseconds kMaxConnectTime{10'000};
// statement_timeout ends a statement in order; the watch is for servers that no longer keep it.
constexpr Milliseconds kWatchDelay{500};

struct Prepared {
  PostgresServer server;
  SqlBatch batch;
};

Result<Prepared> prepare(Call& call, const PostgresEnvironment& environment) {
  const Result<JsonObject> arguments = call.reveal_arguments(environment.vault);
  if (!arguments) return arguments.error();
  const Result<Connection> connection = call.open_connection(*arguments, environment.vault, "postgres");
  if (!connection) return connection.error();
  Result<PostgresServer> server = read_postgres_server(connection->settings.get_object(), call.redactor());
  if (!server) return std::move(server).error();
  Result<SqlBatch> batch = read_sql_batch(*arguments);
  if (!batch) return std::move(batch).error();
  return Prepared{*std::move(server), *std::move(batch)};
}

std::string shown(const PostgresServer& server) {
  return "database \"" + server.database + "\" on " + server.host +
         (server.is_local_socket() ? "" : ":" + server.port);
}

using SessionOrOutcome = std::variant<std::unique_ptr<SqlSession>, run::ActionOutcome>;

SessionOrOutcome connect(PostgresServer server, Deadline deadline, bool allow_private_addresses) {
  if (!allow_private_addresses) {
    const Result<Done> kept = keep_public_addresses(server);
    if (!kept) {
      const bool refused = kept.error().code == Errc::unauthorized;
      return failed(refused ? run::error_type::kConfiguration : run::error_type::kCommunication,
                    refused ? 403 : 503, "The SQL call's database cannot be reached", kept.error().message);
    }
  }
  try {
    const Milliseconds limit = std::min(time_left(deadline), kMaxConnectTime);
    return std::make_unique<SqlSession>(connection_text(server, limit));
  } catch (...) {
    SqlFailure failure = current_sql_failure();
    failure.lost = true;
    failure.out_of_time = time_left(deadline) <= Milliseconds{5};
    return outcome_of(failure, shown(server));
  }
}

BatchEnd run_watched(SqlSession& session, const Prepared& prepared, Deadline deadline,
                     const PostgresEnvironment& environment) {
  const SocketWatch::Guard guard(environment.watch, session.connection.sock(), deadline + kWatchDelay);
  BatchEnd end = run_batch(session, prepared.batch, environment.limits, deadline, shown(prepared.server));
  // Any statement may have called set_config or taken a session's lock; another run gets this session next.
  if (end.session_usable) end.session_usable = discard_state(session);
  return end;
}

run::ActionOutcome carry_out(const Prepared& prepared, Deadline deadline,
                             const PostgresEnvironment& environment) {
  // Without the addresses: a kept session's address was checked when it was connected.
  const std::string key = connection_text(prepared.server, Milliseconds{0});
  std::unique_ptr<SqlSession> session = environment.sessions.take(key);
  std::optional<BatchEnd> end;
  if (session) end = run_watched(*session, prepared, deadline, environment);
  if (!end || end->never_begun) {
    SessionOrOutcome connected = connect(prepared.server, deadline, environment.allow_private_addresses);
    if (auto* outcome = std::get_if<run::ActionOutcome>(&connected)) return std::move(*outcome);
    session = std::move(std::get<std::unique_ptr<SqlSession>>(connected));
    end = run_watched(*session, prepared, deadline, environment);
  }
  if (end->session_usable) environment.sessions.put(key, std::move(session));
  return std::move(end->outcome);
}

}  // namespace

Result<Done> perform_postgres(const CallPtr& call, const PostgresEnvironment& environment) {
  const Result<Prepared> prepared = prepare(*call, environment);
  if (!prepared) return prepared.error();
  call->mark_begun();
  call->settle(carry_out(*prepared, call->deadline(), environment));
  return Done{};
}

}  // namespace runledger::actions

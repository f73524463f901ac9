#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "actions/call/redactor.hpp"
#include "workflow/base/json.hpp"
#include "workflow/base/time.hpp"

namespace runledger::actions {

// A PostgreSQL database and how to log in: the settings of a connection of kind postgres (vault.hpp).
struct PostgresServer {
  std::string host;  // a local socket when it begins with "/" (its folder) or "@" (abstract)
  std::string port = "5432";
  std::string database, user, password;
  std::string sslmode;                 // empty: libpq's default
  std::vector<std::string> addresses;  // what `host` was resolved to, when that was checked

  bool is_local_socket() const { return host.starts_with('/') || host.starts_with('@'); }
};

// Reads {"host","port"?,"database","username","password"?,"sslmode"?} or {"url"}, which is
// `postgresql://user:password@host:port/database?sslmode=..` or `host=.. dbname=.. ..` (PostgreSQL 15 manual
// §34.1.1). Only these parameters are known: others could make the engine read files of its machine. One
// host. A password inside a url is added to `redactor`. Errors: invalid_input naming the member.
Result<PostgresServer> read_postgres_server(const JsonObject& settings, Redactor& redactor);

// Resolves the host and keeps its public addresses. Blocks on the resolver. Errors: unavailable (the name
// does not resolve), unauthorized (no address is public, or it is a local socket, which reaches this machine
// with the engine's own identity).
Result<Done> keep_public_addresses(PostgresServer& server);

// The libpq connection string for it. Nothing is taken from the environment's password file.
std::string connection_text(const PostgresServer& server, Milliseconds connect_timeout);

}  // namespace runledger::actions

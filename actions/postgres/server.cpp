#include "actions/postgres/server.hpp"

#include <netdb.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "actions/call/arguments.hpp"
#include "actions/network/address_guard.hpp"
#include "actions/postgres/connection_url.hpp"

namespace runledger::actions {
namespace {

Result<Done> check(const PostgresServer& server) {
  constexpr std::array<std::string_view, 7> kModes{"",        "disable",   "allow",      "prefer",
                                                   "require", "verify-ca", "verify-full"};
  if (server.host.empty() || server.database.empty() || server.user.empty()) {
    return Error{Errc::invalid_input,
                 "the connection must name host, database and username (or give them in its url)"};
  }
  if (server.host.find(',') != std::string::npos) {
    return Error{Errc::invalid_input, "the connection must name one host, not a list"};
  }
  const bool digits =
      std::all_of(server.port.begin(), server.port.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || server.port.empty() || server.port.size() > 5) {
    return Error{Errc::invalid_input, "`port` of the connection must be a number from 1 to 65535"};
  }
  if (std::find(kModes.begin(), kModes.end(), server.sslmode) == kModes.end()) {
    return Error{Errc::invalid_input,
                 "`sslmode` must be disable, allow, prefer, require, verify-ca or verify-full"};
  }
  for (const std::string* text : {&server.host, &server.database, &server.user, &server.password}) {
    if (text->find('\0') != std::string::npos) {
      return Error{Errc::invalid_input, "the connection's settings hold a NUL character"};
    }
  }
  return Done{};
}

Result<PostgresServer> read_url(const std::string& url, Redactor& redactor) {
  Result<std::map<std::string, std::string>> parameters = parse_connection_url(url);
  if (!parameters) return std::move(parameters).error();
  PostgresServer server;
  const std::map<std::string_view, std::string*> known{
      {"host", &server.host}, {"port", &server.port},         {"dbname", &server.database},
      {"user", &server.user}, {"password", &server.password}, {"sslmode", &server.sslmode}};
  for (auto& [name, value] : *parameters) {
    const auto target = known.find(name);
    if (target == known.end()) {
      return Error{Errc::invalid_input,
                   "`url` of the connection may only hold host, port, dbname, user, password and sslmode"};
    }
    *target->second = std::move(value);
  }
  redactor.add(server.password);
  return server;
}

Result<PostgresServer> read_members(const JsonObject& settings) {
  PostgresServer server;
  const std::pair<std::string_view, std::string*> members[] = {{"host", &server.host},
                                                               {"database", &server.database},
                                                               {"username", &server.user},
                                                               {"password", &server.password},
                                                               {"sslmode", &server.sslmode}};
  for (const auto& [name, target] : members) {
    Result<std::optional<std::string>> text = optional_text(settings, name);
    if (!text) return std::move(text).error();
    *target = text->value_or("");
  }
  const Result<std::optional<std::int64_t>> port = optional_integer(settings, "port", 1, 65535);
  if (!port) return port.error();
  if (*port) server.port = std::to_string(**port);
  return server;
}

struct AddressesDeleter {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

void append_parameter(std::string& text, std::string_view name, std::string_view value) {
  if (!text.empty()) text += ' ';
  text += std::string(name) + "='";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  text += '\'';
}

// `value` once for each of `count` addresses, as libpq wants it.
std::string repeated(const std::string& value, std::size_t count) {
  std::string text = value;
  for (std::size_t i = 1; i < count; ++i) text += "," + value;
  return text;
}

}  // namespace

Result<PostgresServer> read_postgres_server(const JsonObject& settings, Redactor& redactor) {
  Result<std::optional<std::string>> url = optional_text(settings, "url");
  if (!url) return std::move(url).error();
  Result<PostgresServer> server = *url ? read_url(**url, redactor) : read_members(settings);
  if (!server) return server;
  const Result<Done> checked = check(*server);
  if (!checked) return checked.error();
  return server;
}

Result<Done> keep_public_addresses(PostgresServer& server) {
  if (server.is_local_socket()) {
    return Error{Errc::unauthorized,
                 "the connection's host is a local socket, and calls to this machine are not allowed here "
                 "(setting allow_private_addresses)"};
  }
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failure = ::getaddrinfo(server.host.c_str(), server.port.c_str(), &hints, &found);
  if (failure != 0) {
    return Error{Errc::unavailable, "host " + server.host + " does not resolve: " + ::gai_strerror(failure)};
  }
  const std::unique_ptr<addrinfo, AddressesDeleter> addresses(found);
  std::string refused;
  for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
    if (is_public_address(*entry->ai_addr)) {
      server.addresses.push_back(address_text(*entry->ai_addr));
    } else {
      refused = address_text(*entry->ai_addr);
    }
  }
  if (!server.addresses.empty()) return Done{};
  return Error{Errc::unauthorized,
               "the address " + refused + " of host " + server.host +
                   " is private or special, and calls to such addresses are not allowed here "
                   "(setting allow_private_addresses)"};
}

std::string connection_text(const PostgresServer& server, Milliseconds connect_timeout) {
  const std::size_t count = std::max<std::size_t>(server.addresses.size(), 1);
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(connect_timeout).count();
  std::string text;
  append_parameter(text, "host", repeated(server.host, count));
  if (!server.addresses.empty()) {
    std::string list;
    for (const std::string& address : server.addresses) list += (list.empty() ? "" : ",") + address;
    append_parameter(text, "hostaddr", list);
  }
  append_parameter(text, "port", server.port);
  append_parameter(text, "dbname", server.database);
  append_parameter(text, "user", server.user);
  if (!server.password.empty()) append_parameter(text, "password", server.password);
  if (!server.sslmode.empty()) append_parameter(text, "sslmode", server.sslmode);
  append_parameter(text, "passfile", "/nonexistent");
  append_parameter(text, "gssencmode", "disable");
  append_parameter(text, "client_encoding", "UTF8");
  append_parameter(text, "application_name", "runledger-action");
  append_parameter(text, "connect_timeout", std::to_string(std::max<long long>(seconds, 2)));
  return text;
}

}  // namespace runledger::actions

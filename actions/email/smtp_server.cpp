#include <algorithm>
#include <optional>
#include <utility>

#include "actions/call/arguments.hpp"
#include "actions/call/characters.hpp"
#include "actions/email/smtp_delivery.hpp"

namespace runledger::actions {
namespace {

// A name or an IPv4 address; an IPv6 address goes into brackets.
Result<std::string> read_host(const JsonObject& settings) {
  Result<std::string> host = required_text(settings, "host");
  if (!host) return host;
  const bool plain =
      !host->empty() && host->size() <= 255 && std::all_of(host->begin(), host->end(), [](char c) {
        return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_' || c == ':';
      });
  if (!plain) {
    return Error{Errc::invalid_input, "`host` of the mail server must be a host name or an IP address"};
  }
  return host->find(':') == std::string::npos ? *host : "[" + *host + "]";
}

Result<SmtpServer::Tls> read_tls(const JsonObject& settings) {
  Result<std::optional<std::string>> tls = optional_text(settings, "tls");
  if (!tls) return std::move(tls).error();
  const std::string name = tls->value_or("starttls");
  if (name == "none") return SmtpServer::Tls::none;
  if (name == "starttls") return SmtpServer::Tls::starttls;
  if (name == "tls") return SmtpServer::Tls::tls;
  return Error{Errc::invalid_input, "`tls` of the mail server must be none, starttls or tls"};
}

}  // namespace

Result<SmtpServer> read_smtp_server(const JsonObject& settings) {
  SmtpServer server;
  Result<std::string> host = read_host(settings);
  if (!host) return std::move(host).error();
  server.host = *std::move(host);
  const Result<SmtpServer::Tls> tls = read_tls(settings);
  if (!tls) return tls.error();
  server.tls = *tls;
  const Result<std::optional<std::int64_t>> port = optional_integer(settings, "port", 1, 65535);
  if (!port) return port.error();
  const int usual = server.tls == SmtpServer::Tls::none ? 25 : server.tls == SmtpServer::Tls::tls ? 465 : 587;
  server.port = static_cast<int>(port->value_or(usual));
  Result<std::optional<std::string>> username = optional_text(settings, "username");
  if (!username) return std::move(username).error();
  Result<std::optional<std::string>> password = optional_text(settings, "password");
  if (!password) return std::move(password).error();
  server.username = username->value_or("");
  server.password = password->value_or("");
  return server;
}

}  // namespace runledger::actions

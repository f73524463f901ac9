#include "store/postgres/session.hpp"

#include <libpq-fe.h>

#include <array>
#include <cstring>
#include <memory>
#include <utility>

namespace runledger::store {
namespace {

// A statement that runs longer than this is stuck: the engine's own are short. The journal must not wait for
// a lock, nor keep one in an idle transaction, for longer either.
constexpr char kServerSettings[] =
    "-c statement_timeout=10s -c lock_timeout=10s -c idle_in_transaction_session_timeout=30s "
    "-c synchronous_commit=on -c client_min_messages=warning -c datestyle=ISO -c timezone=UTC -c jit=off "
    // The server, too, must notice soon when an engine's machine is gone: its locks are waited for.
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c "
    "tcp_user_timeout=20000";

constexpr std::array<std::pair<const char*, const char*>, 6> kDefaults{{
    {"connect_timeout", "5"},
    {"application_name", "runledger"},
    {"keepalives_idle", "10"},
    {"keepalives_interval", "5"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "20000"},
}};

// A value of a keyword string: in quotes, with backslashes before quotes and backslashes.
void append_keyword(std::string& out, const char* keyword, std::string_view value) {
  if (!out.empty()) out.push_back(' ');
  out.append(keyword).append("='");
  for (const char c : value) {
    if (c == '\'' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  out.push_back('\'');
}

}  // namespace

std::string session_url(const std::string& url, std::string_view settings) {
  char* problem = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(url.c_str(), &problem), &PQconninfoFree);
  if (options == nullptr) {
    PQfreemem(problem);
    return url;  // connecting will say what is wrong with it
  }
  std::string made;
  std::string server_settings = kServerSettings;
  server_settings.append(" ").append(settings);
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    const char* value = option->val;
    if (std::strcmp(option->keyword, "options") == 0) {
      if (value != nullptr) server_settings.append(" ").append(value);  // the later one wins
      continue;
    }
    for (const auto& [keyword, fallback] : kDefaults) {
      if (value == nullptr && std::strcmp(option->keyword, keyword) == 0) value = fallback;
    }
    if (value != nullptr) append_keyword(made, option->keyword, value);
  }
  append_keyword(made, "options", server_settings);
  append_keyword(made, "client_encoding", "UTF8");
  return made;
}

}  // namespace runledger::store

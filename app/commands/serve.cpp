#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "app/cli/outcome.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/database_option.hpp"
#include "app/platform/logging.hpp"
#include "app/platform/private_file.hpp"
#include "app/platform/signals.hpp"
#include "app/platform/system_clock.hpp"
#include "app/service/master_key.hpp"
#include "app/service/service.hpp"
#include "store/store.hpp"

namespace runledger::app {
namespace {

constexpr std::size_t kShortestToken = 20;

const std::vector<Option> kOptions = {
    kDatabaseOption,
    {"--listen", "ADDR:PORT", "where to listen (default 127.0.0.1:8080)", "RUNLEDGER_LISTEN"},
    {"--public-url", "URL", "how senders reach it, when a proxy is in front", "RUNLEDGER_PUBLIC_URL"},
    {"--admin-token-file", "FILE", "holds the admin token (or the variable holds the token itself)"},
    {"--master-key-file", "FILE",
     "64 hex characters that encrypt connections and secrets; made when missing and the database has none",
     "RUNLEDGER_MASTER_KEY_FILE"},
    {"--allow-private-addresses", "", "let workflows call loopback, private networks and local sockets"},
    {"--ca-file", "FILE", "PEM file of authorities that HTTPS calls and SMTP trust (default: the system's)"},
    {"--connect-to", "LIST",
     "HOST:PORT:HOST2:PORT2,...: calls to HOST:PORT connect to HOST2:PORT2 (as curl's --connect-to)"},
    {"--limits", "LIST", "NAME=N,...: see below", "RUNLEDGER_LIMITS"},
    {"--log-level", "LEVEL", "debug, info, warning, error (default info; to stderr)"},
};

Result<Done> set_listen(const std::string& text, ServiceOptions& options) {
  const auto colon = text.rfind(':');
  int port = -1;
  if (colon != std::string::npos) {
    const auto [end, status] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
    if (status != std::errc{} || end != text.data() + text.size()) port = -1;
  }
  if (port < 0 || port > 65535 || colon == 0) {
    return Error{Errc::invalid_input,
                 "--listen must be ADDRESS:PORT, such as 0.0.0.0:8080, not '" + text.substr(0, 60) + "'"};
  }
  std::string address = text.substr(0, colon);
  const bool is_bracketed = address.size() > 2 && address.front() == '[' && address.back() == ']';
  if (is_bracketed) address = address.substr(1, address.size() - 2);
  if (is_bracketed != (address.find(':') != std::string::npos)) {
    return Error{Errc::invalid_input,
                 "--listen: an IPv6 address is written in brackets, such as [::1]:8080, "
                 "not '" +
                     text.substr(0, 60) + "'"};
  }
  options.address = std::move(address);
  options.port = static_cast<std::uint16_t>(port);
  return Done{};
}

Result<Done> set_connect_to(const std::string& text, ServiceOptions& options) {
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    std::string entry = text.substr(start, end - start);
    if (std::count(entry.begin(), entry.end(), ':') < 3) {
      return Error{Errc::invalid_input,
                   "--connect-to must be HOST:PORT:HOST2:PORT2, or several with commas "
                   "between, not '" +
                       entry.substr(0, 100) + "'"};
    }
    options.connect_to.push_back(std::move(entry));
    start = end + 1;
  }
  return Done{};
}

// A file that cannot be used would fail every call, with a message far away from its cause.
Result<Done> set_ca_file(const std::string& file, ServiceOptions& options) {
  if (file.empty()) return Done{};
  auto content = read_file(file);
  if (!content) return std::move(content).error();
  if (content->find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
    return Error{Errc::invalid_input, "--ca-file " + file + " holds no certificate in PEM form"};
  }
  options.ca_file = file;
  return Done{};
}

// The token never comes as an argument: others could read it with `ps`.
Result<std::string> admin_token(const Arguments& arguments) {
  std::string token;
  if (const auto file = arguments.get("--admin-token-file")) {
    auto content = read_file(*file);
    if (!content) return std::move(content).error();
    token = std::move(*content);
    while (!token.empty() && (token.back() == '\n' || token.back() == '\r')) token.pop_back();
  } else if (const char* variable = std::getenv("RUNLEDGER_ADMIN_TOKEN")) {
    token = variable;
  }
  if (token.size() >= kShortestToken) return token;
  return Error{Errc::invalid_input,
               "an admin token of at least " + std::to_string(kShortestToken) +
                   " characters is needed: --admin-token-file, or RUNLEDGER_ADMIN_TOKEN; "
                   "`openssl rand -hex 24` makes one"};
}

Result<ServiceOptions> read_options(const Arguments& arguments) {
  ServiceOptions options;
  auto url = database_url(arguments);
  if (!url) return std::move(url).error();
  options.database_url = *url;
  if (auto done = set_listen(arguments.get_or("--listen", "127.0.0.1:8080"), options); !done) {
    return std::move(done).error();
  }
  options.public_url = arguments.get_or("--public-url", "");
  while (!options.public_url.empty() && options.public_url.back() == '/') options.public_url.pop_back();
  auto token = admin_token(arguments);
  if (!token) return std::move(token).error();
  options.admin_token = *token;
  options.allow_private_addresses = arguments.has("--allow-private-addresses");
  if (auto done = set_ca_file(arguments.get_or("--ca-file", ""), options); !done) {
    return std::move(done).error();
  }
  if (auto done = set_connect_to(arguments.get_or("--connect-to", ""), options); !done) {
    return std::move(done).error();
  }
  if (auto done = set_limits(arguments.get_or("--limits", ""), options.limits); !done) {
    return std::move(done).error();
  }
  return options;
}

Result<std::unique_ptr<Service>> start_once(ServiceOptions options, const std::string& key_file) {
  if (auto migrated = store::migrate(options.database_url); !migrated) return std::move(migrated).error();
  SystemRandom random;
  auto key = master_key_for(key_file, options.database_url, random);
  if (!key) return std::move(key).error();
  options.master_key = *std::move(key);
  return Service::start(options);
}

// The database may come up after us, or go away in between: wait for it instead of dying in a loop. Null when
// asked to stop meanwhile.
Result<std::unique_ptr<Service>> start_when_there(const ServiceOptions& options, const std::string& key_file,
                                                  StopSignals& signals) {
  while (true) {
    auto started = start_once(options, key_file);
    if (started || started.error().code != Errc::unavailable) return started;
    spdlog::warn("database_unavailable waiting for it: {}", started.error().message);
    if (signals.wait_for(std::chrono::seconds(2))) return std::unique_ptr<Service>();
  }
}

Result<Done> run_until_stopped(ServiceOptions options, const std::string& key_file, StopSignals& signals) {
  auto service = start_when_there(std::move(options), key_file, signals);
  if (!service) return std::move(service).error();
  if (*service == nullptr) return Done{};
  (*service)->open();
  std::printf("runledger serves at %s\n", (*service)->url().c_str());
  std::fflush(stdout);
  signals.wait();
  spdlog::info("service_stopping finishing what is under way");
  (*service)->stop();
  return Done{};
}

}  // namespace

int serve_command(const std::vector<std::string>& words) {
  if (asks_for_help(words)) {
    std::printf(
        "Usage: runledger serve --database-url URL --master-key-file FILE [OPTIONS]\n\nA server on a "
        "PostgreSQL "
        "of yours; its schema is brought up to date first. TLS belongs to a\nproxy in front.\n\n%s\n%s",
        options_help(kOptions).c_str(), limits_help().c_str());
    return kDone;
  }
  auto arguments = Arguments::parse(words, kOptions);
  if (!arguments) return wrong_usage(arguments.error(), "runledger serve --help");
  if (auto done = set_up_logging(arguments->get_or("--log-level", "info"), {}); !done)
    return failed(done.error());
  StopSignals signals;
  auto options = read_options(*arguments);
  if (!options) return wrong_usage(options.error(), "runledger serve --help");
  auto key_file = arguments->require("--master-key-file");
  if (!key_file) return wrong_usage(key_file.error(), "runledger serve --help");
  // A file that holds no key at all is told before the database, which may be away, is asked.
  SystemRandom random;
  if (auto held = load_master_key(*key_file, false, random); !held && held.error().code != Errc::not_found) {
    return wrong_usage(held.error(), "runledger serve --help");
  }
  auto done = run_until_stopped(*std::move(options), *key_file, signals);
  return done ? kDone : failed(done.error());
}

}  // namespace runledger::app

#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "workflow/base/id.hpp"
#include "workflow/base/time.hpp"
#include "workflow/ports/action_runner.hpp"
#include "workflow/ports/vault.hpp"

namespace runledger::actions {

// What a `log` action says. Valid during the call of the sink only.
struct LogLine {
  RunId run;
  std::string_view task;     // JSON pointer
  std::string_view level;    // "debug", "info", "warn", "error"
  std::string_view message;  // JSON text when it is not a string; secrets redacted; on one line
};

// Limits and settings of the effects. The defaults suit a server of a few cores.
struct ActionOptions {
  // Effects accepted and not yet ended, http, email and log together; more: Errc::overloaded.
  std::size_t max_queued = 10'000;
  // Transfers (HTTP and SMTP) under way at once, in all and to one host and port.
  std::size_t max_transfers = 256;
  std::size_t max_transfers_per_host = 64;
  // Threads that look up connections and secrets and write and read messages for the transfers.
  std::size_t worker_threads = 2;
  // Threads for SQL: each holds at most one connection open at a time; and effects accepted and not yet
  // ended.
  std::size_t sql_threads = 4;
  std::size_t max_sql_queued = 1'000;

  // The longest an effect may take, queueing included, when its intent does not say.
  Milliseconds http_timeout{30'000};
  Milliseconds email_timeout{60'000};
  Milliseconds sql_timeout{30'000};

  // The body of an HTTP answer, decompressed; more: the call fails.
  std::size_t max_response_bytes = 4 * 1024 * 1024;
  // The result of one SQL statement; more: the call fails and is rolled back.
  std::size_t max_rows = 10'000;
  std::size_t max_result_bytes = 4 * 1024 * 1024;

  // Whether calls may reach loopback, private, link-local and other special addresses. Off: an outsider who
  // can steer a URL must not reach what only this machine can reach.
  bool allow_private_addresses = false;
  std::string user_agent = "Runledger/0.1";
  // Connections of kind "outbox" write e-mails as files below this folder; empty: that kind is refused.
  std::string outbox_root;
  // PEM file of certificate authorities for HTTPS and SMTP; empty: the system's.
  std::string ca_file;
  // "host:port:connect-to-host:connect-to-port" each: where HTTP and SMTP to that host and port really go.
  // The certificate is still checked against the first host's name, the address as any other.
  std::vector<std::string> connect_to;
  // Where `log` actions go; called on a thread of the runner, one call at a time a thread. Empty: nowhere
  // (the message is in the run's events anyhow).
  std::function<void(const LogLine&)> log_sink;
};

// Starts the threads. `vault` must outlive the runner. The result is thread-safe; its destructor stops it
// without grace.
std::unique_ptr<ActionRunner> make_action_runner(ActionOptions options, Vault& vault);

}  // namespace runledger::actions

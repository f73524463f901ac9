#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "admin/context.hpp"
#include "app/service/limits.hpp"
#include "http/router.hpp"
#include "http/worker_pool.hpp"
#include "workflow/base/result.hpp"

namespace runledger::app {

struct ServiceOptions {
  std::string database_url;  // a migrated database
  std::string master_key;    // 32 bytes: encrypts connections and secrets
  std::string admin_token;
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: a free one
  std::string public_url;  // empty: http://<address>:<port>
  bool allow_private_addresses = false;
  std::string ca_file;  // see actions::ActionOptions, also the next
  std::vector<std::string> connect_to;
  std::string outbox_root;  // below it, "outbox" connections may write; empty: they are refused
  unsigned http_threads = 2;
  Limits limits;
  // More routes (dev mode's receiver). Called once, before the server starts.
  std::function<void(http::Router&, http::WorkerPool&)> more_routes;
};

// A whole running engine: store, effects, actors, front door and admin API, wired together.
class Service {
 public:
  // Starts everything; requests are answered 503 until open(). Errors: unavailable (the database), conflict
  // (port taken), invalid_input.
  static Result<std::unique_ptr<Service>> start(const ServiceOptions& options);
  // stop()
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  // Lets requests in, and goes on with what the last process left: its effects may call this very server.
  void open();
  // Where admins' acts take place; for seeding.
  admin::Context& admin();
  // How senders and admins reach it: no slash at the end.
  const std::string& url() const;
  // Every route, for comparing them with the OpenAPI document.
  std::vector<http::Route> routes() const;
  // Ends in the order in which nothing is lost: no more deliveries are taken, and /readyz says so; effects
  // under way may end, for some seconds at most, and their outcomes are recorded; then engine, effects, and,
  // when what came in is answered, the server. What is left goes on at the next start. Blocks. Idempotent.
  void stop();

 private:
  struct Parts;
  explicit Service(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace runledger::app

#pragma once

#include <memory>
#include <string>

#include "http/worker_pool.hpp"
#include "workflow/ports/catalog.hpp"
#include "workflow/ports/clock.hpp"
#include "workflow/ports/engine.hpp"
#include "workflow/ports/queries.hpp"
#include "workflow/ports/time_zones.hpp"
#include "workflow/ports/vault.hpp"

namespace runledger::admin {

// What the admin API works with. Everything outlives it.
struct Context {
  Engine& engine;
  Catalog& catalog;
  Queries& queries;
  Vault& vault;
  const Clock& clock;
  Random& random;
  const TimeZones& zones;
  http::WorkerPool& workers;
  std::string public_url;    // "http://127.0.0.1:8080": how senders reach this server; no slash at the end
  std::string token_sha256;  // hex, of the admin token
};

}  // namespace runledger::admin

#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "http/metrics.hpp"
#include "http/router.hpp"
#include "http/worker_pool.hpp"
#include "workflow/ports/catalog.hpp"
#include "workflow/ports/clock.hpp"
#include "workflow/ports/engine.hpp"
#include "workflow/ports/queries.hpp"

namespace runledger::http::webhooks {

struct Options {
  // Put before status URLs, without a slash at its end: "https://hooks.example.org". Empty: they are paths.
  std::string public_url;
  // The most that a client may wait with `Prefer: wait=N` (RFC 7240 §4.3); more is cut down to it.
  std::chrono::seconds longest_wait{60};
  std::size_t json_depth = 64;
};

// What the front door works with. All must outlive it and every request under way.
struct Services {
  Catalog& catalog;
  Engine& engine;
  Queries& queries;
  WorkerPool& workers;  // for reads from the database
  const Clock& clock;
  Random& random;
};

class RefusalFlusher;

// Where deliveries come in:
//   POST /webhooks/{webhookId}              starts a run: 202, or 200 with the output when waited for
//   GET  /webhooks/{webhookId}/runs/{runId} how it stands
// Both want `Authorization: Bearer <key>` with a key of that workflow; without one, known and unknown
// workflows cannot be told apart. Refused deliveries are recorded by RefusalRecorder, which takes only a few
// places of the engine's queue: starts find room in it whatever comes without a key. Thread-safe.
class FrontDoor {
 public:
  FrontDoor(const Services& services, Options options);
  ~FrontDoor();

  // The routes refer to what this object holds, and may outlive it.
  void add_routes(Router& router) const;

  // runledger_webhook_refusals_merged: see RefusalRecorder::merged.
  void add_metrics(Metrics& metrics) const;

  // Records a delivery that reached no route: too long (413, ServerOptions::on_refused), or while the server
  // stops (503). Others than deliveries are ignored.
  void record_refused(const Request& head, int status) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
  std::unique_ptr<RefusalFlusher> flusher_;
};

}  // namespace runledger::http::webhooks

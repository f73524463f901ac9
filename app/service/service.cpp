#include "app/service/service.hpp"

#include <spdlog/spdlog.h>

#include <atomic>
#include <cstdlib>
#include <thread>

#include "actions/action_runner.hpp"
#include "actors/engine.hpp"
#include "admin/api.hpp"
#include "app/platform/system_clock.hpp"
#include "app/platform/time_zone_database.hpp"
#include "app/service/counted_runner.hpp"
#include "app/service/metrics.hpp"
#include "http/health.hpp"
#include "http/metrics.hpp"
#include "http/problem.hpp"
#include "http/server.hpp"
#include "http/webhooks/front_door.hpp"
#include "store/store.hpp"
#include "workflow/base/sha256.hpp"

namespace runledger::app {
namespace {

constexpr Milliseconds kDrainGrace{5'000};
constexpr Milliseconds kQuiet{50};  // an intent's way from the journal to the runner
constexpr Milliseconds kEngineGrace{10'000};
constexpr Milliseconds kActionGrace{2'000};
constexpr unsigned kBlockingThreads = 4;
constexpr std::size_t kBlockingQueue = 256;

void log_action(const actions::LogLine& line) {
  const auto level = spdlog::level::from_str(std::string(line.level));
  spdlog::log(level, "workflow_log run={} task={} {}", line.run.text(), line.task, line.message);
}

actions::ActionOptions action_options(const ServiceOptions& options) {
  actions::ActionOptions out = options.limits.effects;
  out.allow_private_addresses = options.allow_private_addresses;
  out.ca_file = options.ca_file;
  out.connect_to = options.connect_to;
  out.outbox_root = options.outbox_root;
  out.log_sink = log_action;
  return out;
}

http::ServerOptions server_options(const ServiceOptions& options) {
  http::ServerOptions out;
  out.address = options.address;
  out.port = options.port;
  out.threads = options.http_threads;
  out.limits = options.limits.server;
  return out;
}

enum class Phase { starting, open, stopping };

// Time and randomness, for all.
struct Platform {
  SystemClock clock;
  SystemRandom random;
  std::unique_ptr<TimeZones> zones = system_time_zones();
};

// Whoever carries on must not do so from what was true before another engine came. No orderly end: what that
// would write is no longer ours to write.
[[noreturn]] void end_superseded(const std::string& holder) {
  spdlog::critical(
      "engine_superseded another engine works on this database now ({}); this process ends, and stands by "
      "when "
      "it is started again",
      holder);
  spdlog::default_logger()->flush();
  std::_Exit(1);
}

store::StoreOptions store_options(const ServiceOptions& options) {
  store::StoreOptions out;
  out.database_url = options.database_url;
  out.master_key = options.master_key;
  out.on_superseded = end_superseded;
  return out;
}

}  // namespace

// In the order of construction: each uses only what stands above it, and so they end in the reverse order.
struct Service::Parts {
  Parts(const ServiceOptions& given, std::unique_ptr<Platform> machine, std::unique_ptr<store::Store> opened)
      : options(given),
        platform(std::move(machine)),
        store(std::move(opened)),
        runner(std::make_unique<CountedRunner>(
            actions::make_action_runner(action_options(options), store->vault()))),
        engine(std::make_unique<actors::RunningEngine>(
            options.limits.engine, actors::EnginePorts{store->journal_log(), store->read_logs(),
                                                       store->run_index(), store->catalog(), *runner,
                                                       platform->clock, platform->random, *platform->zones})),
        workers(kBlockingThreads, kBlockingQueue),
        context{*engine,
                store->catalog(),
                store->queries(),
                store->vault(),
                platform->clock,
                platform->random,
                *platform->zones,
                workers,
                "",
                sha256_hex(options.admin_token)} {}

  void answer(http::Request request, http::Responder responder) {
    const Phase now = phase.load();
    if (now == Phase::starting) {
      responder.respond(http::problem_response({Errc::unavailable, "starting up; try again in a moment"}));
    } else if (now == Phase::stopping && !request.segments.empty() &&
               request.segments.front() == "webhooks") {
      front_door->record_refused(request, 503);
      responder.respond(http::problem_response({Errc::unavailable, "shutting down; send it again later"}));
    } else {
      router.handle(std::move(request), std::move(responder));
    }
  }

  // Waits until no effect is under way and every outcome is in the log, at most the grace.
  void drain() {
    engine->drain();
    const auto step = std::chrono::milliseconds(10);
    Milliseconds quiet{0};
    for (Milliseconds waited{0}; waited < kDrainGrace && quiet < kQuiet; waited += step) {
      std::this_thread::sleep_for(step);
      const bool idle = runner->under_way() == 0 && engine->stats().unrecorded == 0;
      quiet = idle ? quiet + step : Milliseconds{0};
    }
  }

  ServiceOptions options;
  std::unique_ptr<Platform> platform;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<CountedRunner> runner;
  std::unique_ptr<actors::RunningEngine> engine;
  http::WorkerPool workers;
  admin::Context context;
  std::shared_ptr<http::Metrics> metrics = std::make_shared<http::Metrics>();
  std::unique_ptr<http::webhooks::FrontDoor> front_door;
  http::Router router;
  std::unique_ptr<http::Server> server;
  std::atomic<Phase> phase{Phase::starting};
  bool stopped = false;
};

Result<std::unique_ptr<Service>> Service::start(const ServiceOptions& options) {
  auto platform = std::make_unique<Platform>();
  auto opened = store::Store::open(store_options(options), platform->clock, platform->random);
  if (!opened) return std::move(opened).error();
  auto parts = std::make_unique<Parts>(options, std::move(platform), std::move(*opened));
  Parts* const p = parts.get();
  // Without workflows and keys every request would be refused.
  if (auto loaded = p->store->catalog().refresh(); !loaded) return std::move(loaded).error();

  http::ServerOptions server = server_options(options);
  server.on_refused = [p](const http::Request& head, int status) {
    if (p->phase.load() != Phase::starting) p->front_door->record_refused(head, status);
  };
  p->server = std::make_unique<http::Server>(
      server,
      [p](http::Request request, http::Responder responder) {
        p->answer(std::move(request), std::move(responder));
      },
      p->metrics);
  std::unique_ptr<Service> service(new Service(std::move(parts)));
  if (auto started = p->server->start(); !started) return std::move(started).error();

  // Only now is the port known that the URLs carry. Nobody looks at the router before open().
  const bool v6 = options.address.find(':') != std::string::npos;
  const std::string host = v6 ? '[' + options.address + ']' : options.address;
  p->context.public_url = options.public_url.empty()
                              ? "http://" + host + ':' + std::to_string(p->server->port())
                              : options.public_url;
  http::webhooks::Options door;
  door.public_url = p->context.public_url;
  p->front_door = std::make_unique<http::webhooks::FrontDoor>(
      http::webhooks::Services{p->store->catalog(), *p->engine, p->store->queries(), p->workers,
                               p->platform->clock, p->platform->random},
      door);
  p->front_door->add_routes(p->router);
  p->front_door->add_metrics(*p->metrics);
  admin::add_admin_routes(p->router, p->context);
  http::add_health_routes(p->router, [p]() -> std::optional<std::string> {
    if (p->phase.load() == Phase::stopping) return "shutting down";
    if (!p->engine->database_available()) {
      return "the log cannot be appended to: the database is away, or another engine works on it";
    }
    if (!p->engine->ready()) return "runs of the last process are being taken up again";
    return std::nullopt;
  });
  add_engine_metrics(*p->metrics, *p->engine);
  http::add_metrics_route(p->router, *p->metrics);
  if (options.more_routes) options.more_routes(p->router, p->workers);
  return service;
}

Service::Service(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Service::~Service() {
  stop();
}

void Service::open() {
  parts_->phase.store(Phase::open);
  parts_->engine->begin();
}

admin::Context& Service::admin() {
  return parts_->context;
}

const std::string& Service::url() const {
  return parts_->context.public_url;
}

std::vector<http::Route> Service::routes() const {
  return parts_->router.routes();
}

void Service::stop() {
  if (std::exchange(parts_->stopped, true)) return;
  // The server ends last: until then it says that this process takes no more work, effects may call it (dev
  // mode's receiver), and the engine's stop answers every request that waits for it.
  if (parts_->phase.exchange(Phase::stopping) == Phase::open) parts_->drain();
  parts_->engine->stop(kEngineGrace);
  parts_->runner->stop(kActionGrace);
  parts_->server->stop();
  parts_->workers.stop();
  spdlog::info("service_stopped");
}

}  // namespace runledger::app

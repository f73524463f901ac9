#include <cstdio>

#include "app/cli/outcome.hpp"
#include "app/commands/commands.hpp"
#include "app/dev/cluster_keeper.hpp"
#include "app/dev/data_folder.hpp"
#include "app/dev/dev_file.hpp"
#include "app/dev/receiver.hpp"
#include "app/dev/seed.hpp"
#include "app/dev/shop_database.hpp"
#include "app/dev/welcome.hpp"
#include "app/platform/logging.hpp"
#include "app/platform/private_file.hpp"
#include "app/platform/signals.hpp"
#include "app/platform/system_clock.hpp"
#include "app/service/master_key.hpp"
#include "app/service/service.hpp"
#include "http/server.hpp"
#include "store/store.hpp"

namespace runledger::app {
namespace {

const std::vector<Option> kOptions = {
    {"--port", "N", "port to listen on, 0 for a free one (default 8080)"},
    {"--data", "DIR", "where everything is kept (default ./data)"},
    {"--log-level", "LEVEL", "debug, info, warning, error (default info; into DIR/runledger.log)"},
};

struct Databases {
  std::unique_ptr<PrivateCluster> cluster;
  std::string engine_url, shop_url;
};

Result<Databases> start_databases(const DataFolder& folder) {
  auto cluster = PrivateCluster::start({folder.cluster(), true});
  if (!cluster) return std::move(cluster).error();
  for (const char* database : {kEngineDatabase, kShopDatabase}) {
    if (auto made = (*cluster)->create_database(database); !made) return std::move(made).error();
  }
  Databases out{std::move(*cluster), "", ""};
  out.engine_url = out.cluster->url(kEngineDatabase);
  out.shop_url = out.cluster->url(kShopDatabase);
  if (auto done = store::migrate(out.engine_url); !done) return std::move(done).error();
  if (auto done = prepare_shop(out.shop_url); !done) return std::move(done).error();
  return out;
}

// Says that the port is taken before anything is made; whoever takes it in between is met at the real start.
Result<Done> check_port(std::uint16_t port) {
  http::ServerOptions options;
  options.port = port;
  options.threads = 1;
  http::Server probe(options, [](const http::Request&, const http::Responder&) {});
  if (auto started = probe.start(); !started) {
    return Error{started.error().code,
                 started.error().message + "; choose another with --port N, or --port 0 for a free one"};
  }
  return Done{};
}

void say(const std::string& text) {
  if (text.empty()) return;
  std::puts(text.c_str());
  std::fflush(stdout);
}

// Blocks until a signal asks to stop; keeps the database running meanwhile.
void wait_for_stop(StopSignals& signals, PrivateCluster& cluster) {
  ClusterKeeper keeper(cluster);
  while (!signals.wait_for(std::chrono::milliseconds(200))) say(keeper.look());
}

Result<Done> run_until_stopped(const Arguments& arguments, StopSignals& signals) {
  auto port = arguments.number("--port", 8080, 0, 65535);
  if (!port) return std::move(port).error();
  if (auto free = check_port(static_cast<std::uint16_t>(*port)); !free) return free;
  auto folder = open_data_folder(arguments.get_or("--data", ""));
  if (!folder) return std::move(folder).error();
  auto lock = FolderLock::take(folder->root);
  if (!lock) return std::move(lock).error();
  if (auto done = set_up_logging(arguments.get_or("--log-level", "info"), folder->log()); !done) return done;
  auto before = load_dev_file(folder->dev_file());
  if (!before) return std::move(before).error();
  SystemRandom random;
  auto databases = start_databases(*folder);
  if (!databases) return std::move(databases).error();
  auto master_key = master_key_for(folder->master_key(), databases->engine_url, random);
  if (!master_key) return std::move(master_key).error();
  if (before->admin_token.empty()) before->admin_token = "rladmin_" + random_hex(random, 24);

  std::unique_ptr<DevReceiver> receiver;
  ServiceOptions options;
  options.database_url = databases->engine_url;
  options.master_key = *master_key;
  options.admin_token = before->admin_token;
  options.port = static_cast<std::uint16_t>(*port);
  options.allow_private_addresses = true;  // the examples call this very server
  options.outbox_root = folder->outbox().string();
  options.more_routes = [&](http::Router& router, http::WorkerPool& workers) {
    receiver = std::make_unique<DevReceiver>(folder->received(), workers);
    receiver->add_routes(router);
  };
  auto service = Service::start(options);
  if (!service) return std::move(service).error();
  auto dev = seed((*service)->admin(), {databases->shop_url, folder->outbox()}, *before);
  if (!dev) return std::move(dev).error();
  if (auto done = write_payloads(*folder); !done) return done;
  if (auto done = save_dev_file(folder->dev_file(), *dev); !done) return done;
  (*service)->open();
  std::fputs(welcome_text(*dev, *folder).c_str(), stdout);
  std::fflush(stdout);
  wait_for_stop(signals, *databases->cluster);
  say("\nStopping: finishing what is under way. Ctrl-C again ends at once; nothing acknowledged is lost.");
  (*service)->stop();
  return Done{};
}

}  // namespace

int dev_command(const std::vector<std::string>& words) {
  if (asks_for_help(words)) {
    std::printf(
        "Usage: runledger dev [OPTIONS]\n\nEverything on this machine: a private PostgreSQL below the data "
        "folder, "
        "three example\nworkflows with keys, an e-mail outbox, a receiver for HTTP calls.\n\n%s",
        options_help(kOptions).c_str());
    return kDone;
  }
  auto arguments = Arguments::parse(words, kOptions);
  if (!arguments) return wrong_usage(arguments.error(), "runledger dev --help");
  StopSignals signals;
  auto done = run_until_stopped(*arguments, signals);
  return done ? kDone : failed(done.error());
}

}  // namespace runledger::app

#include "http/server.hpp"

#include <pistache/endpoint.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "http/metrics.hpp"
#include "http/server/connection.hpp"
#include "http/server/context.hpp"
#include "http/server/listening_socket.hpp"
#include "http/server/pistache_handler.hpp"
#include "http/server/process_limits.hpp"

namespace runledger::http {
namespace {

using std::chrono::milliseconds;

// Descriptors left for the rest of the process: database, outgoing calls, files.
constexpr std::size_t kOtherDescriptors = 256;
constexpr int kBacklog = 4096;
constexpr milliseconds kAbortTimeout{2'000};

// Deadlines are met within a quarter of the shortest, but looked at no more than a few times a second.
milliseconds tick_of(const ServerLimits& limits) {
  const milliseconds shortest =
      std::min({limits.header_timeout, limits.body_timeout, limits.idle_timeout, limits.write_timeout});
  return std::clamp(shortest / 4, milliseconds(5), milliseconds(250));
}

Pistache::Address pistache_address(const std::string& host, std::uint16_t port) {
  const bool v6 = host.find(':') != std::string::npos;
  return Pistache::Address(v6 ? "[" + host + "]" : host, Pistache::Port(port));
}

// Our own deadlines replace Pistache's, which would close a peer without telling the handler.
Pistache::Http::Endpoint::Options pistache_options(const ServerOptions& options) {
  constexpr std::chrono::hours kNever{24 * 365 * 100};
  using Flag = Pistache::Tcp::Options;
  return Pistache::Http::Endpoint::options()
      .threads(static_cast<int>(std::max(1U, options.threads)))
      .threadsName("http")
      .flags(Pistache::Flags<Flag>(Flag::NoDelay) | Flag::ReuseAddr | Flag::CloseOnExec)
      .headerTimeout(kNever)
      .bodyTimeout(kNever)
      .keepaliveTimeout(kNever);
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, Handler handler, std::shared_ptr<Metrics> metrics)
      : context_(std::make_shared<server::Context>(options, std::move(handler), std::move(metrics),
                                                   tick_of(options.limits))) {}

  Result<Done> start();
  void stop();
  std::uint16_t port() const { return port_; }

 private:
  void share_out_descriptors();

  std::shared_ptr<server::Context> context_;
  std::unique_ptr<Pistache::Http::Endpoint> endpoint_;
  std::optional<int> listening_;
  std::uint16_t port_ = 0;
};

// Each connection takes two descriptors. The duplicates get numbers of their own range: Pistache spreads
// connections over its workers by their number, and with both kinds mixed every number would be even.
void Server::Impl::share_out_descriptors() {
  const std::size_t files = server::raise_open_file_limit();
  const std::size_t possible = files > 2 * kOtherDescriptors ? (files - kOtherDescriptors) / 2 : files / 4;
  context_->connection_limit = std::min(context_->options.limits.connections, possible);
  context_->lowest_duplicate =
      static_cast<int>(std::min(files - possible, context_->connection_limit + kOtherDescriptors));
  if (context_->connection_limit < context_->options.limits.connections) {
    spdlog::warn("http_connections_limited to={} wanted={} because only {} files may be open",
                 context_->connection_limit, context_->options.limits.connections, files);
  }
}

Result<Done> Server::Impl::start() {
  const ServerOptions& options = context_->options;
  server::ignore_broken_pipes();
  share_out_descriptors();
  try {
    endpoint_ = std::make_unique<Pistache::Http::Endpoint>(pistache_address(options.address, options.port));
    endpoint_->init(pistache_options(options));
    endpoint_->setHandler(Pistache::Http::make_handler<server::PistacheHandler>(context_));
    context_->loop.start();
    endpoint_->serveThreaded();
  } catch (const std::exception& thrown) {
    context_->loop.stop();
    endpoint_.reset();
    return Error{Errc::conflict, "cannot listen on " + options.address + ":" + std::to_string(options.port) +
                                     ": " + thrown.what()};
  }
  port_ = endpoint_->getPort();
  listening_ = server::find_listening_socket(port_);
  if (listening_) ::listen(*listening_, kBacklog);
  return Done{};
}

void Server::Impl::stop() {
  if (!endpoint_) return;
  context_->draining = true;
  if (listening_) server::stop_listening(*listening_);
  const auto each = [this](auto what) {
    for (const auto& watched : context_->loop.all()) what(static_cast<server::Connection&>(*watched));
  };
  each([](server::Connection& connection) { connection.drain(); });
  if (!context_->loop.wait_until_empty(context_->options.drain_timeout)) {
    spdlog::warn("http_drain_incomplete connections={}", context_->connections.load());
    each([](server::Connection& connection) { connection.abort(); });
    context_->loop.wait_until_empty(kAbortTimeout);
  }
  endpoint_->shutdown();
  endpoint_.reset();
  context_->loop.stop();
  context_->resumer.stop();
  context_->handler = nullptr;
}

Server::Server(ServerOptions options, Handler handler, std::shared_ptr<Metrics> metrics)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler), std::move(metrics))) {}

Server::~Server() {
  stop();
}

Result<Done> Server::start() {
  return impl_->start();
}

void Server::stop() {
  impl_->stop();
}

std::uint16_t Server::port() const {
  return impl_->port();
}

}  // namespace runledger::http

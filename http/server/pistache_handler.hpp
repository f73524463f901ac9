#pragma once

#include <pistache/endpoint.h>
#include <pistache/peer.h>

#include <memory>

#include "http/server/context.hpp"

namespace runledger::http::server {

// Takes Pistache's connections before its own parser and writer see them (their defects: docs/adr). Pistache
// makes one copy a worker; all share the context.
class PistacheHandler final : public Pistache::Http::Handler {
 public:
  HTTP_PROTOTYPE(PistacheHandler)

  explicit PistacheHandler(std::shared_ptr<Context> context) : context_(std::move(context)) {}

  // Never called: no input reaches Pistache's parser.
  void onRequest(const Pistache::Http::Request&, Pistache::Http::ResponseWriter) override {}

 private:
  using Peer = std::shared_ptr<Pistache::Tcp::Peer>;

  void onConnection(const Peer& peer) override;
  void onInput(const char* bytes, std::size_t length, const Peer& peer) override;
  void onDisconnection(const Peer& peer) override;

  std::shared_ptr<Context> context_;
};

}  // namespace runledger::http::server

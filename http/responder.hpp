#pragma once

#include <memory>
#include <string_view>

#include "http/response.hpp"

namespace runledger::http {

// Where an answer goes. The server implements it for its connections, tests for themselves.
class ResponseSink {
 public:
  virtual ~ResponseSink() = default;
  // Called once, from any thread. Must not throw and must not block.
  virtual void deliver(Response response) noexcept = 0;
  // The matched route's pattern, for log and metrics: called before deliver(), with text that lives as long
  // as the router.
  virtual void name_route(std::string_view pattern) noexcept;
};

// The right to answer one request, once. A cheap handle: copies share that right, so it fits into
// std::function and actor messages. When the last copy goes without an answer, the client gets a 500
// problem+json: no request is left hanging. Thread-safe: any thread may respond; the first wins and the rest
// are ignored (respond() says so). The connection may be gone by then; the answer is dropped and can never
// reach another client.
class Responder {
 public:
  explicit Responder(std::shared_ptr<ResponseSink> sink);

  // True when this call was the first. Never blocks.
  bool respond(Response response) const;
  bool answered() const;
  void name_route(std::string_view pattern) const;

 private:
  struct Right;
  std::shared_ptr<Right> right_;
};

}  // namespace runledger::http

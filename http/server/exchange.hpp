#pragma once

#include <chrono>
#include <memory>
#include <string_view>

#include "http/responder.hpp"
#include "http/server/context.hpp"
#include "http/server/outbox.hpp"

namespace runledger::http::server {

class Connection;

// One request on its way to an answer: counts it, writes its access-log line and brings the answer to the
// connection.
class Exchange final : public ResponseSink {
 public:
  // `method` must be a literal or otherwise live on.
  Exchange(std::shared_ptr<Connection> connection, std::shared_ptr<Context> context, Outbox::Ticket ticket,
           RequestId request_id, std::string_view method, std::size_t body_bytes);

  void deliver(Response response) noexcept override;
  void name_route(std::string_view pattern) noexcept override { route_ = pattern; }

 private:
  void record(const Response& response) const;

  std::shared_ptr<Connection> connection_;
  std::shared_ptr<Context> context_;
  Outbox::Ticket ticket_;
  RequestId request_id_;
  std::string_view method_;
  std::string_view route_ = "unmatched";
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace runledger::http::server

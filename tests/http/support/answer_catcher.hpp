#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "http/request.hpp"
#include "http/responder.hpp"

namespace runledger::http::test {

// Takes a Responder's answer without a server.
class AnswerCatcher {
 public:
  AnswerCatcher() : sink_(std::make_shared<Sink>()) {}

  Responder responder() const { return Responder(sink_); }
  bool answered() const { return sink_->response.has_value(); }
  const Response& answer() const {
    if (!sink_->response) throw std::runtime_error("no answer came");
    return *sink_->response;
  }
  std::string header(std::string_view name) const {
    const std::string* value = answer().headers.find(name);
    return value ? *value : "";
  }
  const std::string& route() const { return sink_->route; }

 private:
  struct Sink final : ResponseSink {
    void deliver(Response given) noexcept override { response = std::move(given); }
    void name_route(std::string_view pattern) noexcept override { route = pattern; }
    std::optional<Response> response;
    std::string route;
  };
  std::shared_ptr<Sink> sink_;
};

// A request as the server would make it. `path` has no escapes and no query.
inline Request make_request(Method method, const std::string& path, Headers headers = {},
                            std::string body = {}) {
  Request request;
  request.method = method;
  request.target = request.raw_path = path;
  for (std::size_t begin = 1; begin <= path.size();) {
    const auto end = std::min(path.find('/', begin), path.size());
    request.segments.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  request.headers = std::move(headers);
  request.body = std::move(body);
  request.remote_address = "192.0.2.7";
  request.request_id.bytes.fill(7);
  request.received_at = Timestamp(std::chrono::microseconds(1'764'000'000'000'000));
  return request;
}

}  // namespace runledger::http::test

#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/metrics.hpp"
#include "http/server.hpp"
#include "tests/http/support/raw_client.hpp"

namespace runledger::http::test {

// A running server on a free port. By default every request is answered at once with its own facts, one a
// line: method, raw path, content.
class TestServer {
 public:
  explicit TestServer(ServerOptions options = {}, Server::Handler handler = echo)
      : metrics(std::make_shared<Metrics>()) {
    options.port = 0;
    server = std::make_unique<Server>(options, std::move(handler), metrics);
    const auto started = server->start();
    if (!started) throw std::runtime_error(started.error().message);
  }

  static void echo(Request request, Responder responder) {
    std::string text(name_of(request.method));
    responder.respond(text_response(200, text + "\n" + request.raw_path + "\n" + request.body));
  }

  std::uint16_t port() const { return server->port(); }

  std::shared_ptr<Metrics> metrics;
  std::unique_ptr<Server> server;
};

// Keeps requests until the test answers them.
class HeldRequests {
 public:
  Server::Handler handler() {
    return [this](Request request, Responder responder) {
      const std::lock_guard lock(mutex_);
      held_.emplace_back(std::move(request), std::move(responder));
      arrived_.notify_all();
    };
  }
  // Waits for `count` requests and hands them over.
  std::vector<std::pair<Request, Responder>> take(std::size_t count) {
    std::unique_lock lock(mutex_);
    const bool came = arrived_.wait_for(lock, RawClient::kPatience, [&] { return held_.size() >= count; });
    EXPECT_TRUE(came) << "only " << held_.size() << " requests arrived";
    return std::exchange(held_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<std::pair<Request, Responder>> held_;
};

// True when the metrics have exactly this line now.
inline bool has_line(Metrics& metrics, const std::string& line) {
  return ("\n" + metrics.text()).find("\n" + line + "\n") != std::string::npos;
}

inline std::string get(std::string_view path, std::string_view more_headers = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n" + std::string(more_headers) + "\r\n";
}

inline std::string post(std::string_view path, std::string_view body, std::string_view more_headers = "") {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(more_headers) + "\r\n" + std::string(body);
}

}  // namespace runledger::http::test

#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace runledger::test {

// A request as it arrived.
struct ReceivedRequest {
  std::string method;
  std::string target;                          // "/path?query"
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::size_t connection = 0;  // number of the connection it came on, from 0

  // The header's value, or "".
  std::string header(const std::string& name) const;
};

// What to answer.
struct ScriptedAnswer {
  enum class Way {
    answer,
    close_unanswered,  // read the request, then close the connection
    cut_body,          // announce the whole body, send half of it, close
    garbage            // bytes that are no HTTP
  };
  int status = 200;
  std::string body{};
  std::string content_type = "application/json";
  std::map<std::string, std::string> headers{};
  std::chrono::milliseconds delay{0};       // before the first byte
  std::chrono::milliseconds body_delay{0};  // between header and body
  bool keep_alive = true;
  Way way = Way::answer;
};

// An HTTP/1.1 server on a free port of the loopback address, for tests of whoever sends requests. It records
// every request and answers each as its script says; by default 200 and {}. Thread-safe. A script is called
// on the connection's thread, without a lock.
class HttpReceiver {
 public:
  using Script = std::function<ScriptedAnswer(const ReceivedRequest&)>;

  HttpReceiver();
  explicit HttpReceiver(Script script);
  HttpReceiver(const HttpReceiver&) = delete;
  HttpReceiver& operator=(const HttpReceiver&) = delete;
  ~HttpReceiver();

  int port() const;
  // "http://127.0.0.1:<port>" + path
  std::string url(const std::string& path = "") const;

  void script(Script script);
  // Answers the next requests in this order, then goes on with the script.
  void answer_next(std::vector<ScriptedAnswer> answers);

  std::vector<ReceivedRequest> requests() const;
  std::size_t request_count() const;
  std::size_t connection_count() const;
  // The largest number of requests that were being answered at the same time.
  std::size_t most_at_once() const;
  // Waits until at least `count` requests have arrived; false when they have not within `limit`.
  bool wait_for_requests(std::size_t count,
                         std::chrono::milliseconds limit = std::chrono::milliseconds(10'000)) const;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace runledger::test

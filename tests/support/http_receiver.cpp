#include "tests/support/http_receiver.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <iterator>
#include <mutex>
#include <set>
#include <string_view>
#include <thread>
#include <utility>

#include "tests/support/loopback_socket.hpp"

namespace runledger::test {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

// Fills the request line and the headers from the text before the blank line.
ReceivedRequest parse_head(std::string_view head) {
  ReceivedRequest request;
  bool first = true;
  while (!head.empty()) {
    const auto end = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 2, head.size()));
    if (first) {
      const auto method_end = line.find(' ');
      request.method = line.substr(0, method_end);
      request.target = line.substr(method_end + 1, line.rfind(' ') - method_end - 1);
      first = false;
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const auto value_at = line.find_first_not_of(' ', colon + 1);
    request.headers[lower(std::string(line.substr(0, colon)))] =
        value_at == std::string_view::npos ? "" : line.substr(value_at);
  }
  return request;
}

std::string head_of(const ScriptedAnswer& answer) {
  std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " Scripted\r\n";
  if (!answer.content_type.empty()) head += "Content-Type: " + answer.content_type + "\r\n";
  for (const auto& [name, value] : answer.headers) head += name + ": " + value + "\r\n";
  if (answer.status != 204 && answer.status != 304) {
    head += "Content-Length: " + std::to_string(answer.body.size()) + "\r\n";
  }
  if (!answer.keep_alive) head += "Connection: close\r\n";
  return head + "\r\n";
}

}  // namespace

std::string ReceivedRequest::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

class HttpReceiver::Server {
 public:
  explicit Server(Script script) : script_(std::move(script)) {
    acceptor_ = std::thread([this] { accept_connections(); });
  }

  ~Server() {
    std::vector<std::thread> threads;
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      changed_.notify_all();
      for (LoopbackSocket* connection : open_) connection->shut_down();
      listener_.shut_down();
    }
    acceptor_.join();
    threads.swap(threads_);  // nobody adds any more
    for (std::thread& thread : threads) thread.join();
  }

  int port() const { return listener_.port(); }

  void set_script(Script script) {
    const std::lock_guard lock(mutex_);
    script_ = std::move(script);
  }

  void answer_next(std::vector<ScriptedAnswer> answers) {
    const std::lock_guard lock(mutex_);
    std::move(answers.begin(), answers.end(), std::back_inserter(next_answers_));
  }

  template <class Read>
  auto locked(Read read) const {
    const std::lock_guard lock(mutex_);
    return read(*this);
  }

  bool wait_for_requests(std::size_t count, std::chrono::milliseconds limit) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [&] { return requests.size() >= count; });
  }

  // Guarded by the mutex: read through locked().
  std::vector<ReceivedRequest> requests;
  std::size_t connections = 0;
  std::size_t most_at_once = 0;

 private:
  void accept_connections() {
    while (true) {
      LoopbackSocket connection = listener_.accept();
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      if (!connection.is_open()) continue;  // its client was killed, say
      threads_.emplace_back([this, number = connections++, socket = std::move(connection)]() mutable {
        serve(socket, number);
      });
    }
  }

  void serve(LoopbackSocket& socket, std::size_t number) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      open_.insert(&socket);
    }
    std::string buffer;
    while (serve_one(socket, number, buffer)) {
    }
    const std::lock_guard lock(mutex_);
    open_.erase(&socket);
    socket.close();
  }

  // False when the connection is to be closed.
  bool serve_one(LoopbackSocket& socket, std::size_t number, std::string& buffer) {
    auto head_end = buffer.find("\r\n\r\n");
    while (head_end == std::string::npos) {
      if (!socket.read_more(buffer)) return false;
      head_end = buffer.find("\r\n\r\n");
    }
    ReceivedRequest request = parse_head(std::string_view(buffer).substr(0, head_end));
    request.connection = number;
    const std::string length = request.header("content-length");
    const std::size_t total = head_end + 4 + (length.empty() ? 0 : std::stoul(length));
    while (buffer.size() < total) {
      if (!socket.read_more(buffer)) return false;
    }
    request.body = buffer.substr(head_end + 4, total - head_end - 4);
    buffer.erase(0, total);
    const ScriptedAnswer answer = record_and_choose(request);
    const bool sent = send(socket, request, answer);
    const std::lock_guard lock(mutex_);
    --at_once_;
    return sent && answer.keep_alive && answer.way == ScriptedAnswer::Way::answer;
  }

  ScriptedAnswer record_and_choose(const ReceivedRequest& request) {
    Script script;
    {
      const std::lock_guard lock(mutex_);
      requests.push_back(request);
      most_at_once = std::max(most_at_once, ++at_once_);
      changed_.notify_all();
      if (!next_answers_.empty()) {
        ScriptedAnswer answer = std::move(next_answers_.front());
        next_answers_.pop_front();
        return answer;
      }
      script = script_;
    }
    return script ? script(request) : ScriptedAnswer{.body = "{}"};
  }

  bool send(LoopbackSocket& socket, const ReceivedRequest& request, const ScriptedAnswer& answer) {
    if (!pause(answer.delay)) return false;
    switch (answer.way) {
      case ScriptedAnswer::Way::close_unanswered:
        return false;
      case ScriptedAnswer::Way::garbage:
        return socket.write("this is not HTTP\r\n\r\n");
      case ScriptedAnswer::Way::cut_body:
        return socket.write(head_of(answer) + answer.body.substr(0, answer.body.size() / 2));
      case ScriptedAnswer::Way::answer:
        break;
    }
    const std::string body = request.method == "HEAD" ? "" : answer.body;
    if (answer.body_delay.count() == 0) return socket.write(head_of(answer) + body);
    return socket.write(head_of(answer)) && pause(answer.body_delay) && socket.write(body);
  }

  // False when the server stops meanwhile.
  bool pause(std::chrono::milliseconds length) {
    if (length.count() == 0) return true;
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, length, [this] { return stopping_; });
  }

  LoopbackListener listener_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  Script script_;
  std::deque<ScriptedAnswer> next_answers_;
  std::set<LoopbackSocket*> open_;
  std::vector<std::thread> threads_;
  std::size_t at_once_ = 0;
  bool stopping_ = false;
  std::thread acceptor_;
};

HttpReceiver::HttpReceiver() : HttpReceiver(Script{}) {}
HttpReceiver::HttpReceiver(Script script) : server_(std::make_unique<Server>(std::move(script))) {}
HttpReceiver::~HttpReceiver() = default;

int HttpReceiver::port() const {
  return server_->port();
}
std::string HttpReceiver::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port()) + path;
}
void HttpReceiver::script(Script script) {
  server_->set_script(std::move(script));
}
void HttpReceiver::answer_next(std::vector<ScriptedAnswer> answers) {
  server_->answer_next(std::move(answers));
}
std::vector<ReceivedRequest> HttpReceiver::requests() const {
  return server_->locked([](const Server& server) { return server.requests; });
}
std::size_t HttpReceiver::request_count() const {
  return server_->locked([](const Server& server) { return server.requests.size(); });
}
std::size_t HttpReceiver::connection_count() const {
  return server_->locked([](const Server& server) { return server.connections; });
}
std::size_t HttpReceiver::most_at_once() const {
  return server_->locked([](const Server& server) { return server.most_at_once; });
}
bool HttpReceiver::wait_for_requests(std::size_t count, std::chrono::milliseconds limit) const {
  return server_->wait_for_requests(count, limit);
}

}  // namespace runledger::test

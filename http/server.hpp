#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http/request.hpp"
#include "http/responder.hpp"
#include "workflow/base/result.hpp"

namespace runledger::http {

class Metrics;

// What one client may cost us. Each limit has a clear answer, named beside it.
struct ServerLimits {
  std::size_t header_bytes = 32 * 1024;  // request line and fields together: 431
  std::size_t target_bytes = 8 * 1024;   // request target: 414
  std::size_t body_bytes = 1024 * 1024;  // content: 413, then close
  std::size_t connections = 8'192;       // open at once: 503, then close
  // Input of requests that have not arrived completely, all connections together: 503, then close, for the
  // one that brings more. A request that arrives whole needs none of it.
  std::size_t buffered_bytes = 256 * 1024 * 1024;
  std::size_t pipelined_requests =
      128;  // unanswered on one connection: its input is not read on until some are
  std::chrono::milliseconds header_timeout{10'000};  // from the first byte to the blank line: 408, then close
  std::chrono::milliseconds body_timeout{
      30'000};  // from the blank line to the content's end: 408, then close
  std::chrono::milliseconds idle_timeout{60'000};   // between requests: close
  std::chrono::milliseconds write_timeout{30'000};  // a client that takes no byte of its answer: close
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: a free one, see Server::port()
  unsigned threads = 2;
  ServerLimits limits;
  // How long stop() waits for requests in progress.
  std::chrono::milliseconds drain_timeout{10'000};
  bool access_log = true;
  // Told of each request that the server refuses after it understood its head (content too long: 413),
  // because the handler never sees it. On a server thread; must not block or throw.
  std::function<void(const Request& head, int status)> on_refused;
};

// An HTTP/1.1 and 1.0 server (RFC 9112). Requests are framed strictly, every framing error is answered and
// the connection closed; answers leave in the order of their requests and never reach another client than the
// asker. TLS belongs to a proxy in front.
class Server {
 public:
  // Called on a server thread with each complete request; must not block or throw. Usually Router::handle.
  using Handler = std::function<void(Request, Responder)>;

  // `metrics` may be null. It is shared because answers may be counted after the server is gone.
  Server(ServerOptions options, Handler handler, std::shared_ptr<Metrics> metrics = nullptr);
  ~Server();  // stop()
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Listens and returns. Also raises the process' limit of open files as far as allowed and ignores SIGPIPE.
  // Errors: conflict when the address cannot be bound (the message says why).
  Result<Done> start();
  // Stops accepting, lets requests in progress finish (up to drain_timeout), closes. Idempotent. Blocks.
  void stop();
  // The bound port; 0 before start().
  std::uint16_t port() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace runledger::http

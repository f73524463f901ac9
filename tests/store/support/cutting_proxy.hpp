#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace runledger::store::test {

// Stands between a client and PostgreSQL's socket, and breaks connections at chosen moments.
class CuttingProxy {
 public:
  // `url`: of the real server, a keyword string with host='<folder of the socket>'.
  explicit CuttingProxy(const std::string& url);
  ~CuttingProxy();
  // The same database through the proxy.
  const std::string& url() const { return url_; }

  enum class Cut {
    none,
    answer,   // the server gets what the client sends; its next answer is lost with the connection
    request,  // what the client sends next is kept back, and the client loses the connection
  };
  // The next connection that has something to say is cut so; only that one.
  void cut_next(Cut cut) { cut_ = cut; }
  // Gives the server what was kept back, on its old connection, and waits until it has dealt with it.
  void release();

 private:
  void accept_clients();
  void forward(int client, int server);
  int connect_server() const;

  std::string folder_, server_socket_, url_;
  int listener_ = -1;
  std::atomic<Cut> cut_{Cut::none};
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::string held_;      // guarded by mutex_
  int held_server_ = -1;  // guarded by mutex_
  std::vector<std::thread> forwarders_;
  std::thread acceptor_;
};

}  // namespace runledger::store::test

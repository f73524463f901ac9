#pragma once

#include <string>
#include <string_view>

namespace runledger::test {

// A connected TCP socket, blocking. One thread at a time, but shut_down from any.
class LoopbackSocket {
 public:
  explicit LoopbackSocket(int descriptor = -1) : descriptor_(descriptor) {}
  LoopbackSocket(LoopbackSocket&& other) noexcept;
  LoopbackSocket& operator=(LoopbackSocket&& other) noexcept;
  ~LoopbackSocket() { close(); }

  bool is_open() const { return descriptor_ >= 0; }
  // Appends what has arrived; false at the end of the stream.
  bool read_more(std::string& buffer);
  // False when the other side is gone.
  bool write(std::string_view bytes);
  // Ends a read or write that another thread waits in.
  void shut_down();
  void close();

 private:
  int descriptor_;
};

// Listens on a free port of 127.0.0.1. Aborts when that is impossible.
class LoopbackListener {
 public:
  LoopbackListener();
  LoopbackListener(const LoopbackListener&) = delete;
  LoopbackListener& operator=(const LoopbackListener&) = delete;
  ~LoopbackListener() { socket_.close(); }

  int port() const { return port_; }
  // Not open after shut_down.
  LoopbackSocket accept();
  void shut_down() { socket_.shut_down(); }

 private:
  LoopbackSocket socket_;
  int descriptor_ = -1;
  int port_ = 0;
};

// A port of 127.0.0.1 on which nobody listens at the moment.
int closed_port();

}  // namespace runledger::test

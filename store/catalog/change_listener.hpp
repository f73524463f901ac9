#pragma once

#include <chrono>
#include <memory>
#include <string>

struct pg_conn;

namespace runledger::store {

// Waits for the journal's hints (NOTIFY runledger_catalog) without using the processor. A hint may be missed:
// when the connection is lost, and whenever a wait ends, the caller looks for itself.
class ChangeListener {
 public:
  explicit ChangeListener(std::string url);
  ~ChangeListener();
  ChangeListener(const ChangeListener&) = delete;
  ChangeListener& operator=(const ChangeListener&) = delete;

  // Connects if need be, and holds the serving lock (database_locks.hpp) as long as it is connected. False
  // while the database is away or is being rebuilt. Changes after this call will be heard.
  bool listen();
  // Returns at a hint, after `limit`, when the connection is lost, or when wake() was called. For one thread.
  void wait(std::chrono::milliseconds limit);
  // Ends the present or the next wait. From any thread.
  void wake();

 private:
  struct Closer {
    void operator()(pg_conn* connection) const;
  };

  const std::string url_;
  int wake_fd_ = -1;
  std::unique_ptr<pg_conn, Closer> connection_;
};

}  // namespace runledger::store

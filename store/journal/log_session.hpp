#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "store/journal/batch_plan.hpp"
#include "store/postgres/connection.hpp"
#include "workflow/base/result.hpp"
#include "workflow/base/time.hpp"

namespace runledger::store {

// The journal's session with the database, made anew when it is lost, and where the log ends as that session
// knows it. Not thread-safe.
class LogSession {
 public:
  struct Options {
    std::string database_url;
    Milliseconds answer_timeout{15'000};
    // Whether it must have the engine lock (kTakeEngineLock) to be of use.
    bool is_engine = false;
    // Called when it had the lock and another engine has it now: what is in memory here is no longer true,
    // and this process should end. Null: it waits like any other.
    std::function<void(const std::string& holder)> on_superseded = {};
  };
  // `on_new` is called when another session has taken the place of the last one: what was remembered of the
  // log may be old. The statements are those that its user sends; they must outlive it.
  LogSession(Options options, std::span<const Statement* const> statements, std::function<void()> on_new);

  // Connects if need be, and then knows the head. Errors: unavailable (also: at once, for a while after that,
  // and while another engine has the lock), internal (the log is damaged).
  Result<Done> ready();
  bool is_up() const { return is_ready_ && !connection_->lost(); }
  // After ready() was good.
  PipelineConnection& connection() { return *connection_; }

  const Head& head() const { return head_; }
  void move_head(const Head& head) { head_ = head; }
  // From a row of log_head. False when its Merkle frontier is damaged.
  bool take_head(const PqResult& row);

  // A transaction that was sent may still be on its way: the next session raises the fence before all else,
  // after which that transaction shows in the log or never will.
  void note_doubt() { fence_needed_ = true; }
  // As note_doubt, and this session is given up.
  void drop_in_doubt();
  // How long it waits before it connects again.
  Milliseconds retry_delay() const;

 private:
  Result<Done> open();
  Result<Done> connect();
  Result<Done> take_engine_lock();
  Result<Done> read_head();

  Options options_;
  std::vector<const Statement*> statements_;
  std::function<void()> on_new_;
  std::unique_ptr<PipelineConnection> connection_;
  bool is_ready_ = false;    // connected, with the lock if it needs one, and the head is known
  std::int64_t locker_ = 0;  // the server's process that had the lock for us, the last time
  std::string last_error_;   // said once
  Head head_;
  bool fence_needed_ = false;
  Milliseconds retry_delay_{0};
  std::chrono::steady_clock::time_point next_connect_{};
};

}  // namespace runledger::store

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "actors/journal_queue.hpp"
#include "workflow/ports/engine.hpp"

namespace runledger::actors {

// What a run's session asks to be reminded of.
enum class Prompt { append_again, load_again, fetch_again, perform_again, process_again };

// What a run's session needs from the actor around it. Each request is answered by a call of the session,
// later and on the same thread.
class RunShell {
 public:
  virtual ~RunShell() = default;
  // Answered by RunSession::loaded.
  virtual void load(std::optional<std::uint64_t> tail_after) = 0;
  // Answered by RunSession::fetched.
  virtual void fetch_program(const std::string& hash) = 0;
  // Answered by RunSession::appended.
  virtual void append(JournalQueue::Kind kind, AppendGroup group) = 0;
  // Answered by RunSession::prompted.
  virtual void prompt_after(Milliseconds delay, Prompt prompt) = 0;
  // Absent: the run has no timer any more.
  virtual void set_timer(std::optional<Timestamp> when) = 0;
  virtual void report_end(RunView view) = 0;
  // There is nothing to do until a new mail comes: the actor may be ended.
  virtual void idle() = 0;
};

}  // namespace runledger::actors

#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "actors/back_off.hpp"
#include "actors/counters.hpp"
#include "actors/options.hpp"
#include "workflow/ports/clock.hpp"
#include "workflow/ports/event_log.hpp"

namespace runledger::actors {

// The journal's answer: how the append went, and the group itself, so that its owner can try again without
// having kept a copy.
struct JournalAnswer {
  Result<Appended> result;
  AppendGroup group;
};

struct JournalEntry {
  AppendGroup group;
  std::function<void(JournalAnswer)> done;
  std::size_t bytes = 0;  // about; set by the queue
};

// What is appended together: the groups, and who wants to know how it went. While a batch is filled its
// groups stay where they are.
struct JournalBatch {
  std::vector<AppendGroup> groups;
  std::vector<std::function<void(JournalAnswer)>> done;
  std::size_t bytes = 0;

  bool empty() const { return groups.empty(); }
};

// What waits for the journal. Bounded in number and bytes: `fresh` work is refused at once when the queue is
// full; `ongoing` work (the next step of a run that has begun; at most one a run) always has a place, so that
// new runs cannot starve old ones. While the database is away everything is refused at once but one probe a
// back-off. Every entry is answered exactly once; refusals in the calling thread. Thread-safe.
class JournalQueue {
 public:
  enum class Kind { fresh, ongoing };

  JournalQueue(const EngineOptions& options, const Clock& clock, Counters& counters);

  // `wake` is called, in the pushing thread and under the queue's lock, when the journal has to look again.
  // Set before the first push.
  void on_work(std::function<void()> wake);

  void push(Kind kind, JournalEntry entry);

  // Whether fresh work would be refused now, and why.
  std::optional<Error> would_refuse() const;

  // Fills `batch` with what waits, up to the batch limits; an empty one with at least one entry, when there
  // is one.
  void take(JournalBatch& batch);

  // Answers the entries of a batch, in order; `results` has one for each. When the database is away, all that
  // waits and was not taken is refused too.
  void finish(JournalBatch batch, std::vector<Result<Appended>> results);
  // Refuses what was taken, because the append before it has found the database away.
  void refuse_taken(JournalBatch batch);

  // How long until the database should be asked whether it is there, because no append has shown it: soon
  // while it is away, else at the idle interval.
  Milliseconds until_probe() const;
  // True when that time has come and nothing waits whose append would show it; the caller must then ask and
  // call `end_probe`.
  bool begin_probe();
  void end_probe(bool reachable);

  // Refuses everything from now on with `unavailable`; what waits is still appended.
  void close();
  // After `close`: refuses what still waits, and lets go of `wake`.
  void abandon();
  // Waits until nothing waits and nothing is being appended. False when that took longer than `grace`.
  bool wait_drained(Milliseconds grace);

  bool database_available() const;
  std::size_t waiting() const;
  std::size_t unfinished() const;  // waiting, or being appended

 private:
  std::optional<Error> refusal(Kind kind) const;  // under the lock
  void refuse(JournalEntry entry, const Error& why);
  void note_health(bool reachable, std::vector<JournalEntry>& refused);

  const EngineOptions& options_;
  const Clock& clock_;
  Counters& counters_;
  std::function<void()> wake_;

  mutable std::mutex mutex_;
  std::condition_variable drained_;
  std::deque<JournalEntry> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::size_t under_way_ = 0;  // taken and not finished
  bool closed_ = false;
  bool down_ = false;     // the last append or probe found the database away
  bool probing_ = false;  // one entry, or a probe, is on its way to find out whether it is back
  Timestamp probe_at_;
  BackOffTimer probe_;
};

}  // namespace runledger::actors

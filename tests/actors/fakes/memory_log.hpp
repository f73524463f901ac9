#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "workflow/ports/clock.hpp"
#include "workflow/ports/event_log.hpp"
#include "workflow/ports/run_index.hpp"
#include "workflow/run/state.hpp"

namespace runledger::actors::test {

// What happens to the next appends.
enum class Fault {
  none,
  away,              // unavailable: nothing written
  lost_committed,    // outcome_unknown, but written
  lost_uncommitted,  // outcome_unknown, not written
  lost_then_away,    // outcome_unknown, but written, and the database is away from then on
  refused,           // invalid_input
  conflicting,       // conflict, though the run's stream is where it was expected: something else is not
};

// An event log in memory, as strict as PostgreSQL: dense positions, unique versions, groups whole or not at
// all, and it fails when told to. Also the projection that recovery and timers read. Thread-safe.
class MemoryDatabase {
 public:
  explicit MemoryDatabase(const Clock& clock) : clock_(clock) {}

  std::vector<Result<Appended>> append(std::span<const AppendGroup> groups);
  Result<std::vector<RecordedEvent>> read(const StreamName& stream, std::uint64_t after, std::size_t limit);

  Result<Done> probe();

  // The next appends meet these, one each; then `chooser`, when set; then none.
  void fail_next(std::deque<Fault> faults);
  void choose_faults(std::function<Fault()> chooser);
  bool set_away(bool away);  // appends and reads; gives what it was before
  // Called with each group before it is judged: a test may let another writer in.
  void before_append(std::function<void(MemoryDatabase&, const AppendGroup&)> hook);
  // Writes as another process would, without faults and hooks.
  void write(const AppendGroup& group);

  std::vector<std::string> types(const StreamName& stream) const;
  std::vector<RecordedEvent> events(const StreamName& stream) const;
  std::vector<RunId> runs() const;
  // The fold of a run's history; fails the test when it is impossible.
  run::State state(RunId run) const;
  std::vector<std::size_t> batch_sizes() const;  // groups in each append
  std::size_t bodies() const;
  std::size_t reads() const;
  std::size_t probes() const;
  std::size_t due_polls() const;

  Result<std::vector<ActiveRun>> running(RunId after, std::size_t limit) const;
  Result<std::vector<DueRun>> due(Timestamp before, std::size_t limit) const;
  Result<std::vector<SqlStart>> sql_starts(std::size_t limit, std::uint64_t after_seq) const;
  Result<std::vector<ScheduleState>> schedules(const std::vector<WorkflowName>& workflows) const;
  // memory_children.cpp
  Result<std::vector<ChildWork>> children(RunId after, std::size_t limit) const;
  // What children can be begun: which definition is current.
  void knows(const WorkflowName& workflow, const std::string& definition_hash, bool is_enabled = true);
  void ask_sql_start(SqlStart start);
  // Puts an event where the core would never: for corrupt histories.
  void smuggle(const StreamName& stream, run::RunEvent event);

 private:
  Result<Appended> append_one(const AppendGroup& group);
  void record(const StreamName& stream, const Append& append, const Event& event);
  Fault next_fault();

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<RecordedEvent>> streams_;
  std::uint64_t position_ = 0;
  std::size_t body_count_ = 0;
  std::size_t reads_ = 0;
  std::size_t probes_ = 0;
  mutable std::size_t due_polls_ = 0;
  std::vector<std::size_t> batches_;
  std::deque<Fault> faults_;
  std::function<Fault()> chooser_;
  std::function<void(MemoryDatabase&, const AppendGroup&)> before_append_;
  bool away_ = false;
  std::uint64_t last_seq_ = 0;
  std::deque<SqlStart> sql_starts_;
  const Timestamp begun_ = clock_.now();
  std::map<std::string, ChildWork::Begin> current_;  // by workflow
};

// One connection to it.
class MemoryLog : public EventLog {
 public:
  explicit MemoryLog(MemoryDatabase& database) : database_(database) {}
  using EventLog::append;
  std::vector<Result<Appended>> append(std::span<const AppendGroup> groups, Meanwhile* meanwhile) override;
  Result<std::vector<RecordedEvent>> read_stream(const StreamName& stream, std::uint64_t after_version,
                                                 std::size_t limit) override {
    return database_.read(stream, after_version, limit);
  }
  Result<Done> probe() override { return database_.probe(); }

 private:
  MemoryDatabase& database_;
  std::vector<const AppendGroup*> announced_;  // the groups that the next append must begin with
};

class MemoryIndex : public RunIndex {
 public:
  explicit MemoryIndex(MemoryDatabase& database) : database_(database) {}
  Result<std::vector<ActiveRun>> running(RunId after, std::size_t limit) override {
    return database_.running(after, limit);
  }
  Result<std::vector<DueRun>> due(Timestamp before, std::size_t limit) override {
    return database_.due(before, limit);
  }
  Result<std::vector<SqlStart>> sql_starts(std::size_t limit, std::uint64_t after_seq) override {
    return database_.sql_starts(limit, after_seq);
  }
  Result<std::vector<ScheduleState>> schedules(const std::vector<WorkflowName>& workflows) override {
    return database_.schedules(workflows);
  }
  Result<std::vector<ChildWork>> children(RunId after, std::size_t limit) override {
    return database_.children(after, limit);
  }

 private:
  MemoryDatabase& database_;
};

}  // namespace runledger::actors::test

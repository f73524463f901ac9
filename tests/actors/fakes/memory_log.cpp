#include "tests/actors/fakes/memory_log.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "actors/run_loader.hpp"
#include "workflow/run/codec.hpp"
#include "workflow/run/evolve.hpp"

namespace runledger::actors::test {
namespace {

const Error kAway{Errc::unavailable, "the database is away (by order of the test)"};

EncodedEvent encoded(const Event& event) {
  if (const auto* of_run = std::get_if<run::RunEvent>(&event)) return run::encode(*of_run);
  return record::encode(std::get<record::RecordEvent>(event));
}

std::optional<run::State> fold(const std::vector<RecordedEvent>& events) {
  run::State state;
  for (const RecordedEvent& recorded : events) {
    auto event = decode(recorded);
    if (!event) return std::nullopt;
    auto next = run::evolve(std::move(state), std::get<run::RunEvent>(*event));
    if (!next) return std::nullopt;
    state = std::move(*next);
  }
  return state;
}

bool is_run(const std::string& stream) {
  return stream.starts_with("run/");
}

}  // namespace

Fault MemoryDatabase::next_fault() {
  if (away_) return Fault::away;
  if (!faults_.empty()) {
    const Fault next = faults_.front();
    faults_.pop_front();
    return next;
  }
  return chooser_ ? chooser_() : Fault::none;
}

std::vector<Result<Appended>> MemoryDatabase::append(std::span<const AppendGroup> groups) {
  std::function<void(MemoryDatabase&, const AppendGroup&)> hook;
  {
    const std::lock_guard lock(mutex_);
    hook = before_append_;
  }
  if (hook) {
    for (const AppendGroup& group : groups) hook(*this, group);
  }
  const std::lock_guard lock(mutex_);
  batches_.push_back(groups.size());
  const Fault fault = next_fault();
  std::vector<Result<Appended>> results;
  for (const AppendGroup& group : groups) {
    switch (fault) {
      case Fault::none:
        results.push_back(append_one(group));
        break;
      case Fault::away:
        results.emplace_back(kAway);
        break;
      case Fault::lost_then_away:
        away_ = true;
        [[fallthrough]];
      case Fault::lost_committed:
        (void)append_one(group);
        [[fallthrough]];
      case Fault::lost_uncommitted:
        results.emplace_back(Error{Errc::outcome_unknown, "the connection broke at commit"});
        break;
      case Fault::refused:
        results.emplace_back(Error{Errc::invalid_input, "the database cannot keep this"});
        break;
      case Fault::conflicting:
        results.emplace_back(Error{Errc::conflict, "something is there already"});
        break;
    }
  }
  return results;
}

std::vector<Result<Appended>> MemoryLog::append(std::span<const AppendGroup> groups, Meanwhile* meanwhile) {
  for (std::size_t i = 0; i < announced_.size(); ++i) {
    EXPECT_TRUE(i < groups.size() && &groups[i] == announced_[i]) << "group " << i << " was announced";
  }
  announced_.clear();
  auto results = database_.append(groups);
  if (meanwhile != nullptr) {
    for (const AppendGroup& group : meanwhile->more()) announced_.push_back(&group);
  }
  if (says_away(results)) announced_.clear();
  return results;
}

Result<Appended> MemoryDatabase::append_one(const AppendGroup& group) {
  for (const Append& append : group.appends) {
    const std::size_t version = streams_[append.stream.value].size();
    if (append.expected_version && *append.expected_version != version) {
      return Error{Errc::conflict, append.stream.value + " is at version " + std::to_string(version)};
    }
  }
  const std::uint64_t first = position_ + 1;
  for (const Append& append : group.appends) {
    for (const Event& event : append.events) record(append.stream, append, event);
    if (append.run) {
      std::erase_if(sql_starts_, [&](const SqlStart& start) { return start.run == *append.run; });
    }
  }
  if (group.body) ++body_count_;
  return Appended{first, position_, clock_.now()};
}

void MemoryDatabase::record(const StreamName& stream, const Append& append, const Event& event) {
  std::vector<RecordedEvent>& events = streams_[stream.value];
  EncodedEvent form = encoded(event);
  RecordedEvent recorded;
  recorded.position = ++position_;
  recorded.stream = stream;
  recorded.version = events.size() + 1;
  recorded.type = std::string(form.type);
  recorded.type_version = form.type_version;
  recorded.run = append.run;
  recorded.data = std::move(form.data);
  recorded.actor = append.actor.value;
  recorded.correlation = append.correlation;
  recorded.recorded_at = clock_.now();
  events.push_back(std::move(recorded));
}

Result<std::vector<RecordedEvent>> MemoryDatabase::read(const StreamName& stream, std::uint64_t after,
                                                        std::size_t limit) {
  const std::lock_guard lock(mutex_);
  ++reads_;
  if (away_) return kAway;
  const auto found = streams_.find(stream.value);
  std::vector<RecordedEvent> page;
  if (found == streams_.end()) return page;
  std::uint64_t bytes = 0;
  for (std::size_t i = after; i < found->second.size() && page.size() < limit && bytes < kMaxReadBytes; ++i) {
    page.push_back(found->second[i]);
    bytes += page.back().data.size();
  }
  return page;
}

Result<Done> MemoryDatabase::probe() {
  const std::lock_guard lock(mutex_);
  ++probes_;
  if (away_) return kAway;
  return Done{};
}

void MemoryDatabase::fail_next(std::deque<Fault> faults) {
  const std::lock_guard lock(mutex_);
  faults_ = std::move(faults);
}

void MemoryDatabase::choose_faults(std::function<Fault()> chooser) {
  const std::lock_guard lock(mutex_);
  chooser_ = std::move(chooser);
}

bool MemoryDatabase::set_away(bool away) {
  const std::lock_guard lock(mutex_);
  return std::exchange(away_, away);
}

void MemoryDatabase::before_append(std::function<void(MemoryDatabase&, const AppendGroup&)> hook) {
  const std::lock_guard lock(mutex_);
  before_append_ = std::move(hook);
}

void MemoryDatabase::write(const AppendGroup& group) {
  const std::lock_guard lock(mutex_);
  EXPECT_TRUE(append_one(group).ok());
}

void MemoryDatabase::smuggle(const StreamName& stream, run::RunEvent event) {
  const std::lock_guard lock(mutex_);
  record(stream, {}, Event{std::move(event)});
}

std::vector<RecordedEvent> MemoryDatabase::events(const StreamName& stream) const {
  const std::lock_guard lock(mutex_);
  const auto found = streams_.find(stream.value);
  return found == streams_.end() ? std::vector<RecordedEvent>{} : found->second;
}

std::vector<std::string> MemoryDatabase::types(const StreamName& stream) const {
  std::vector<std::string> found;
  for (const RecordedEvent& event : events(stream)) found.push_back(event.type);
  return found;
}

std::vector<RunId> MemoryDatabase::runs() const {
  const std::lock_guard lock(mutex_);
  std::vector<RunId> found;
  for (const auto& [stream, events] : streams_) {
    if (is_run(stream) && !events.empty()) found.push_back(*RunId::parse(stream.substr(4)));
  }
  return found;
}

run::State MemoryDatabase::state(RunId run) const {
  auto state = fold(events(run_stream(run)));
  EXPECT_TRUE(state.has_value()) << "impossible history of run " << run.text();
  return state.value_or(run::State{});
}

std::vector<std::size_t> MemoryDatabase::batch_sizes() const {
  const std::lock_guard lock(mutex_);
  return batches_;
}

std::size_t MemoryDatabase::bodies() const {
  const std::lock_guard lock(mutex_);
  return body_count_;
}

std::size_t MemoryDatabase::reads() const {
  const std::lock_guard lock(mutex_);
  return reads_;
}

std::size_t MemoryDatabase::probes() const {
  const std::lock_guard lock(mutex_);
  return probes_;
}

std::size_t MemoryDatabase::due_polls() const {
  const std::lock_guard lock(mutex_);
  return due_polls_;
}

Result<std::vector<ActiveRun>> MemoryDatabase::running(RunId after, std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  if (away_) return kAway;
  std::vector<ActiveRun> found;
  for (const auto& [stream, events] : streams_) {
    if (!is_run(stream) || events.empty() || found.size() >= limit) continue;
    const RunId run = *RunId::parse(stream.substr(4));
    if (run <= after) continue;
    const auto state = fold(events);
    // A projection does not notice an impossible history: such a run still looks like one that runs.
    if (state && state->status != run::RunStatus::running) continue;
    if (!state && events.back().type == "RunQuarantined") continue;
    const auto first = decode(events.front());
    const auto* started = first ? std::get_if<run::RunStarted>(&std::get<run::RunEvent>(*first)) : nullptr;
    found.push_back({run, started != nullptr ? started->workflow : WorkflowName{"test/unknown"}});
  }
  return found;
}

Result<std::vector<DueRun>> MemoryDatabase::due(Timestamp before, std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  ++due_polls_;
  if (away_) return kAway;
  std::vector<DueRun> found;
  for (const auto& [stream, events] : streams_) {
    if (!is_run(stream)) continue;
    const auto state = fold(events);
    if (!state || state->status != run::RunStatus::waiting) continue;
    const auto wake = state->wake_at();
    if (wake && *wake < before) found.push_back({state->started.run, state->started.workflow, *wake});
  }
  std::sort(found.begin(), found.end(), [](const DueRun& a, const DueRun& b) { return a.due < b.due; });
  if (found.size() > limit) found.resize(limit);
  return found;
}

Result<std::vector<SqlStart>> MemoryDatabase::sql_starts(std::size_t limit, std::uint64_t after_seq) const {
  const std::lock_guard lock(mutex_);
  if (away_) return kAway;
  std::vector<SqlStart> found;
  for (const SqlStart& start : sql_starts_) {
    if (start.seq > after_seq && found.size() < limit) found.push_back(start);
  }
  return found;
}

// As if every workflow had been added when the database was.
Result<std::vector<ScheduleState>> MemoryDatabase::schedules(
    const std::vector<WorkflowName>& workflows) const {
  const std::lock_guard lock(mutex_);
  if (away_) return kAway;
  std::vector<ScheduleState> found;
  for (const WorkflowName& workflow : workflows) {
    ScheduleState& state = found.emplace_back(ScheduleState{workflow, {begun_, {}, false, {}}, 0});
    const auto stream = streams_.find(schedule_stream(workflow).value);
    if (stream == streams_.end()) continue;
    state.fired = stream->second.size();
    const auto last =
        std::get<record::ScheduleFired>(std::get<record::RecordEvent>(*decode(stream->second.back())));
    state.history.last_due = last.due;
    const auto run = fold(streams_.at(run_stream(last.run).value));
    state.history.is_running = !has_ended(run->status);
    state.history.last_ended = run->finished_at;
  }
  return found;
}

void MemoryDatabase::ask_sql_start(SqlStart start) {
  const std::lock_guard lock(mutex_);
  start.seq = ++last_seq_;
  sql_starts_.push_back(std::move(start));
}

}  // namespace runledger::actors::test

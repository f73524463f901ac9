#pragma once

// All that is CAF 0.17's own way of doing things: its headers, the messages, and what makes a struct one.
// CAF 0.18 and 1.0 change message types, `send` and `monitor`; then this file changes, and the actors'
// shells.
#include <caf/all.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/journal_queue.hpp"
#include "actors/run_loader.hpp"
#include "actors/run_shell.hpp"
#include "actors/switchboard.hpp"
#include "workflow/definition/program.hpp"
#include "workflow/ports/run_index.hpp"

namespace runledger::actors {

// Answers are shared: CAF copies a message that two hold, and a state is not small.
template <class T>
using Answer = std::shared_ptr<Result<T>>;

// ---- to the journal
struct WorkWaiting {};
struct ProbeDue {  // to itself
  std::uint64_t generation = 0;
};

// Asks, until it is so, whether this engine can append; then tells the index.
struct TakeOver {
  caf::actor index;
};

// ---- to and from the readers
struct ReadJob {
  RunId run;
  std::optional<std::uint64_t> tail_after;
  std::string program_hash;  // set: the program of this hash is wanted instead of the run
  caf::actor to;
};
struct ReaderFree {
  caf::actor reader;
};
struct RunLoaded {
  RunId run;
  Answer<LoadedRun> loaded;
};
struct ProgramFetched {
  Answer<definition::ProgramPtr> program;
};

// ---- to and from a run's actor
struct Poke {};  // there is mail
struct AppendDone {
  std::shared_ptr<JournalAnswer> answer;
};
struct PromptDue {
  Prompt prompt;
};
// To the supervisor: nothing to do, may be ended. Says who was idle when: by the time it is read the run may
// have become busy again, or be another incarnation.
struct RunIdle {
  RunId run;
  std::uint64_t incarnation = 0;
  std::uint64_t mails = 0;  // dealt with
};
struct RestartRun {  // of a supervisor to itself
  RunId run;
};

// ---- to the timers
struct SetTimer {
  RunId run;
  WorkflowName workflow;
  std::optional<Timestamp> when;  // absent: none any more
};
struct TimersDue {
  std::uint64_t generation = 0;
};
struct PollTimers {};

// ---- to and from the index
struct LogTakenOver {};
struct IndexQuery {
  enum class Kind { due, running, sql_starts, schedules, children } kind = Kind::due;
  Milliseconds within{0};  // due: from the moment of the answer
  RunId after{};           // running, children
  std::size_t limit = 0;
  caf::actor to;
  std::uint64_t after_seq = 0;               // sql_starts
  std::vector<WorkflowName> workflows = {};  // schedules
};
struct DueFound {
  Answer<std::vector<DueRun>> due;
};
struct RunningFound {
  Answer<std::vector<ActiveRun>> running;
};
struct SqlStartsFound {
  Answer<std::vector<SqlStart>> starts;
};

struct SchedulesFound {
  Answer<std::vector<ScheduleState>> states;
};

struct ChildrenFound {
  Answer<std::vector<ChildWork>> work;
};

// ---- to those who look after children
struct LookAfterChildren {};
struct ChildrenDue {  // to itself
  std::uint64_t generation = 0;
};

// ---- to the watchers
struct WatchRun {
  RunId run;
  Timestamp deadline;
  Reply<RunView> reply;
  Permit permit;
};
struct RunEnded {
  RunView view;
};
struct RunGone {
  RunId run;
};
struct DeadlinesDue {
  std::uint64_t generation = 0;
};

// ---- pollers to themselves
struct ContinueRecovery {};
struct LookForSqlStarts {};
struct LookForSchedules {};

// The actors that every run's actor talks to.
struct Peers {
  caf::actor readers;
  caf::actor timers;
  caf::actor watchers;
};

}  // namespace runledger::actors

// These never leave the process, so they need no serialisation.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::RunMail)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::WorkWaiting)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::ProbeDue)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::TakeOver)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::LogTakenOver)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::ReadJob)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::ReaderFree)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::RunLoaded)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::ProgramFetched)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::Poke)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::AppendDone)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::PromptDue)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::RunIdle)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::RestartRun)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::SetTimer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::TimersDue)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::PollTimers)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::IndexQuery)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::DueFound)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::RunningFound)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::SqlStartsFound)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::SchedulesFound)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::ChildrenFound)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::LookAfterChildren)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::ChildrenDue)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::WatchRun)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::RunEnded)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::RunGone)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::DeadlinesDue)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::ContinueRecovery)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::LookForSqlStarts)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(runledger::actors::LookForSchedules)

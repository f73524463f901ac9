#pragma once

#include "workflow/run/codec/member_reader.hpp"
#include "workflow/run/codec/member_writer.hpp"

// The JSON form of every event, a pair of functions each: what write() puts, read() takes. A form that was
// ever written stays readable; see README.md, "To change an event".
namespace runledger::run::forms {

// run_events.cpp
void write(const RunStarted& event, MemberWriter& out);
void read(MemberReader& in, RunStarted& event);
void write(const RunCompleted& event, MemberWriter& out);
void read(MemberReader& in, RunCompleted& event);
void write(const RunFaulted& event, MemberWriter& out);
void read(MemberReader& in, RunFaulted& event);
void write(const RunRetried& event, MemberWriter& out);
void read(MemberReader& in, RunRetried& event);
void write(const RunQuarantined& event, MemberWriter& out);
void read(MemberReader& in, RunQuarantined& event);
void write(const RunCancelled& event, MemberWriter& out);
void read(MemberReader& in, RunCancelled& event);

// task_events.cpp
void write(const TaskStarted& event, MemberWriter& out);
void read(MemberReader& in, TaskStarted& event);
void write(const TaskSkipped& event, MemberWriter& out);
void read(MemberReader& in, TaskSkipped& event);
void write(const TaskCompleted& event, MemberWriter& out);
void read(MemberReader& in, TaskCompleted& event);
void write(const TaskFaulted& event, MemberWriter& out);
void read(MemberReader& in, TaskFaulted& event);
void write(const TaskCancelled& event, MemberWriter& out);
void read(MemberReader& in, TaskCancelled& event);
void write(const WaitStarted& event, MemberWriter& out);
void read(MemberReader& in, WaitStarted& event);
void write(const EventEmitted& event, MemberWriter& out);
void read(MemberReader& in, EventEmitted& event);

// loop_events.cpp
void write(const RoundStarted& event, MemberWriter& out);
void read(MemberReader& in, RoundStarted& event);

// try_events.cpp
void write(const RetryScheduled& event, MemberWriter& out);
void read(MemberReader& in, RetryScheduled& event);
void write(const RetryStarted& event, MemberWriter& out);
void read(MemberReader& in, RetryStarted& event);
void write(const ErrorCaught& event, MemberWriter& out);
void read(MemberReader& in, ErrorCaught& event);

// child_events.cpp
void write(const ChildRunRequested& event, MemberWriter& out);
void read(MemberReader& in, ChildRunRequested& event);
void write(const ChildRunBegan& event, MemberWriter& out);
void read(MemberReader& in, ChildRunBegan& event);
void write(const ChildRunCompleted& event, MemberWriter& out);
void read(MemberReader& in, ChildRunCompleted& event);
void write(const ChildRunFailed& event, MemberWriter& out);
void read(MemberReader& in, ChildRunFailed& event);
void write(const ChildRunCancelled& event, MemberWriter& out);
void read(MemberReader& in, ChildRunCancelled& event);

// action_events.cpp
void write(const ActionStarted& event, MemberWriter& out);
void read(MemberReader& in, ActionStarted& event);
void write(const ActionSucceeded& event, MemberWriter& out);
void read(MemberReader& in, ActionSucceeded& event);
void write(const ActionFailed& event, MemberWriter& out);
void read(MemberReader& in, ActionFailed& event);
void write(const ActionTimedOut& event, MemberWriter& out);
void read(MemberReader& in, ActionTimedOut& event);
void write(const ActionOutcomeUnknown& event, MemberWriter& out);
void read(MemberReader& in, ActionOutcomeUnknown& event);
void write(const ActionCancelled& event, MemberWriter& out);
void read(MemberReader& in, ActionCancelled& event);

}  // namespace runledger::run::forms

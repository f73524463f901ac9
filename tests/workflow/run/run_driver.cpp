#include "tests/workflow/run/run_driver.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>

#include "workflow/definition/reader.hpp"
#include "workflow/run/codec.hpp"
#include "workflow/run/evolve.hpp"

namespace runledger::run::testing {
namespace {

std::string text_of(const SharedJson& document) {
  return document ? write_json(*document) : "-";
}
std::string text_of(const std::optional<Timestamp>& time) {
  return time ? format_time(*time) : "-";
}
std::string text_of(const std::optional<Deadline>& deadline) {
  return deadline ? format_time(deadline->at) + "/" + std::to_string(deadline->length.count()) : "-";
}
std::string text_of(const std::optional<RunError>& error) {
  return error ? write_json(to_json(*error)) : "-";
}

std::string text_of(const Frame& frame) {
  std::string out = frame.ref.task + "#" + std::to_string(frame.ref.iteration);
  out += " below " + std::to_string(frame.parent) + " with " + std::to_string(frame.children);
  out += " phase " + std::to_string(static_cast<int>(frame.phase));
  for (const auto* document : {&frame.raw_input, &frame.input, &frame.data}) out += " " + text_of(*document);
  out += " next " + frame.next.value_or("-");
  for (const auto count : {frame.attempt, frame.unknowns, frame.retries}) out += " " + std::to_string(count);
  if (!frame.child.is_nil()) out += " child " + frame.child.text();
  out += " " + text_of(frame.first_failed_at) + " " + format_time(frame.started_at);
  out += " " + text_of(frame.deadline) + " " + text_of(frame.attempt_deadline);
  out += " items " + text_of(frame.items) + " rounds " + std::to_string(frame.rounds);
  for (const SharedJson& output : frame.outputs) out += " gave " + text_of(output);
  out +=
      " begins " + std::to_string(frame.begun.next()) + " won " + std::to_string(frame.winner.value_or(99));
  out += " began " + std::to_string(frame.began);
  for (const TaskRef& ref : frame.cut_off)
    out += " cut off " + ref.task + "#" + std::to_string(ref.iteration);
  return out + " " + text_of(frame.wake_at) + " " + text_of(frame.error);
}

}  // namespace

definition::ProgramPtr program_of(std::string_view body) {
  const std::string text =
      "document: {dsl: '1.0.3', namespace: test, name: sample, version: '1.0.0'}\n" + std::string(body);
  const auto outcome = definition::read_definition(text);
  if (outcome.program) return outcome.program;
  for (const auto& diagnostic : outcome.diagnostics) std::cerr << diagnostic.text() << '\n';
  std::cerr << text << '\n';
  std::abort();
}

std::string text_of(const State& state) {
  std::string out = std::string(name_of(state.status)) + " " + std::to_string(state.version);
  out += "\ncontext " + text_of(state.context) + "\noutput " + text_of(state.output);
  out += "\nerror " + text_of(state.error) + " " + state.faulted.task;
  out += "\nfinished " + text_of(state.finished_at) + " deadline " + text_of(state.deadline);
  for (const Frame& frame : state.frames) out += "\nframe " + text_of(frame);
  const std::map<std::string, Tally> sorted(state.tallies.begin(), state.tallies.end());
  for (const auto& [task, tally] : sorted) {
    out += "\ntally " + task + " " + std::to_string(tally.completed) + " " + std::to_string(tally.attempts) +
           " at " + std::to_string(tally.at);
  }
  return out;
}

void RunDriver::apply(const Command& command) {
  State folded = state_;
  auto decision = decide(*program_, state_, command, circumstances());
  ASSERT_TRUE(decision.ok()) << decision.error().message;
  for (const RunEvent& event : decision->events) {
    const EncodedEvent encoded = encode(event);
    auto decoded = decode(encoded.type, encoded.type_version, encoded.data);
    ASSERT_TRUE(decoded.ok()) << decoded.error().message << "\n" << encoded.data;
    auto next = evolve(std::move(folded), *decoded);
    ASSERT_TRUE(next.ok()) << next.error().message;
    folded = *std::move(next);
  }
  EXPECT_EQ(text_of(folded), text_of(decision->after));
  history_.insert(history_.end(), decision->events.begin(), decision->events.end());
  state_ = std::move(decision->after);
  of_.clear();
  decisions_.push_back(decision->events.size());
  if (has_more_to_do(state_) && !decision->events.empty()) apply(Wake{});
}

RunDriver& RunDriver::start(std::string_view input) {
  StartRun command;
  command.run = *RunId::parse("0190163d-8694-739b-aea5-966c26f8ad91");
  command.input = shared(input);
  return apply(command), *this;
}

std::vector<std::string> RunDriver::acting() const {
  std::vector<std::string> tasks;
  for (const Frame& frame : state_.frames) {
    if (frame.phase == Phase::acting) tasks.push_back(frame.ref.task);
  }
  return tasks;
}

RunDriver& RunDriver::of(std::string_view task) {
  of_ = task;
  return *this;
}

Command RunDriver::outcome(ActionOutcome outcome) const {
  FinishAction command;
  const auto under_way = acting();
  const Frame* found = state_.find(!of_.empty()        ? of_
                                   : under_way.empty() ? frame().ref.task
                                                       : under_way.back());
  if (found == nullptr) {
    ADD_FAILURE() << of_ << " is not under way";
    return command;
  }
  command.ref = found->ref;
  command.attempt = found->attempt;
  command.outcome = std::move(outcome);
  return command;
}

std::vector<std::string> RunDriver::awaiting() const {
  std::vector<std::string> tasks;
  for (const Frame& frame : state_.frames) {
    if (frame.phase == Phase::awaiting) tasks.push_back(frame.ref.task);
  }
  return tasks;
}

const ChildRunRequested& RunDriver::child() const {
  for (auto event = history_.rbegin(); event != history_.rend(); ++event) {
    const auto* asked = std::get_if<ChildRunRequested>(&*event);
    if (asked != nullptr && (of_.empty() || asked->ref.task == of_)) return *asked;
  }
  std::abort();
}

RunDriver& RunDriver::finish_child(ChildOutcome outcome) {
  const ChildRunRequested asked = child();
  return apply(FinishChild{asked.ref, asked.child, asked.workflow, std::move(outcome)}), *this;
}

RunDriver& RunDriver::cancel() {
  return apply(CancelRun{"admin:ada", "not needed"}), *this;
}

RunDriver& RunDriver::succeed(std::string_view result) {
  return apply(outcome(Succeeded{shared(result)})), *this;
}

RunDriver& RunDriver::fail(int status, std::string_view type) {
  RunError error;
  error.type = type;
  error.status = status;
  error.title = "failed";
  error.detail = "on purpose";
  return apply(outcome(Failed{error})), *this;
}

RunDriver& RunDriver::time_out() {
  return apply(outcome(TimedOut{})), *this;
}

RunDriver& RunDriver::lose_outcome() {
  return apply(outcome(OutcomeUnknown{"connection lost"})), *this;
}

RunDriver& RunDriver::wake() {
  const auto due = state_.wake_at();
  EXPECT_TRUE(due.has_value());
  if (due) now_ = std::max(now_, *due);
  return apply(Wake{}), *this;
}

RunDriver& RunDriver::advance_clock(double seconds) {
  now_ += at(seconds) - at(0);
  return *this;
}

RunDriver& RunDriver::resume() {
  return apply(Resume{}), *this;
}

RunDriver& RunDriver::retry() {
  return apply(RetryRun{"admin:ada", "try again"}), *this;
}

bool RunDriver::can_be_retried() const {
  return decide(*program_, state_, RetryRun{"admin:ada", "try again"}, circumstances()).ok();
}

RunDriver& RunDriver::quarantine() {
  return apply(QuarantineRun{"crashed"}), *this;
}

Error RunDriver::refused(const Command& command) {
  auto decision = decide(*program_, state_, command, circumstances());
  if (!decision) return decision.error();
  ADD_FAILURE() << "the command was accepted";
  return {};
}

std::string RunDriver::news() {
  std::string out;
  for (; told_ < history_.size(); ++told_) {
    if (!out.empty()) out += "; ";
    out += type_of(history_[told_]);
    std::visit(
        [&](const auto& event) {
          if constexpr (requires { event.ref; }) {
            if (!event.ref.task.empty()) out += " " + event.ref.task;
            if (event.ref.iteration > 0) out += "#" + std::to_string(event.ref.iteration);
          }
          if constexpr (requires { event.attempt; }) out += " attempt " + std::to_string(event.attempt);
          if constexpr (requires { event.retry; }) out += " retry " + std::to_string(event.retry);
        },
        history_[told_]);
  }
  return out;
}

const ActionStarted& RunDriver::action() const {
  for (auto event = history_.rbegin(); event != history_.rend(); ++event) {
    if (const auto* started = std::get_if<ActionStarted>(&*event)) return *started;
  }
  std::abort();
}

std::string RunDriver::output() const {
  return state_.status == RunStatus::completed ? write_json(*state_.output)
                                               : std::string(name_of(state_.status));
}

}  // namespace runledger::run::testing

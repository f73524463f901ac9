#include "workflow/run/decide/try_policy.hpp"

#include "workflow/run/decide/back_off.hpp"
#include "workflow/run/decide/data_flow.hpp"
#include "workflow/run/decide/limits.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

using definition::Expression;
using definition::TryTask;

bool passes(const definition::ErrorFilter& filter, const RunError& error) {
  return (!filter.type || same_error_type(*filter.type, error.type)) &&
         (!filter.status || *filter.status == error.status) &&
         (!filter.title || *filter.title == error.title) &&
         (!filter.detail || *filter.detail == error.detail) &&
         (!filter.instance || *filter.instance == error.instance);
}

// `when` and `exceptWhen` of a catch or a retry, with the error bound to the variable of the catch.
Result<bool> wanted(const std::optional<Expression>& when, const std::optional<Expression>& except_when,
                    const Scope& scope, const Json& input) {
  if (when) {
    auto holds = scope.holds(*when, input);
    if (!holds || !*holds) return holds;
  }
  if (!except_when) return true;
  auto excepted = scope.holds(*except_when, input);
  if (!excepted) return excepted;
  return !*excepted;
}

Scope scope_of_catch(Turn& turn, std::size_t frame, const TryTask& guard, const RunError& error) {
  Scope scope = Scope::of_task(turn, frame);
  scope.error(guard.error_variable, error);
  return scope;
}

bool attempts_left(const definition::RetryPolicy& policy, const Frame& frame) {
  return frame.retries < policy.limit_attempts.value_or(kMaxRetries);
}

}  // namespace

Result<bool> catches(Turn& turn, std::size_t frame, const RunError& error) {
  const Frame& own = turn.frames()[frame];
  if (own.phase != Phase::entered || own.error) return false;
  const auto* guard = std::get_if<TryTask>(&turn.node(frame).kind);
  if (guard == nullptr || !passes(guard->errors_with, error)) return false;
  auto taken =
      wanted(guard->when, guard->except_when, scope_of_catch(turn, frame, *guard, error), *own.input);
  if (!taken || !*taken) return taken;
  if (!guard->retry || !guard->catch_tasks.empty()) return true;
  auto due = next_attempt(turn, frame, error);
  if (!due) return std::move(due).error();
  return due->has_value();
}

Result<std::optional<Timestamp>> next_attempt(Turn& turn, std::size_t frame, const RunError& error) {
  const Frame& own = turn.frames()[frame];
  const auto& guard = std::get<TryTask>(turn.node(frame).kind);
  const std::optional<Timestamp> none;
  if (!guard.retry || !attempts_left(*guard.retry, own)) return none;
  const definition::RetryPolicy& policy = *guard.retry;
  const Scope scope = scope_of_catch(turn, frame, guard, error);
  auto retries = wanted(policy.when, policy.except_when, scope, *own.input);
  if (!retries) return std::move(retries).error();
  if (!*retries) return none;

  const std::uint32_t retry = own.retries + 1;
  auto delay = delay_before(policy, retry, scope, *own.input, turn.random(retry));
  if (!delay) return std::move(delay).error();
  const Timestamp due = turn.now() + *delay;
  if (policy.limit_duration) {
    auto limit = scope.duration(*policy.limit_duration, *own.input);
    if (!limit) return std::move(limit).error();
    if (due > own.first_failed_at.value_or(turn.now()) + *limit) return none;
  }
  return std::optional(due);
}

Result<std::optional<Timestamp>> attempt_deadline(const TryTask& guard, const Scope& scope, const Json& input,
                                                  Timestamp now) {
  if (!guard.retry || !guard.retry->attempt_duration) return std::optional<Timestamp>();
  auto length = scope.duration(*guard.retry->attempt_duration, input);
  if (!length) return std::move(length).error();
  return std::optional<Timestamp>(now + *length);
}

void handle_error(Turn& turn) {
  const std::size_t frame = turn.last();
  const Frame& own = turn.innermost();
  const RunError error = *own.error;
  auto due = next_attempt(turn, frame, error);
  if (!due) return raise_error(turn, frame, as_run_error(due.error(), own.ref.task));
  if (*due) return turn.emit(RetryScheduled{own.ref, own.retries + 1, error, **due});
  const auto& guard = std::get<TryTask>(turn.node(frame).kind);
  // The time for another attempt can run out between the error and here.
  if (guard.retry && guard.catch_tasks.empty()) return raise_error(turn, frame, error);
  turn.emit(ErrorCaught{own.ref, error, turn.now()});
}

void start_attempt(Turn& turn) {
  const std::size_t frame = turn.last();
  const Frame& own = turn.innermost();
  const auto& guard = std::get<TryTask>(turn.node(frame).kind);
  auto deadline = attempt_deadline(guard, Scope::of_task(turn, frame), *own.input, turn.now());
  if (!deadline) return raise_error(turn, frame, as_run_error(deadline.error(), own.ref.task));
  turn.emit(RetryStarted{own.ref, own.retries, turn.now(), *deadline});
}

}  // namespace runledger::run

#include "workflow/run/decide/try_policy.hpp"

#include "workflow/run/decide/back_off.hpp"
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

const TryTask& clauses_of(const Task& guard) {
  return std::get<TryTask>(guard.node->kind);
}

Scope scope_of_catch(const Turn& turn, const Task& guard, const RunError& error) {
  Scope scope = Scope::of_task(turn, guard);
  scope.error(clauses_of(guard).error_variable, error);
  return scope;
}

bool attempts_left(const definition::RetryPolicy& policy, const Frame& frame) {
  return frame.retries < policy.limit_attempts.value_or(kMaxRetries);
}

}  // namespace

Result<bool> catches(const Turn& turn, const Task& task, const RunError& error) {
  const Frame& own = turn.frames()[*task.frame];
  if (own.phase != Phase::entered || own.error) return false;
  const auto* clauses = std::get_if<TryTask>(&task.node->kind);
  if (clauses == nullptr || !passes(clauses->errors_with, error)) return false;
  auto taken = wanted(clauses->when, clauses->except_when, scope_of_catch(turn, task, error), *task.input);
  if (!taken || !*taken) return taken;
  if (!clauses->retry || !clauses->catch_tasks.empty()) return true;
  auto due = next_attempt(turn, task, error);
  if (!due) return std::move(due).error();
  return due->has_value();
}

Result<std::optional<Timestamp>> next_attempt(const Turn& turn, const Task& guard, const RunError& error) {
  const Frame& own = turn.frames()[*guard.frame];
  const TryTask& clauses = clauses_of(guard);
  const std::optional<Timestamp> none;
  if (!clauses.retry || !attempts_left(*clauses.retry, own)) return none;
  const definition::RetryPolicy& policy = *clauses.retry;
  const Scope scope = scope_of_catch(turn, guard, error);
  auto retries = wanted(policy.when, policy.except_when, scope, *guard.input);
  if (!retries) return std::move(retries).error();
  if (!*retries) return none;

  const std::uint32_t retry = own.retries + 1;
  auto delay = delay_before(policy, retry, scope, *guard.input, turn.random(retry));
  if (!delay) return std::move(delay).error();
  const Timestamp due = turn.now() + *delay;
  if (policy.limit_duration) {
    auto limit = scope.duration(*policy.limit_duration, *guard.input);
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

void handle_error(Turn& turn, const Task& guard) {
  const Frame& own = turn.frames()[*guard.frame];
  const RunError error = *own.error;
  auto due = next_attempt(turn, guard, error);
  if (!due) return raise_error(turn, guard, due.error());
  if (*due) return turn.emit(RetryScheduled{guard.ref, own.retries + 1, error, **due});
  const TryTask& clauses = clauses_of(guard);
  // The time for another attempt can run out between the error and here.
  if (clauses.retry && clauses.catch_tasks.empty()) return raise_error(turn, guard, error);
  turn.emit(ErrorCaught{guard.ref, error, turn.now()});
}

void start_attempt(Turn& turn, const Task& guard) {
  auto deadline = attempt_deadline(clauses_of(guard), Scope::of_task(turn, guard), *guard.input, turn.now());
  if (!deadline) return raise_error(turn, guard, deadline.error());
  turn.emit(RetryStarted{guard.ref, turn.frames()[*guard.frame].retries, turn.now(), *deadline});
}

}  // namespace runledger::run

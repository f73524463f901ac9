#include "workflow/definition/compile_duration.hpp"
#include "workflow/definition/compile_expression.hpp"
#include "workflow/definition/compile_task.hpp"

namespace runledger::definition {
namespace {

void compile_multiplier(Compilation& c, Members& members, RetryPolicy& policy) {
  const auto place = members.get("multiplier");
  if (!place) return;
  const auto& value = *place->value;
  const double number = value.is_double()  ? value.get_double()
                        : value.is_int64() ? static_cast<double>(value.get_int64())
                                           : 0;
  if (number < 1 || number > 100) {
    c.diagnostics.error(place->pointer, "`multiplier` must be a number from 1 to 100");
  } else {
    policy.multiplier = number;
  }
}

void compile_backoff(Compilation& c, const Place& place, RetryPolicy& policy) {
  Members members(place, c.diagnostics, "`backoff`");
  const auto constant = members.get("constant");
  const auto exponential = members.get("exponential");
  const auto linear = members.get("linear");
  members.refuse_unknown();
  const int count = constant.has_value() + exponential.has_value() + linear.has_value();
  if (members.is_object() && count != 1) {
    c.diagnostics.error(place.pointer,
                        "`backoff` is one of `constant`, `linear`, `exponential`, each an object "
                        "such as `exponential: {}`");
    return;
  }
  if (constant) {
    Members(*constant, c.diagnostics, "`constant`").refuse_unknown();
  } else if (exponential) {
    policy.backoff = RetryPolicy::Backoff::exponential;
    Members options(*exponential, c.diagnostics, "`exponential`");
    compile_multiplier(c, options, policy);
    if (const auto most = options.get("maxDelay")) policy.max_delay = compile_duration(c, *most);
    options.refuse_unknown();
  } else if (linear) {
    policy.backoff = RetryPolicy::Backoff::linear;
    Members options(*linear, c.diagnostics, "`linear`");
    if (const auto step = options.get("increment")) policy.linear_increment = compile_duration(c, *step);
    if (const auto most = options.get("maxDelay")) policy.max_delay = compile_duration(c, *most);
    options.refuse_unknown();
  }
}

void compile_limit(Compilation& c, const Place& place, RetryPolicy& policy) {
  Members members(place, c.diagnostics, "`limit`");
  if (const auto attempt = members.get("attempt")) {
    Members attempts(*attempt, c.diagnostics, "`limit.attempt`");
    if (const auto count = attempts.integer("count", 0, 100'000)) {
      policy.limit_attempts = static_cast<std::uint32_t>(*count);
    }
    if (const auto longest = attempts.get("duration"))
      policy.attempt_duration = compile_duration(c, *longest);
    attempts.refuse_unknown();
  }
  if (const auto duration = members.get("duration")) policy.limit_duration = compile_duration(c, *duration);
  members.refuse_unknown();
}

void compile_jitter(Compilation& c, const Place& place, RetryPolicy& policy) {
  Members members(place, c.diagnostics, "`jitter`");
  const auto from = members.require("from");
  const auto to = members.require("to");
  members.refuse_unknown();
  if (!from || !to) return;
  auto least = compile_duration(c, *from);
  auto most = compile_duration(c, *to);
  if (!least.computed && !most.computed && least.fixed > most.fixed) {
    c.diagnostics.error(place.pointer, "`jitter.from` is longer than `jitter.to`");
  }
  policy.jitter.emplace(std::move(least), std::move(most));
}

}  // namespace

RetryPolicy compile_retry_policy(Compilation& c, const Place& place) {
  Members members(place, c.diagnostics, "a retry policy");
  RetryPolicy policy;
  if (const auto when = members.get("when")) policy.when = compile_condition(c, *when);
  if (const auto except = members.get("exceptWhen")) policy.except_when = compile_condition(c, *except);
  if (const auto delay = members.get("delay")) policy.delay = compile_duration(c, *delay);
  if (const auto backoff = members.get("backoff")) compile_backoff(c, *backoff, policy);
  if (const auto limit = members.get("limit")) compile_limit(c, *limit, policy);
  if (const auto jitter = members.get("jitter")) compile_jitter(c, *jitter, policy);
  members.refuse_unknown();
  return policy;
}

RetryPolicy compile_retry(Compilation& c, const Place& place) {
  if (!place.is_string()) return compile_retry_policy(c, place);
  const auto* named = c.use.retries.use(place.text(), place.pointer, c.diagnostics);
  return named == nullptr ? RetryPolicy{} : compile_retry_policy(c, *named);
}

}  // namespace runledger::definition

#pragma once

#include <variant>
#include <vector>

#include "workflow/run/state.hpp"

// Effects to carry out after the events that caused them are committed.
namespace runledger::run {

struct PerformAction {
  ActionStarted intent;
  std::string idempotency_key;  // "<run>/<task>/<iteration>"
};
// The effect is not awaited any more: stop it when that is still possible.
struct CancelAction {
  TaskRef ref;
  std::uint32_t attempt = 1;
};
struct WakeAt {
  Timestamp when;
};
// The run asked for children or gave some up, or is a child whose end is awaited: see to it.
struct TendChildren {};
// The run ended; whoever waits for it is told.
struct ReportEnd {};

using Action = std::variant<PerformAction, CancelAction, TendChildren, WakeAt, ReportEnd>;

// What `event` asks for. `after` is the state with `event` folded in, or a later one: what has been overtaken
// (an action that is no longer under way, an end that was retried) is left out. Pure.
std::vector<Action> actions_after(const State& after, const RunEvent& event);

}  // namespace runledger::run

#include "workflow/run/decide.hpp"

#include "workflow/run/decide/accept.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {

Result<Decision> decide(const definition::Program& program, State state, const Command& command,
                        const Circumstances& circumstances) {
  if (state.status != RunStatus::not_started && state.started.definition_hash != program.hash) {
    return Error{Errc::conflict, "the run began with definition " + state.started.definition_hash +
                                     ", not with " + program.hash};
  }
  Turn turn(program, std::move(state), circumstances);
  auto accepted = std::visit([&](const auto& known) { return accept(turn, known); }, command);
  if (!accepted) return std::move(accepted).error();
  advance(turn);
  return std::move(turn).finish();
}

}  // namespace runledger::run

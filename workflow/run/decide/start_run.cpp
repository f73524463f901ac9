#include <boost/json/object.hpp>

#include "workflow/run/decide/accept.hpp"
#include "workflow/run/decide/data_flow.hpp"
#include "workflow/run/decide/documents.hpp"
#include "workflow/run/decide/limits.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

// 128 bits in hex, drawn with salts that nothing else uses.
std::string draw_nonce(const Turn& turn) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string nonce;
  for (const std::uint64_t salt : {~0ULL, ~1ULL}) {
    const std::uint64_t bits = turn.random(salt);
    for (int shift = 60; shift >= 0; shift -= 4) nonce.push_back(kHex[(bits >> shift) & 15]);
  }
  return nonce;
}

// Fills in what the workflow's own expressions give. Errors: theirs.
Result<Done> transform(const Turn& turn, RunStarted& started) {
  const definition::Program& program = turn.program();
  Scope scope(program, started);
  auto taken = take_in(program.data, scope, started.input);
  if (!taken) return std::move(taken).error();
  if (*taken != started.input) started.transformed_input = *taken;
  if (!program.timeout) return Done{};
  auto length = scope.input(**taken).duration(*program.timeout, **taken);
  if (!length) return Error{length.error().code, "timeout: " + length.error().message};
  started.deadline = turn.now() + *length;
  return Done{};
}

}  // namespace

// A run whose input is refused has begun and faulted at once: nothing refused is invisible.
Result<Done> accept(Turn& turn, const StartRun& command) {
  if (turn.state().status != RunStatus::not_started) {
    return Error{Errc::conflict, "the run has started already"};
  }
  RunStarted started;
  started.run = command.run;
  started.workflow = turn.program().name;
  started.version = turn.program().version;
  started.definition_hash = turn.program().hash;
  started.trigger = command.trigger;
  started.request = command.request;
  started.rerun_of = command.rerun_of;
  started.reason = command.reason;
  started.parent = command.parent;
  started.input = command.input ? command.input : share(JsonObject());
  started.started_at = turn.now();
  started.secret_nonce = draw_nonce(turn);
  if (auto fits = check_foreign(*started.input, kMaxDocumentBytes); !fits) return fits;

  const auto transformed = transform(turn, started);
  turn.emit(std::move(started));
  if (command.is_given_up) {
    turn.emit(RunCancelled{"engine", "the run that asked for it did not wait for its beginning", turn.now()});
    return Done{};
  }
  if (!transformed) fault_run(turn, as_run_error(transformed.error(), "/input"));
  return Done{};
}

}  // namespace runledger::run

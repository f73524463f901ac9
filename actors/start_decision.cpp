#include "actors/start_decision.hpp"

#include <array>
#include <cstring>
#include <exception>
#include <utility>

#include "workflow/run/evolve.hpp"

namespace runledger::actors {
namespace {

Result<run::Decision> try_to_decide(const definition::Program& program, const StartRequest& request,
                                    const run::Circumstances& circumstances, const EngineOptions& options) {
  try {
    if (options.test_fault) options.test_fault(FaultPoint::decide, request.run);
    std::optional<RequestId> cause;
    if (request.request) cause = request.request->request;
    run::StartRun start{request.run, request.trigger, cause, request.rerun_of, request.reason, request.input};
    if (request.child) {
      start.parent = request.child->parent;
      start.is_given_up = request.child->is_given_up;
    }
    return run::decide(program, {}, start, circumstances);
  } catch (const std::exception& failure) {
    return Error{Errc::internal, failure.what()};
  }
}

// A stand-in for the nonce that the core would have made; nothing was started that could use it.
std::string hex(std::uint64_t number) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = text.size(); i-- > 0; number >>= 4) text[i] = kDigits[number & 15];
  return text;
}

}  // namespace

run::Circumstances circumstances(const Services& services) {
  std::array<std::uint8_t, 8> bytes{};
  services.ports.random.fill(bytes);
  run::Circumstances now{services.ports.clock.now(), 0, services.options.run_limits};
  std::memcpy(&now.random, bytes.data(), bytes.size());
  // What has happened is recorded; what would follow is left to the next start.
  if (services.draining) now.limits.events_at_once = 1;
  return now;
}

run::State fold_quarantine(run::State state, const run::RunQuarantined& event) {
  try {
    if (auto folded = run::evolve(state, event)) return std::move(*folded);
  } catch (const std::exception&) {
    // Below: the run is set aside whatever its state.
  }
  ++state.version;
  state.status = run::RunStatus::quarantined;
  state.finished_at = event.quarantined_at;
  return state;
}

run::Decision decide_start(const definition::Program& program, const StartRequest& request,
                           const run::Circumstances& circumstances, const EngineOptions& options) {
  auto decision = try_to_decide(program, request, circumstances, options);
  if (decision) return std::move(*decision);

  run::RunStarted started;
  started.run = request.run;
  started.workflow = program.name;
  started.version = program.version;
  started.definition_hash = program.hash;
  started.trigger = request.trigger;
  if (request.request) started.request = request.request->request;
  started.rerun_of = request.rerun_of;
  started.reason = request.reason;
  if (request.child) started.parent = request.child->parent;
  started.input = request.input;
  started.started_at = circumstances.now;
  started.secret_nonce = hex(circumstances.random);
  const run::RunQuarantined quarantined{"the run could not be started: " + decision.error().message,
                                        circumstances.now};

  run::State state;
  try {
    if (auto folded = run::evolve({}, started)) state = std::move(*folded);
  } catch (const std::exception&) {
    // Below: the event that sets it aside is folded whatever the state.
  }
  state = fold_quarantine(std::move(state), quarantined);
  state.version = 2;
  return {{std::move(started), quarantined}, std::move(state)};
}

}  // namespace runledger::actors

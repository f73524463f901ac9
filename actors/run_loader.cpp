#include "actors/run_loader.hpp"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>
#include <variant>

#include "workflow/run/evolve.hpp"

namespace runledger::actors {
namespace {

// Folds one recorded event in.
Result<Done> fold(LoadedRun& loaded, const RecordedEvent& recorded) {
  auto event = decode(recorded);
  if (!event) return std::move(event).error();
  const auto* of_run = std::get_if<run::RunEvent>(&*event);
  if (of_run == nullptr) {
    return Error{Errc::corrupt_history, recorded.type + " cannot stand in a run's stream"};
  }
  auto state = run::evolve(std::move(loaded.state), *of_run);
  if (!state) return std::move(state).error();
  loaded.state = std::move(*state);
  if (const auto* started = std::get_if<run::ActionStarted>(of_run)) loaded.open.push_back(*started);
  return Done{};
}

Result<LoadedRun> load_pages(EventLog& log, RunId run, const LoadOptions& options) {
  const StreamName stream = run_stream(run);
  LoadedRun loaded;
  std::uint64_t version = 0;
  while (true) {
    auto page = log.read_stream(stream, version, options.page);
    if (!page) return std::move(page).error();
    std::uint64_t bytes = 0;
    for (RecordedEvent& recorded : *page) {
      version = recorded.version;
      bytes += recorded.data.size();
      if (auto folded = fold(loaded, recorded); !folded) {
        return Error{Errc::corrupt_history, "event " + std::to_string(version) + " of " + stream.value +
                                                ": " + folded.error().message};
      }
      if (version == 1) loaded.first_position = recorded.position;
      if (options.tail_after && version > *options.tail_after) loaded.tail.push_back(std::move(recorded));
    }
    std::erase_if(loaded.open,
                  [&](const run::ActionStarted& action) { return !is_open(loaded.state, action); });
    if (page->size() < options.page && bytes < kMaxReadBytes) return loaded;
  }
}

}  // namespace

Result<LoadedRun> load_run(EventLog& log, RunId run, const LoadOptions& options) {
  try {
    return load_pages(log, run, options);
  } catch (const std::exception& failure) {
    return Error{Errc::internal, "reading " + run_stream(run).value + " failed: " + failure.what()};
  }
}

bool is_open(const run::State& state, const run::ActionStarted& action) {
  const run::Frame* frame = state.find(action.ref.task);
  return frame != nullptr && frame->phase == run::Phase::acting && frame->ref == action.ref &&
         frame->attempt == action.attempt;
}

RunView view_of(RunId run, const run::State& state) {
  return RunView{run, state.status, state.output, state.error};
}

bool has_ended(run::RunStatus status) {
  switch (status) {
    case run::RunStatus::completed:
    case run::RunStatus::faulted:
    case run::RunStatus::quarantined:
    case run::RunStatus::cancelled:
      return true;
    case run::RunStatus::not_started:
    case run::RunStatus::running:
    case run::RunStatus::waiting:
      return false;
  }
  return false;
}

}  // namespace runledger::actors

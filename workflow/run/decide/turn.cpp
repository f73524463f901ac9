#include "workflow/run/decide/turn.hpp"

#include "workflow/run/decide/limits.hpp"
#include "workflow/run/event_size.hpp"
#include "workflow/run/evolve.hpp"

namespace runledger::run {

Turn::Turn(const definition::Program& program, State state, const Circumstances& circumstances)
    : program_(program), state_(std::move(state)), circumstances_(circumstances) {
  events_.reserve(8);
}

const definition::Node& Turn::node(std::size_t frame) {
  const std::string& pointer = state_.frames[frame].ref.task;
  if (nodes_.size() <= frame) nodes_.resize(frame + 1);
  const definition::Node*& cached = nodes_[frame];
  if (cached != nullptr && cached->pointer == pointer) return *cached;
  cached = program_.find(pointer);
  if (cached != nullptr) return *cached;
  break_off({Errc::corrupt_history, "the definition has no task " + pointer});
  return program_.nodes[program_.root];
}

std::optional<std::size_t> Turn::parent(std::size_t frame) const {
  if (frame == 0) return std::nullopt;
  return state_.frames[frame].parent;
}

Task Turn::task(std::size_t frame) {
  const Frame& own = state_.frames[frame];
  return Task{&node(frame), own.ref, own.raw_input, own.input, own.started_at, frame, parent(frame)};
}

Task Turn::next_task(std::size_t parent, const definition::Node& node) const {
  TaskRef ref{node.pointer, state_.tally(node.pointer).completed};
  return Task{&node, std::move(ref), state_.frames[parent].data, nullptr, now(), std::nullopt, parent};
}

std::uint64_t Turn::random(std::uint64_t salt) const {
  // splitmix64 (Steele, Lea, Flood 2014): neighbouring salts give unrelated numbers.
  std::uint64_t mixed = circumstances_.random + (salt + 1) * 0x9E3779B97F4A7C15ULL;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
  return mixed ^ (mixed >> 31);
}

void Turn::emit(RunEvent event) {
  if (broken_) return;
  auto folded = evolve_in_place(state_, event);
  if (!folded) return break_off({Errc::internal, "a decision that cannot be: " + folded.error().message});
  bytes_ += estimated_bytes(event, kMaxBytesPerDecision);
  events_.push_back(std::move(event));
}

void Turn::break_off(Error error) {
  if (!broken_) broken_ = std::move(error);
}

Result<Decision> Turn::finish() && {
  if (broken_) return *std::move(broken_);
  return Decision{std::move(events_), std::move(state_)};
}

}  // namespace runledger::run

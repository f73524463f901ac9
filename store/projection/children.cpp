#include "store/projection/children.hpp"

#include "store/projection/statements.hpp"

namespace runledger::store {

ChildrenProjection::Change& ChildrenProjection::change_of(RunId child) {
  const auto [found, is_new] = index_.try_emplace(child, changes_.size());
  if (is_new) changes_.emplace_back().child = child;
  return changes_[found->second];
}

void ChildrenProjection::fold(const ProjectedEvent& event) {
  const auto* known = std::get_if<run::RunEvent>(&event.event);
  if (known == nullptr || !event.run) return;
  const auto ended = [&] {
    if (!parentless_.contains(*event.run)) change_of(*event.run).marks().ended = true;
  };
  std::visit(Overloaded{
                 [&](const run::ChildRunRequested& e) {
                   Change& change = change_of(e.child);
                   if (change.asked) return;
                   change.asked = Asked{*event.run, e.workflow.value, e.version, event.position, e.awaited};
                 },
                 [&](const run::RunStarted& e) {
                   if (e.parent) {
                     change_of(e.run).marks().begun = true;
                   } else {
                     parentless_.insert(e.run);
                   }
                 },
                 [&](const run::ChildRunBegan& e) { change_of(e.child).marks().answered = true; },
                 [&](const run::ChildRunCompleted& e) { change_of(e.child).marks().answered = true; },
                 [&](const run::ChildRunFailed& e) { change_of(e.child).marks().answered = true; },
                 [&](const run::ChildRunCancelled& e) { change_of(e.child).marks().given_up = true; },
                 [&](const run::RunCompleted&) { ended(); },
                 [&](const run::RunFaulted&) { ended(); },
                 [&](const run::RunCancelled&) { ended(); },
                 [](const auto&) {},
             },
             *known);
}

void ChildrenProjection::write(StatementSink& sink) const {
  using enum PgType;
  Rows marks{uuid, boolean, boolean, boolean, boolean};
  Rows puts{uuid, uuid, text, text, int8, boolean, boolean, boolean, boolean};
  for (const Change& change : changes_) {
    const auto& [child, before, asked, after] = change;
    if (before.begun || before.ended || before.answered || before.given_up) {
      marks.add(child, before.begun, before.ended, before.answered, before.given_up);
    }
    const bool is_done = after.answered || (after.given_up && after.ended);
    if (!asked || is_done) continue;
    puts.add(child, asked->parent, asked->workflow, asked->version, asked->position, asked->awaited,
             after.begun, after.ended, after.given_up);
  }
  // A mark that ends a row takes it away.
  sink.add(kDropChildren, marks);
  sink.add(kMarkChildren, marks);
  sink.add(kPutChildren, puts);
}

}  // namespace runledger::store

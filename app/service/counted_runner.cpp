#include "app/service/counted_runner.hpp"

namespace runledger::app {

Result<Done> CountedRunner::perform(ActionRequest request, std::function<void(run::ActionOutcome)> done) {
  under_way_->fetch_add(1);
  auto accepted = inner_->perform(std::move(request), [count = under_way_,
                                                       done = std::move(done)](run::ActionOutcome outcome) {
    done(std::move(outcome));
    count->fetch_sub(1);  // after done: whoever sees none under way knows that all outcomes were handed over
  });
  if (!accepted) under_way_->fetch_sub(1);
  return accepted;
}

void CountedRunner::cancel(RunId run, const run::TaskRef& ref, std::uint32_t attempt) {
  inner_->cancel(run, ref, attempt);
}

void CountedRunner::stop(Milliseconds grace) {
  inner_->stop(grace);
}

}  // namespace runledger::app

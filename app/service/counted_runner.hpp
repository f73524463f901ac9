#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>

#include "workflow/ports/action_runner.hpp"

namespace runledger::app {

// An ActionRunner that knows how many of its effects are under way. Thread-safe, as the runner in it.
class CountedRunner : public ActionRunner {
 public:
  explicit CountedRunner(std::unique_ptr<ActionRunner> inner) : inner_(std::move(inner)) {}

  Result<Done> perform(ActionRequest request, std::function<void(run::ActionOutcome)> done) override;
  void cancel(RunId run, const run::TaskRef& ref, std::uint32_t attempt) override;
  void stop(Milliseconds grace) override;

  // Effects accepted whose outcome has not been handed over.
  std::size_t under_way() const { return under_way_->load(); }

 private:
  // Shared with the callbacks.
  std::shared_ptr<std::atomic<std::size_t>> under_way_ = std::make_shared<std::atomic<std::size_t>>(0);
  std::unique_ptr<ActionRunner> inner_;
};

}  // namespace runledger::app

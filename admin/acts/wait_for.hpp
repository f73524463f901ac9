#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <memory>

#include "workflow/base/result.hpp"

namespace runledger::admin {

// Turns one of the engine's callbacks into a blocking call: `ask` gets the callback to pass on. For worker
// threads only. Errors: those of the answer; outcome_unknown when none comes within 30 s.
template <class T>
Result<T> wait_for(const std::function<void(std::function<void(Result<T>)>)>& ask) {
  using Promise = std::promise<Result<T>>;
  auto promise = std::make_shared<Promise>();  // shared: the answer may come after we gave up
  auto future = promise->get_future();
  ask([promise](Result<T> answer) { promise->set_value(std::move(answer)); });
  if (future.wait_for(std::chrono::seconds(30)) != std::future_status::ready) {
    return Error{Errc::outcome_unknown, "the engine gave no answer within 30 s; look before you try again"};
  }
  return future.get();
}

}  // namespace runledger::admin

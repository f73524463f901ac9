#pragma once

#include "actors/services.hpp"

namespace runledger::actors {

// The calls of Engine, over the shared services: the same for the engine on threads and under virtual time.
class FrontDesk : public Engine {
 public:
  explicit FrontDesk(Services& services) : services_(services) {}

  void start(StartRequest request, std::function<void(Result<Started>)> done) override;
  void when_ended(RunId run, Timestamp deadline, std::function<void(Result<RunView>)> done) override;
  void retry(RunId run, const WorkflowName& workflow, Actor actor, std::string reason,
             std::function<void(Result<RunView>)> done) override;
  void cancel(RunId run, const WorkflowName& workflow, Actor actor, std::string reason,
              std::function<void(Result<RunView>)> done) override;
  void append(AppendGroup group, std::function<void(Result<Appended>)> done) override;

 private:
  Services& services_;
};

}  // namespace runledger::actors

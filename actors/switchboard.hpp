#pragma once

#include <memory>

#include "actors/mail.hpp"
#include "workflow/base/id.hpp"

namespace runledger::actors {

// A mail on its way to its run, by way of the workflow's supervisor.
struct RunMail {
  RunId run;
  WorkflowName workflow;
  Mail mail;
};

// The way into the actors from threads that are not theirs (callers of the engine, the runner's callbacks),
// and the only place where such threads meet actor handles: once closed it holds none, so a late callback
// cannot reach into an actor system that is gone. Thread-safe.
class Switchboard {
 public:
  Switchboard();
  ~Switchboard();

  // False, and the mail is dropped, when closed. The first mail for a workflow goes by way of the root.
  bool deliver(RunMail mail) const;

  // The run is not in memory any more, and no end was reported: who waits for its end has the log read.
  void look_again(RunId run) const;

  // There may be something to do about runs that others asked for.
  void tend_children() const;

  // Lets go of all handles; nothing is delivered any more.
  void close();

  struct Handles;  // actor handles: see switchboard_handles.hpp
  Handles& handles() { return *handles_; }

 private:
  std::unique_ptr<Handles> handles_;
};

}  // namespace runledger::actors

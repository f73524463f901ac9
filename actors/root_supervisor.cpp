#include "actors/root_supervisor.hpp"

#include <memory>
#include <unordered_map>
#include <utility>

#include "actors/guard.hpp"
#include "actors/switchboard_handles.hpp"
#include "actors/workflow_supervisor.hpp"

namespace runledger::actors {

caf::behavior root_supervisor_actor(caf::event_based_actor* self, ServicesPtr services, Peers peers) {
  auto supervisors = std::make_shared<std::unordered_map<WorkflowName, caf::actor>>();
  self->set_exit_handler([=](const caf::exit_msg& message) {
    for (const auto& [workflow, supervisor] : *supervisors) self->send_exit(supervisor, message.reason);
    supervisors->clear();
    self->quit(message.reason);
  });
  return {
      [=](RunMail& mail) {
        guarded("root_supervisor", [&] {
          caf::actor& supervisor = (*supervisors)[mail.workflow];
          if (!supervisor) {
            supervisor = self->spawn(workflow_supervisor_actor, mail.workflow, services, peers);
            services->switchboard.handles().add_supervisor(mail.workflow, supervisor);
          }
          self->send(supervisor, std::move(mail));
        });
      },
  };
}

}  // namespace runledger::actors

#include "workflow/definition/compile_duration.hpp"
#include "workflow/definition/compile_task.hpp"

namespace runledger::definition {

TaskKind compile_wait(Compilation& c, Members& task, const TaskSite&) {
  return WaitTask{compile_duration(c, *task.require("wait"))};
}

}  // namespace runledger::definition

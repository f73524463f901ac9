#include "workflow/definition/compile_task.hpp"

namespace runledger::definition {

TaskKind compile_do(Compilation& c, Members& task, const TaskSite& site) {
  return DoTask{compile_task_list(c, *task.require("do"), site.self)};
}

}  // namespace runledger::definition

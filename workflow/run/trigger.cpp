#include "workflow/run/trigger.hpp"

namespace runledger::run {

std::string_view name_of(Trigger trigger) {
  switch (trigger) {
    case Trigger::webhook:
      return "webhook";
    case Trigger::rerun:
      return "rerun";
    case Trigger::sql:
      return "sql";
    case Trigger::schedule:
      return "schedule";
    case Trigger::workflow:
      return "workflow";
  }
  return "webhook";
}

}  // namespace runledger::run

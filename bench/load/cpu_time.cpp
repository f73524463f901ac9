#include "bench/load/cpu_time.hpp"

#include <unistd.h>

#include <fstream>
#include <limits>
#include <string>

namespace runledger::bench {
namespace {

struct Ticks {
  double own = 0;
  double ended_children = 0;
};

// proc(5), /proc/<pid>/stat: fields 14 to 17, counted after the name, which may hold blanks.
Ticks ticks_of(int pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  stat.ignore(std::numeric_limits<std::streamsize>::max(), ')');
  std::string skipped;
  for (int field = 3; field < 14; ++field) stat >> skipped;
  double user = 0, system = 0, children_user = 0, children_system = 0;
  stat >> user >> system >> children_user >> children_system;
  return {user + system, children_user + children_system};
}

}  // namespace

double cpu_seconds_of_family(int pid) {
  const Ticks parent = ticks_of(pid);
  double ticks = parent.own + parent.ended_children;
  const std::string process = std::to_string(pid);
  std::ifstream children("/proc/" + process + "/task/" + process + "/children");
  for (int child = 0; children >> child;) ticks += ticks_of(child).own;
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace runledger::bench

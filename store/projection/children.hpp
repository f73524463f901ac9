#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "store/postgres/statement_sink.hpp"
#include "store/projection/projected_event.hpp"

namespace runledger::store {

// The projection `children`: runs that other runs asked for, as long as something may have to be done about
// them. All that changes about a row only ever goes from false to true, so that the size of the batches does
// not matter.
class ChildrenProjection {
 public:
  void fold(const ProjectedEvent& event);
  void write(StatementSink& sink) const;

 private:
  struct Asked {
    RunId parent;
    std::string workflow, version;
    std::uint64_t position = 0;
    bool awaited = true;
  };
  struct Marks {
    bool begun = false, ended = false, answered = false, given_up = false;
  };
  struct Change {
    RunId child;
    Marks before;  // what becomes of a row that is there already
    std::optional<Asked> asked;
    Marks after;  // what becomes of the new row
    Marks& marks() { return asked ? after : before; }
  };

  Change& change_of(RunId child);

  std::vector<Change> changes_;
  std::unordered_map<RunId, std::size_t> index_;
  // Begun in this batch, and nobody's children. Most runs begin and end in one batch: their ends need no look
  // at the table.
  std::unordered_set<RunId> parentless_;
};

}  // namespace runledger::store

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/postgres/statement_sink.hpp"
#include "store/projection/projected_event.hpp"

namespace runledger::store {

// The projection `runs`. Folds the events of a batch into one change a run; the rows are the same as if each
// event had been projected alone.
class RunsProjection {
 public:
  void fold(const ProjectedEvent& event);
  void write(StatementSink& sink) const;

 private:
  struct Outcome {  // both empty: the run goes on
    std::optional<Timestamp> finished_at;
    std::optional<run::RunError> error;
  };
  struct Change {
    RunId run;
    std::optional<run::RunStarted> started;  // the row is new
    std::optional<std::string_view> status;
    std::optional<std::string> task;
    std::optional<Outcome> outcome;
    std::uint64_t first_position = 0;
    std::uint64_t last_position = 0;
    std::uint64_t event_count = 0;
    std::int64_t acting = 0;  // effects that began, less those that ended
  };

  static void apply(Change& change, const run::RunEvent& event);
  Change& change_of(RunId run, std::uint64_t position);

  std::vector<Change> changes_;
  std::unordered_map<RunId, std::size_t> index_;
};

}  // namespace runledger::store

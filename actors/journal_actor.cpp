#include "actors/journal_actor.hpp"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>
#include <vector>

namespace runledger::actors {
namespace {

// A log that breaks its contract leaves only one honest answer.
std::vector<Result<Appended>> append_all(EventLog& log, const std::vector<AppendGroup>& groups) {
  std::string failure = "the log answered for another number of groups";
  try {
    auto results = log.append(groups);
    if (results.size() == groups.size()) return results;
  } catch (const std::exception& thrown) {
    failure = thrown.what();
  }
  spdlog::error("journal_append_failed groups={} {}", groups.size(), failure);
  return std::vector<Result<Appended>>(groups.size(), Error{Errc::outcome_unknown, failure});
}

void append_what_waits(JournalQueue& queue, EventLog& log) {
  while (true) {
    std::vector<JournalEntry> entries = queue.take();
    if (entries.empty()) return;
    std::vector<AppendGroup> groups;
    groups.reserve(entries.size());
    for (JournalEntry& entry : entries) groups.push_back(std::move(entry.group));
    auto results = append_all(log, groups);
    queue.finish(std::move(entries), std::move(groups), std::move(results));
  }
}

}  // namespace

caf::behavior journal_actor(caf::event_based_actor*, ServicesPtr services) {
  return {
      [services](WorkWaiting) { append_what_waits(services->journal, services->ports.journal_log); },
  };
}

}  // namespace runledger::actors

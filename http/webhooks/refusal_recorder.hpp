#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "http/webhooks/refusal.hpp"
#include "workflow/ports/clock.hpp"
#include "workflow/ports/engine.hpp"

namespace runledger::http::webhooks {

// Brings refused deliveries into the log without getting in the way of accepted ones. Records share the
// engine's bounded queue with starts, so only a few may be in it at a time. What exceeds that is counted for
// each (workflow, reason), and one record tells of all as soon as there is room. So a flood costs the queue
// a few places and the log a bounded number of rows; it costs no hash of a content either.
//
// Call it after the request was answered: a crash in between loses only the record of a refusal. Thread-safe;
// never blocks. Callbacks hold it: make it with std::make_shared.
class RefusalRecorder : public std::enable_shared_from_this<RefusalRecorder> {
 public:
  struct Limits {
    std::size_t under_way = 64;  // handed to the engine and not durable yet
    // Begun within one second of the clock. What is still counted then waits for the next refusal.
    std::optional<std::size_t> per_second;
  };
  // Called at most once, and only when its value goes into a record.
  using Facts = std::function<record::RequestFacts()>;

  // `engine` and `clock` must outlive it.
  RefusalRecorder(Engine& engine, const Clock& clock, Limits limits);

  // A failure to record is logged.
  void record(const std::optional<WorkflowName>& workflow, const Refusal& refusal, const Facts& facts);

  // How many so far got no record of their own.
  std::uint64_t merged() const;

 private:
  using Key = std::pair<std::string, std::string>;  // workflow ("": none such), reason: both are bounded sets
  struct Pending {
    record::RequestFacts first;
    Refusal refusal;
    std::uint64_t count = 1;
  };

  bool take_credit();
  bool count(const Key& key);
  void submit(record::RequestFacts facts, const Refusal& refusal);
  void submit_pending();

  Engine& engine_;
  const Clock& clock_;
  const Limits limits_;
  mutable std::mutex mutex_;  // never held while the engine is called
  std::size_t under_way_ = 0;
  std::chrono::sys_seconds second_{};
  std::size_t begun_in_second_ = 0;
  std::chrono::sys_seconds warned_in_{};
  std::uint64_t merged_ = 0;
  std::map<Key, Pending> pending_;
};

}  // namespace runledger::http::webhooks

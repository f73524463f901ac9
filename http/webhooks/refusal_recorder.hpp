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
// a few places and the log a bounded number of rows; it costs no hash of a content either. While the engine
// takes no records (the database is away) refusals are counted in the same way, and recorded when it does.
//
// Call it after the request was answered: a crash in between loses only the record of a refusal. Thread-safe;
// never blocks. Callbacks hold it: make it with std::make_shared.
class RefusalRecorder : public std::enable_shared_from_this<RefusalRecorder> {
 public:
  struct Limits {
    std::size_t under_way = 64;             // handed to the engine and not durable yet
    std::optional<std::size_t> per_second;  // begun within one second of the clock
  };
  // Called at most once, and only when its value goes into a record.
  using Facts = std::function<record::RequestFacts()>;

  // `engine` and `clock` must outlive it.
  RefusalRecorder(Engine& engine, const Clock& clock, Limits limits);

  // What the engine does not take is kept and tried again; only of a record that may or may not have come
  // into the log does nothing but a line in the program's own log remain.
  void record(const std::optional<WorkflowName>& workflow, const Refusal& refusal, const Facts& facts);

  // Records what waits as far as there is room; gives how many deliveries are not known to be recorded. To be
  // called about
  // once a second (RefusalFlusher does), else they wait for the next refusal.
  std::uint64_t flush();

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
  void submit(Pending pending);
  void submit_pending();
  void keep(Pending pending);
  void not_recorded(const std::shared_ptr<Pending>& pending, const Error& error);

  Engine& engine_;
  const Clock& clock_;
  const Limits limits_;
  mutable std::mutex mutex_;  // never held while the engine is called
  std::size_t under_way_ = 0;
  std::uint64_t deliveries_under_way_ = 0;  // that their records tell of
  std::chrono::sys_seconds second_{};
  std::size_t begun_in_second_ = 0;
  std::chrono::sys_seconds warned_in_{};
  Timestamp held_until_{};  // the engine took nothing: no use in asking before
  std::uint64_t merged_ = 0;
  std::map<Key, Pending> pending_;
};

}  // namespace runledger::http::webhooks

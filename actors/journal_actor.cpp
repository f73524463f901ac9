#include "actors/journal_actor.hpp"

#include <spdlog/spdlog.h>

#include <exception>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "actors/back_off.hpp"
#include "actors/guard.hpp"

namespace runledger::actors {
namespace {

// A log that breaks its contract leaves only one honest answer.
std::vector<Result<Appended>> append_all(EventLog& log, const std::vector<AppendGroup>& groups,
                                         Meanwhile& meanwhile) {
  std::string failure = "the log answered for another number of groups";
  try {
    auto results = log.append(groups, &meanwhile);
    if (results.size() == groups.size()) return results;
  } catch (const std::exception& thrown) {
    failure = thrown.what();
  }
  spdlog::error("journal_append_failed groups={} {}", groups.size(), failure);
  return std::vector<Result<Appended>>(groups.size(), Error{Errc::outcome_unknown, failure});
}

// The batches around the append that is under way: the one before, whose senders are told while the database
// works, and the next one, which gathers meanwhile. So the database waits for neither.
class Neighbours final : public Meanwhile {
 public:
  explicit Neighbours(JournalQueue& queue) : queue_(queue) {}

  std::span<const AppendGroup> more() override {
    const std::size_t had = next_.groups.size();
    // A sender left untold, or a queue out of count, would stop the journal without a word.
    guarded_or_abort("journal", [&] {
      tell_previous();
      queue_.take(next_);
    });
    return std::span<const AppendGroup>(next_.groups).subspan(had);
  }

  // The batch to append now: what has gathered, and what waits since.
  JournalBatch take_next() {
    JournalBatch batch = std::exchange(next_, {});
    queue_.take(batch);
    return batch;
  }
  // Whoever waits for an empty queue would wait for ever if the senders were not told before the journal
  // rests.
  void tell_previous() {
    if (previous_.empty()) return;
    queue_.finish(std::exchange(previous_, {}), std::exchange(results_, {}));
  }
  // When the database is away, all that has gathered hears of it now: not one attempt later.
  void appended(JournalBatch batch, std::vector<Result<Appended>> results) {
    const bool away = says_away(results);
    previous_ = std::move(batch);
    results_ = std::move(results);
    if (!away) return;
    tell_previous();
    queue_.refuse_taken(std::exchange(next_, {}));
  }

 private:
  JournalQueue& queue_;
  JournalBatch previous_, next_;
  std::vector<Result<Appended>> results_;
};

Result<Done> ask(EventLog& log) {
  try {
    return log.probe();
  } catch (const std::exception& thrown) {
    return Error{Errc::unavailable, thrown.what()};
  }
}

class Journal {
 public:
  Journal(caf::event_based_actor* self, ServicesPtr services)
      : self_(self),
        services_(std::move(services)),
        queue_(services_->journal),
        log_(services_->ports.journal_log) {}

  void append_what_waits() {
    Neighbours neighbours(queue_);
    while (true) {
      JournalBatch batch = neighbours.take_next();
      if (batch.empty()) {
        neighbours.tell_previous();
        batch = neighbours.take_next();  // what came in before that had reason to think the journal awake
        if (batch.empty()) break;
      }
      auto results = append_all(log_, batch.groups, neighbours);
      neighbours.tell_previous();
      neighbours.appended(std::move(batch), std::move(results));
    }
    arm();
  }

  // Readiness must tell the truth also when nothing is appended.
  void probe(std::uint64_t generation) {
    if (generation != generation_) return;  // re-armed since
    armed_for_.reset();
    if (queue_.begin_probe()) {
      const bool was_available = queue_.database_available();
      const auto answer = ask(log_);
      queue_.end_probe(answer.ok());
      if (answer && !was_available) spdlog::info("journal_database_back");
      if (!answer && was_available) spdlog::warn("journal_database_away {}", answer.error().message);
    }
    // What was pushed meanwhile found the journal at rest and has sent for it.
    arm();
  }

  // What the engine before this one left may be looked at only when that one can no longer write.
  void take_over(TakeOver message) {
    const auto answer = ask(log_);
    queue_.end_probe(answer.ok());
    if (answer) {
      self_->send(message.index, LogTakenOver{});
      return;
    }
    if (!std::exchange(waits_, true)) spdlog::warn("journal_waits {}", answer.error().message);
    self_->delayed_send(self_, take_over_back_off_.next(), std::move(message));
  }

  // Sees to it that `probe` is called when the queue wants it. Appends are many: only when that is earlier
  // than already arranged is another message sent.
  void arm() {
    const Milliseconds delay = queue_.until_probe();
    const Timestamp when = services_->ports.clock.now() + delay;
    if (armed_for_ && *armed_for_ <= when) return;
    armed_for_ = when;
    self_->delayed_send(self_, delay, ProbeDue{++generation_});
  }

 private:
  caf::event_based_actor* self_;
  ServicesPtr services_;
  JournalQueue& queue_;
  EventLog& log_;
  std::uint64_t generation_ = 0;
  std::optional<Timestamp> armed_for_;
  BackOffTimer take_over_back_off_{services_->options.take_over_retry};
  bool waits_ = false;  // said once
};

}  // namespace

caf::behavior journal_actor(caf::event_based_actor* self, ServicesPtr services) {
  auto journal = std::make_shared<Journal>(self, std::move(services));
  const auto step = [](auto&& work) { guarded_or_abort("journal", work); };
  step([&] { journal->arm(); });
  return {
      [=](WorkWaiting) { step([&] { journal->append_what_waits(); }); },
      [=](TakeOver& message) { step([&] { journal->take_over(std::move(message)); }); },
      [=](ProbeDue due) { step([&] { journal->probe(due.generation); }); },
  };
}

}  // namespace runledger::actors

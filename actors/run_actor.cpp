#include "actors/run_actor.hpp"

#include <exception>
#include <utility>

#include "actors/run_session.hpp"

namespace runledger::actors {

class RunActor : public RunShell {
 public:
  RunActor(caf::stateful_actor<RunActorState>* self, RunActorSetup setup)
      : self_(self),
        setup_(std::move(setup)),
        session(setup_.run, setup_.workflow, setup_.memory, setup_.services, *this) {}

  void load(std::optional<std::uint64_t> tail_after) override {
    self_->send(setup_.peers.readers, ReadJob{setup_.run, tail_after, {}, caf::actor{self_}});
  }
  void fetch_program(const std::string& hash) override {
    self_->send(setup_.peers.readers, ReadJob{setup_.run, std::nullopt, hash, caf::actor{self_}});
  }
  void append(JournalQueue::Kind kind, AppendGroup group) override {
    setup_.services->journal.push(
        kind, {std::move(group), [to = caf::actor{self_}](JournalAnswer answer) {
                 caf::anon_send(to, AppendDone{std::make_shared<JournalAnswer>(std::move(answer))});
               }});
  }
  void prompt_after(Milliseconds delay, Prompt prompt) override {
    self_->delayed_send(self_, delay, PromptDue{prompt});
  }
  void set_timer(std::optional<Timestamp> when) override {
    self_->send(setup_.peers.timers, SetTimer{setup_.run, setup_.workflow, when});
  }
  void report_end(RunView view) override {
    // Who begins to wait after this look finds that the run is not active, and reads the log.
    if (setup_.services->watch_permits.in_use() == 0) return;
    self_->send(setup_.peers.watchers, RunEnded{std::move(view)});
  }
  void idle() override {
    self_->send(setup_.supervisor,
                RunIdle{setup_.run, setup_.incarnation, setup_.memory->inbox.dealt_with()});
  }

  void failed(const std::exception_ptr& failure) {
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& known) {
      setup_.memory->last_failure = known.what();
    } catch (...) {
      setup_.memory->last_failure = "an exception of an unknown type";
    }
  }

 private:
  caf::stateful_actor<RunActorState>* self_;
  RunActorSetup setup_;

 public:
  RunSession session;  // last: it uses the shell from its construction on
};

RunActorState::RunActorState() = default;
RunActorState::~RunActorState() = default;

caf::behavior run_actor(caf::stateful_actor<RunActorState>* self, RunActorSetup setup) {
  self->state.actor = std::make_unique<RunActor>(self, std::move(setup));
  RunActor* actor = self->state.actor.get();
  self->set_exception_handler([actor](std::exception_ptr& failure) -> caf::error {
    actor->failed(failure);
    return caf::exit_reason::unhandled_exception;
  });
  return {
      [actor](Poke) { actor->session.poke(); },
      [actor](AppendDone& done) { actor->session.appended(std::move(*done.answer)); },
      [actor](RunLoaded& answer) { actor->session.loaded(std::move(*answer.loaded)); },
      [actor](ProgramFetched& answer) { actor->session.fetched(std::move(*answer.program)); },
      [actor](PromptDue due) { actor->session.prompted(due.prompt); },
  };
}

}  // namespace runledger::actors

#include "actors/children_actor.hpp"

#include <spdlog/spdlog.h>

#include <atomic>
#include <deque>
#include <memory>
#include <utility>
#include <variant>

#include "actors/admission.hpp"
#include "actors/back_off.hpp"
#include "actors/guard.hpp"

namespace runledger::actors {
namespace {

constexpr std::size_t kPage = 25;          // children a query; each brings its input or its output along
constexpr Milliseconds kNoPermitPause{5};  // as many as may are being looked after

class Children {
 public:
  Children(caf::event_based_actor* self, ServicesPtr services, caf::actor index)
      : self_(self),
        services_(std::move(services)),
        index_(std::move(index)),
        again_(services_->options.children_retry) {}

  // There may be news. One look at a time; news during one lead to another after it.
  void look() {
    if (services_->draining) return;
    again_.reset();
    if (is_looking_) {
      look_again_ = true;
    } else {
      begin_look();
    }
  }

  void due(std::uint64_t generation) {
    if (services_->draining || generation != generation_) return;
    if (is_looking_) return go_on();
    begin_look();
  }

  void found(Result<std::vector<ChildWork>>& work) {
    if (!work) {
      if (!std::exchange(away_, true)) spdlog::warn("children_poll_failed {}", work.error().message);
      has_work_ = true;
      return rest();
    }
    away_ = false;
    is_last_page_ = work->size() < kPage;
    has_work_ = has_work_ || !work->empty();
    if (!work->empty()) last_ = work->back().request.child;
    for (ChildWork& child : *work) page_.push_back(std::move(child));
    go_on();
  }

  // After a step that failed: without another look no child would ever begin again.
  void recover() {
    page_.clear();
    has_work_ = true;
    rest();
  }

 private:
  void begin_look() {
    is_looking_ = true;
    ++generation_;  // a look that was due later has been overtaken
    last_ = {};
    ask();
  }

  void ask() {
    IndexQuery query;
    query.kind = IndexQuery::Kind::children;
    query.after = last_;
    query.limit = kPage;
    query.to = caf::actor{self_};
    self_->send(index_, query);
  }

  void go_on() {
    while (!page_.empty() && !services_->draining) {
      Permit permit = services_->children_permits.try_take();
      if (!permit) return later(kNoPermitPause);
      const ChildWork next = std::move(page_.front());
      page_.pop_front();
      tend(next, std::move(permit));
    }
    if (is_last_page_) return rest();
    ask();
  }

  // What was found may have met a full queue, or is on its way: it is looked at again.
  void rest() {
    is_looking_ = false;
    later(std::exchange(has_work_, false) ? again_.next() : services_->options.children_interval);
    if (std::exchange(look_again_, false)) begin_look();
  }

  void later(Milliseconds pause) { self_->delayed_send(self_, pause, ChildrenDue{++generation_}); }

  void tend(const ChildWork& work, Permit permit) {
    struct Visitor {
      Children& children;
      const ChildWork& work;
      Permit& permit;
      void operator()(const ChildWork::Begin& begin) const { children.begin(work, begin, std::move(permit)); }
      void operator()(const ChildWork::Report& report) const {
        children.report(work, report.outcome, std::move(permit));
      }
      void operator()(const ChildWork::Cancel&) const { children.cancel(work, std::move(permit)); }
    };
    std::visit(Visitor{*this, work, permit}, work.what);
  }

  void begin(const ChildWork& work, const ChildWork::Begin& begin, Permit permit) {
    const run::ChildRunRequested& request = work.request;
    if (begin.definition_hash.empty()) {
      return report(work, run::ChildRefused{missing(request)}, std::move(permit));
    }
    if (!begin.is_enabled && !begin.is_given_up) {
      return report(work,
                    run::ChildRefused{"the workflow " + request.workflow.value +
                                      " is disabled; enable it, then let this run be retried"},
                    std::move(permit));
    }
    StartRequest start;
    start.run = request.child;
    start.workflow = request.workflow;
    start.definition_hash = begin.definition_hash;
    start.trigger = run::Trigger::workflow;
    start.input = request.input;
    start.child = ChildStart{
        {work.parent, work.parent_workflow, request.ref, request.depth}, work.asked_by, begin.is_given_up};
    // Begun already, by us or another node, is no failure; anything else is tried again at the next look.
    admit_start(*services_, std::move(start),
                Reply<Started>([complained = complained_, permit = std::move(permit),
                                run = request.child](const Result<Started>& started) {
                  if (started) {
                    *complained = false;
                  } else if (started.error().code != Errc::conflict && !complained->exchange(true)) {
                    spdlog::warn("child_start_failed run={} {}", run.text(), started.error().message);
                  }
                }));
  }

  static std::string missing(const run::ChildRunRequested& request) {
    const std::string version =
        request.version == "latest" ? std::string() : " in version " + request.version;
    return "there is no workflow " + request.workflow.value + version + " to run; upload it first";
  }

  void report(const ChildWork& work, run::ChildOutcome outcome, Permit permit) {
    const run::ChildRunRequested& request = work.request;
    services_->switchboard.deliver(
        {work.parent, work.parent_workflow,
         ChildMail{request.ref, request.child, request.workflow, std::move(outcome), std::move(permit)}});
  }

  void cancel(const ChildWork& work, Permit permit) {
    const std::string reason = "the run " + work.parent.text() + " that asked for it does not wait any more";
    Reply<RunView> reply([permit = std::move(permit)](const Result<RunView>&) {});
    services_->switchboard.deliver({work.request.child, work.request.workflow,
                                    AskMail{AskMail::Wish::cancel, Actor{}, reason, std::move(reply)}});
  }

  caf::event_based_actor* self_;
  ServicesPtr services_;
  caf::actor index_;
  BackOffTimer again_;
  std::deque<ChildWork> page_;  // found, and not looked after yet
  RunId last_;                  // how far this look has come
  bool is_last_page_ = false;
  bool is_looking_ = false;
  bool look_again_ = false;
  bool has_work_ = false;  // something was found in this look
  bool away_ = false;      // the last look failed: said once, not at every one
  std::uint64_t generation_ = 0;
  // That none can begin now is said once, until one does. Answers come from other threads.
  std::shared_ptr<std::atomic<bool>> complained_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace

caf::behavior children_actor(caf::event_based_actor* self, ServicesPtr services, caf::actor index) {
  auto children = std::make_shared<Children>(self, std::move(services), std::move(index));
  const auto step = [children](auto&& work) {
    if (!guarded("children", work)) children->recover();
  };
  self->send(self, LookAfterChildren{});
  return {
      [=](LookAfterChildren) { step([&] { children->look(); }); },
      [=](ChildrenDue due) { step([&] { children->due(due.generation); }); },
      [=](const ChildrenFound& answer) { step([&] { children->found(*answer.work); }); },
  };
}

}  // namespace runledger::actors

#include "actors/sql_start_actor.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "actors/admission.hpp"
#include "actors/guard.hpp"

namespace runledger::actors {
namespace {

constexpr std::size_t kPage = 100;           // starts a query
constexpr Milliseconds kFullPagePause{100};  // there is more: ask again soon

class SqlStarts {
 public:
  SqlStarts(caf::event_based_actor* self, ServicesPtr services, caf::actor index)
      : self_(self), services_(std::move(services)), index_(std::move(index)) {}

  void look() {
    self_->send(index_, IndexQuery{IndexQuery::Kind::sql_starts, {}, {}, kPage, caf::actor{self_}, passed_});
  }

  void found(Result<std::vector<SqlStart>>& starts) {
    Milliseconds next = services_->options.sql_start_interval;
    if (starts) {
      away_ = false;
      // Those that cannot be begun stay on the list: go past them, or enough of them would block it.
      const bool more = starts->size() == kPage;
      passed_ = more ? starts->back().seq : 0;
      if (more) next = std::min(next, kFullPagePause);
      const auto catalog = services_->ports.catalog.snapshot();
      for (SqlStart& start : *starts) begin(*catalog, std::move(start));
      complained_ = complained_ && !starts->empty();
    } else if (!std::exchange(away_, true)) {
      spdlog::warn("sql_starts_poll_failed {}", starts.error().message);
    }
    self_->delayed_send(self_, next, LookForSqlStarts{});
  }

  // After a step that failed: without this nobody would look any more.
  void look_later() { self_->delayed_send(self_, services_->options.sql_start_interval, LookForSqlStarts{}); }

 private:
  void begin(const CatalogSnapshot& catalog, SqlStart start) {
    const auto found = catalog.by_name.find(start.workflow.value);
    if (found == catalog.by_name.end()) {
      if (!std::exchange(complained_, true)) {
        spdlog::warn("sql_start_unknown_workflow run={} there is no workflow {}", start.run.text(),
                     start.workflow.value);
      }
      return;
    }
    StartRequest request{start.run,
                         start.workflow,
                         found->second->program->hash,
                         run::Trigger::sql,
                         std::nullopt,
                         {},
                         std::move(start.payload),
                         std::nullopt,
                         {},
                         {"sql"},
                         std::nullopt,
                         std::nullopt};
    // Begun already, by us or another node, is no failure; anything else is tried again at the next look.
    admit_start(*services_, std::move(request),
                Reply<Started>([run = start.run](const Result<Started>& started) {
                  if (!started && started.error().code != Errc::conflict) {
                    spdlog::warn("sql_start_failed run={} {}", run.text(), started.error().message);
                  }
                }));
  }

  caf::event_based_actor* self_;
  ServicesPtr services_;
  caf::actor index_;
  std::uint64_t passed_ = 0;  // how far this pass over the list has come
  bool away_ = false;         // the last look failed: said once, not every second
  bool complained_ = false;   // an unknown workflow is said once, not every second
};

}  // namespace

caf::behavior sql_start_actor(caf::event_based_actor* self, ServicesPtr services, caf::actor index) {
  auto starts = std::make_shared<SqlStarts>(self, std::move(services), std::move(index));
  self->send(self, LookForSqlStarts{});
  return {
      [=](LookForSqlStarts) {
        if (!guarded("sql_starts", [&] { starts->look(); })) starts->look_later();
      },
      [=](const SqlStartsFound& answer) {
        if (!guarded("sql_starts", [&] { starts->found(*answer.starts); })) starts->look_later();
      },
  };
}

}  // namespace runledger::actors

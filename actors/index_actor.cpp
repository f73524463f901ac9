#include "actors/index_actor.hpp"

#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include "actors/guard.hpp"

namespace runledger::actors {
namespace {

// A port that throws breaks its contract; whoever asked will ask again.
template <class Query>
auto ask(Query&& query) -> std::shared_ptr<decltype(query())> {
  using Found = decltype(query());
  try {
    return std::make_shared<Found>(query());
  } catch (const std::exception& failure) {
    return std::make_shared<Found>(Error{Errc::internal, failure.what()});
  }
}

void answer(const Services& services, const IndexQuery& query) {
  RunIndex& index = services.ports.index;
  switch (query.kind) {
    case IndexQuery::Kind::due:
      caf::anon_send(
          query.to,
          DueFound{ask([&] { return index.due(services.ports.clock.now() + query.within, query.limit); })});
      return;
    case IndexQuery::Kind::running:
      caf::anon_send(query.to, RunningFound{ask([&] { return index.running(query.after, query.limit); })});
      return;
    case IndexQuery::Kind::children:
      caf::anon_send(query.to, ChildrenFound{ask([&] { return index.children(query.after, query.limit); })});
      return;
    case IndexQuery::Kind::sql_starts:
      caf::anon_send(query.to,
                     SqlStartsFound{ask([&] { return index.sql_starts(query.limit, query.after_seq); })});
      return;
    case IndexQuery::Kind::schedules:
      caf::anon_send(query.to, SchedulesFound{ask([&] { return index.schedules(query.workflows); })});
      return;
  }
}

// One from each of those who ask: each waits for its answer.
struct Early {
  bool is_over = false;
  std::vector<IndexQuery> queries;
};

}  // namespace

caf::behavior index_actor(caf::event_based_actor*, ServicesPtr services) {
  auto early = std::make_shared<Early>();
  // Who asked would wait for ever.
  const auto step = [](auto&& work) { guarded_or_abort("index", work); };
  return {
      [=](const IndexQuery& query) {
        step([&] {
          if (!early->is_over) return early->queries.push_back(query);
          answer(*services, query);
        });
      },
      [=](LogTakenOver) {
        step([&] {
          early->is_over = true;
          for (const IndexQuery& query : std::exchange(early->queries, {})) answer(*services, query);
        });
      },
  };
}

}  // namespace runledger::actors

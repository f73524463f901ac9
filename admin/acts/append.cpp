#include "admin/acts/append.hpp"

#include "admin/acts/wait_for.hpp"

namespace runledger::admin {

Result<Appended> append_and_wait(Engine& engine, Append append) {
  return wait_for<Appended>([&](std::function<void(Result<Appended>)> done) {
    AppendGroup group;
    group.appends.push_back(std::move(append));
    engine.append(std::move(group), std::move(done));
  });
}

Result<Done> record_event(Engine& engine, const StreamName& stream, record::RecordEvent event,
                          const Actor& actor) {
  Append append;
  append.stream = stream;
  append.actor = actor;
  append.events.push_back(std::move(event));
  if (auto appended = append_and_wait(engine, std::move(append)); !appended)
    return std::move(appended).error();
  return Done{};
}

}  // namespace runledger::admin

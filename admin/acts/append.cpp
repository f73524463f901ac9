#include "admin/acts/append.hpp"

#include "admin/acts/wait_for.hpp"

namespace runledger::admin {

Result<Appended> append_and_wait(Engine& engine, Append append, std::vector<VaultChange> vault) {
  return wait_for<Appended>([&](std::function<void(Result<Appended>)> done) {
    AppendGroup group;
    group.appends.push_back(std::move(append));
    group.vault = std::move(vault);
    engine.append(std::move(group), std::move(done));
  });
}

Result<Done> record_event(Engine& engine, const StreamName& stream, record::RecordEvent event,
                          const Actor& actor, std::vector<VaultChange> vault) {
  Append append;
  append.stream = stream;
  append.actor = actor;
  append.events.push_back(std::move(event));
  if (auto appended = append_and_wait(engine, std::move(append), std::move(vault)); !appended)
    return std::move(appended).error();
  return Done{};
}

}  // namespace runledger::admin

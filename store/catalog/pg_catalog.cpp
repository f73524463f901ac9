#include "store/catalog/pg_catalog.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "store/catalog/change_listener.hpp"
#include "store/catalog/program_cache.hpp"
#include "store/postgres/nul.hpp"
#include "store/postgres/pqxx_rows.hpp"
#include "store/postgres/session_pool.hpp"

namespace runledger::store {
namespace {

constexpr std::size_t kSessions = 2;
constexpr std::chrono::milliseconds kRetryDelay{500};

constexpr Statement kOneMoment{"catalog_one_moment",
                               "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"};
// The position of the latest change: nothing else need be read while it stays.
constexpr Statement kLastChange{"catalog_last_change", R"sql(
  SELECT greatest((SELECT coalesce(max(last_position), 0) FROM runledger.workflows),
                  (SELECT coalesce(max(last_position), 0) FROM runledger.api_keys)))sql"};
constexpr Statement kHead{"catalog_head", "SELECT position FROM runledger.log_head"};
constexpr Statement kWorkflows{"catalog_workflows", R"sql(
  SELECT workflow, webhook, enabled, hash FROM runledger.workflows WHERE hash <> '')sql"};
constexpr Statement kKeys{"catalog_keys",
                          "SELECT sha256, key_id, workflow FROM runledger.api_keys WHERE revoked_at IS NULL"};
constexpr Statement kSource{"catalog_source",
                            "SELECT source FROM runledger.workflow_versions WHERE hash = $1::text LIMIT 1"};

using Snapshot = std::shared_ptr<const CatalogSnapshot>;

class PgCatalog final : public Catalog {
 public:
  PgCatalog(const std::string& url, std::chrono::milliseconds poll)
      : sessions_(url, kSessions), listener_(url), poll_(poll), follower_([this] { follow(); }) {}

  ~PgCatalog() override {
    stopping_ = true;
    listener_.wake();
    follower_.join();
  }

  Snapshot snapshot() const override {
    const std::lock_guard lock(snapshot_mutex_);
    return snapshot_;
  }

  Result<Done> refresh() override {
    const std::lock_guard lock(load_mutex_);
    const auto changed = sessions_.run<std::uint64_t>(
        "looking for changes of workflows",
        [](PqxxSession& session) { return number_of(session.query(kLastChange)[0][0]); });
    if (!changed) return changed.error();
    if (loaded_ && *changed == last_change_) return Done{};
    auto made = sessions_.run<Snapshot>("loading workflows and keys",
                                        [this](PqxxSession& session) { return load(session); });
    if (!made) return std::move(made).error();
    last_change_ = *changed;
    loaded_ = true;
    const std::lock_guard swap(snapshot_mutex_);
    snapshot_ = *std::move(made);
    return Done{};
  }

  Result<definition::ProgramPtr> program(std::string_view hash) override {
    if (auto known = programs_.find(hash)) return known;
    const std::string name(hash);
    if (has_nul(name)) return no_definition(name);
    return sessions_.run<definition::ProgramPtr>("reading definition " + name,
                                                 [&](PqxxSession& session) -> Result<definition::ProgramPtr> {
                                                   const auto result = session.query(kSource, name);
                                                   if (result.empty()) return no_definition(name);
                                                   return programs_.compile(name, text_of(result[0][0]));
                                                 });
  }

 private:
  static Error no_definition(const std::string& hash) {
    return {Errc::not_found, "there is no definition with hash '" + hash.substr(0, 64) + "'"};
  }

  Result<Snapshot> load(PqxxSession& session) {
    auto made = std::make_shared<CatalogSnapshot>();
    pqxx::work transaction(session.connection());
    session.run(transaction, kOneMoment);
    made->position = number_of(session.run(transaction, kHead)[0][0]);
    for (const auto& row : session.run(transaction, kWorkflows))
      add_workflow(session, transaction, row, *made);
    for (const auto& row : session.run(transaction, kKeys)) {
      made->keys[text_of(row[0])] = {id_of<ApiKeyId>(row[1]), WorkflowName{text_of(row[2])}};
    }
    transaction.commit();
    return Snapshot(std::move(made));
  }

  // A workflow whose definition no longer compiles is left out, so that the others work.
  void add_workflow(PqxxSession& session, pqxx::work& transaction, const pqxx::row& row,
                    CatalogSnapshot& snapshot) {
    const std::string hash = text_of(row[3]);
    auto program = programs_.find(hash);
    if (program == nullptr) {
      const auto source = session.run(transaction, kSource, hash);
      auto compiled = source.empty() ? Result<definition::ProgramPtr>(no_definition(hash))
                                     : programs_.compile(hash, text_of(source[0][0]));
      if (!compiled) {
        spdlog::error("catalog.workflow_unusable workflow={} {}", text_of(row[0]), compiled.error().message);
        return;
      }
      program = *std::move(compiled);
    }
    auto workflow = std::make_shared<CatalogWorkflow>();
    workflow->name.value = text_of(row[0]);
    workflow->webhook.value = text_of(row[1]);
    workflow->enabled = row[2].as<bool>();
    workflow->program = std::move(program);
    snapshot.by_name[workflow->name.value] = workflow;
    snapshot.by_webhook[workflow->webhook.value] = std::move(workflow);
  }

  void follow() {
    bool was_away = false;
    while (!stopping_) {
      const bool listening = listener_.listen();  // first, so that no change falls between
      const auto refreshed = refresh();
      if (!refreshed && !was_away) spdlog::warn("catalog.unavailable {}", refreshed.error().message);
      was_away = !refreshed;
      listener_.wait(listening && refreshed ? poll_ : std::min(poll_, kRetryDelay));
    }
  }

  SessionPool sessions_;
  ProgramCache programs_;
  ChangeListener listener_;
  const std::chrono::milliseconds poll_;

  std::mutex load_mutex_;  // guards the next two: one load at a time
  bool loaded_ = false;
  std::uint64_t last_change_ = 0;

  mutable std::mutex snapshot_mutex_;
  Snapshot snapshot_ = std::make_shared<const CatalogSnapshot>();

  std::atomic<bool> stopping_{false};
  std::thread follower_;  // last: it uses all of the above
};

}  // namespace

std::unique_ptr<Catalog> make_catalog(const std::string& database_url, std::chrono::milliseconds poll) {
  return std::make_unique<PgCatalog>(database_url, poll);
}

}  // namespace runledger::store

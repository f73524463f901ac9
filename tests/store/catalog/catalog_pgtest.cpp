#include "store/catalog/pg_catalog.hpp"

#include "store/queries/pg_queries.hpp"
#include "tests/store/support/store_fixture.hpp"
#include "tests/support/eventually.hpp"
#include "workflow/definition/reader.hpp"

namespace runledger::store::test {
namespace {

std::string source(const char* version) {
  return std::string("document: {dsl: '1.0.3', namespace: shop, name: order, version: '") + version +
         "'}\ndo:\n  - greet: {set: {hello: world}}\n";
}

class CatalogTest : public StoreTest {
 protected:
  void append(record::RecordEvent event) {
    const AppendGroup group{{one(StreamName{"admin/test"}, Event{std::move(event)})}, {}};
    const auto result = journal->append({&group, 1}).front();
    ASSERT_TRUE(result.ok()) << result.error().message;
  }
  std::string add_version(const char* version) {
    const auto outcome = definition::read_definition(source(version));
    EXPECT_NE(outcome.program, nullptr);
    append(record::WorkflowVersionAdded{order, version, outcome.program->hash, source(version), at(1)});
    return outcome.program->hash;
  }
  std::unique_ptr<Catalog> catalog(std::chrono::milliseconds poll = std::chrono::hours(1)) {
    return make_catalog(database.url(), poll);
  }

  const WorkflowName order{"shop/order"};
  const WebhookId hook{"abcdefghijklmnopqrstuvwxyz"};
  std::unique_ptr<JournalWriter> journal = writer();
};

TEST_F(CatalogTest, KnowsWorkflowsAndKeysOfTheLog) {
  append(record::WorkflowCreated{order, hook, at(0)});
  const std::string first = add_version("1.0.0");
  const std::string second = add_version("2.0.0");
  const auto key = numbered<ApiKeyId>(1);
  append(record::ApiKeyCreated{key, order, "shop", "rl_", std::string(64, 'a'), at(2)});
  append(record::ApiKeyCreated{numbered<ApiKeyId>(2), order, "old", "rl_", std::string(64, 'b'), at(2)});
  append(record::ApiKeyRevoked{numbered<ApiKeyId>(2), at(3)});

  const auto ours = catalog();
  ASSERT_TRUE(ours->refresh().ok());
  const auto snapshot = ours->snapshot();
  EXPECT_EQ(snapshot->position, 6u);
  ASSERT_EQ(snapshot->by_webhook.count(hook.value), 1u);
  const CatalogWorkflow& workflow = *snapshot->by_webhook.at(hook.value);
  EXPECT_EQ(workflow.name, order);
  EXPECT_TRUE(workflow.enabled);
  EXPECT_EQ(workflow.program->hash, second);
  EXPECT_EQ(snapshot->by_name.at("shop/order")->webhook, hook);
  ASSERT_EQ(snapshot->keys.size(), 1u);
  EXPECT_EQ(snapshot->keys.at(std::string(64, 'a')).id, key);

  const auto old = ours->program(first);
  ASSERT_TRUE(old.ok()) << old.error().message;
  EXPECT_EQ((*old)->version, "1.0.0");
  EXPECT_EQ(ours->program("no such hash").error().code, Errc::not_found);
}

TEST_F(CatalogTest, ADefinitionGoesByTheHashThatWasRecordedForIt) {
  const std::string recorded(64, 'a');  // as if an older engine had hashed another canonical form
  append(record::WorkflowCreated{order, hook, at(0)});
  append(record::WorkflowVersionAdded{order, "1.0.0", recorded, source("1.0.0"), at(1)});
  const auto ours = catalog();
  ASSERT_TRUE(ours->refresh().ok());
  const auto current = ours->snapshot()->by_name.at("shop/order")->program;
  EXPECT_EQ(current->hash, recorded);
  EXPECT_EQ(current->version, "1.0.0");
  const auto loaded = catalog()->program(recorded);
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  EXPECT_EQ((*loaded)->hash, recorded);
}

TEST_F(CatalogTest, HearsOfAnotherProcessesChangesWithoutPolling) {
  append(record::WorkflowCreated{order, hook, at(0)});
  add_version("1.0.0");
  const auto ours = catalog();
  ASSERT_TRUE(ours->refresh().ok());
  ASSERT_TRUE(runledger::test::eventually([&] {
    return sql("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
               "AND query = 'LISTEN runledger_catalog'") == "1";
  }));
  append(record::WorkflowDisabled{order, at(2)});
  EXPECT_TRUE(runledger::test::eventually(
      [&] { return !ours->snapshot()->by_name.at("shop/order")->enabled; }, std::chrono::seconds(5)));
}

TEST_F(CatalogTest, FindsChangesAgainAfterItsConnectionsWereEnded) {
  append(record::WorkflowCreated{order, hook, at(0)});
  add_version("1.0.0");
  const auto ours = catalog();
  ASSERT_TRUE(ours->refresh().ok());
  sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
      "WHERE datname = current_database() AND application_name = 'runledger'");
  append(record::WorkflowDisabled{order, at(2)});
  EXPECT_TRUE(runledger::test::eventually(
      [&] { return !ours->snapshot()->by_name.at("shop/order")->enabled; }, std::chrono::seconds(10)));
}

TEST_F(CatalogTest, AWorkflowThatNoLongerCompilesDoesNotHideTheOthers) {
  append(record::WorkflowCreated{order, hook, at(0)});
  add_version("1.0.0");
  append(record::WorkflowCreated{WorkflowName{"shop/broken"}, WebhookId{"broken"}, at(0)});
  append(record::WorkflowVersionAdded{WorkflowName{"shop/broken"}, "1.0.0", "feed", "do: nothing", at(1)});
  const auto ours = catalog();
  ASSERT_TRUE(ours->refresh().ok());
  EXPECT_EQ(ours->snapshot()->by_name.size(), 1u);
  EXPECT_EQ(ours->program("feed").error().code, Errc::internal);
}

TEST_F(CatalogTest, IsEmptyAndStopsQuicklyWhileTheDatabaseIsAway) {
  const auto away = make_catalog("host=/nonexistent dbname=nowhere", std::chrono::hours(1));
  EXPECT_TRUE(away->snapshot()->by_name.empty());
  EXPECT_EQ(away->refresh().error().code, Errc::unavailable);
}

TEST_F(CatalogTest, QueriesListWhatAdminsKeep) {
  append(record::WorkflowCreated{order, hook, at(0)});
  const std::string first = add_version("1.0.0");
  const std::string second = add_version("2.0.0");
  append(record::ApiKeyCreated{numbered<ApiKeyId>(1), order, "shop", "rl_ab", std::string(64, 'a'), at(2)});
  append(record::ConnectionSaved{ConnectionName{"mail"}, "smtp", share(JsonObject{{"port", 25}}), at(3)});
  append(record::SecretSaved{SecretName{"token"}, at(4)});
  const auto queries = make_queries(database.url(), 1);

  const auto workflow = queries->workflow(order);
  ASSERT_TRUE(workflow.ok()) << workflow.error().message;
  EXPECT_EQ(workflow->hash, second);
  EXPECT_EQ(workflow->updated_at, at(1));
  EXPECT_EQ(queries->workflows({})->rows.size(), 1u);
  const auto versions = queries->workflow_versions(order, {});
  ASSERT_EQ(versions->rows.size(), 2u);
  EXPECT_EQ(versions->rows[1].hash, first);
  EXPECT_EQ(versions->rows[1].source, "");
  EXPECT_EQ(queries->workflow_version(order, "1.0.0")->source, source("1.0.0"));
  EXPECT_EQ(queries->workflow_version(order, "3.0.0").error().code, Errc::not_found);
  EXPECT_EQ(queries->workflow_versions(WorkflowName{"shop/x"}, {}).error().code, Errc::not_found);
  ASSERT_EQ(queries->api_keys(order, {})->rows.size(), 1u);
  EXPECT_EQ(queries->api_keys(std::nullopt, {})->rows.front().prefix, "rl_ab");
  EXPECT_TRUE(queries->api_keys(WorkflowName{"shop/x"}, {})->rows.empty());
  EXPECT_EQ(queries->api_key(numbered<ApiKeyId>(1))->name, "shop");
  EXPECT_EQ(queries->api_key(numbered<ApiKeyId>(2)).error().code, Errc::not_found);
  EXPECT_EQ(*queries->connections({})->rows.front().settings, Json(JsonObject{{"port", 25}}));
  EXPECT_EQ(queries->connection(ConnectionName{"mail"})->kind, "smtp");
  EXPECT_EQ(queries->connection(ConnectionName{std::string("mail\0", 5)}).error().code, Errc::not_found);
  EXPECT_EQ(queries->secrets({})->rows.front().saved_at, at(4));
  EXPECT_EQ(queries->secret(SecretName{"token"})->saved_at, at(4));
}

// The names or ids of all pages of `limit` rows, in order; "-" between pages.
template <class List, class NameOf>
std::string pages(std::size_t limit, List list, NameOf name_of) {
  std::string out;
  PageRequest page{limit, {}};
  do {
    const auto found = list(page);
    EXPECT_TRUE(found.ok()) << found.error().message;
    for (const auto& row : found->rows) out += name_of(row) + ' ';
    page.cursor = found->next;
    if (!page.cursor.empty()) out += "- ";
  } while (!page.cursor.empty());
  return out;
}

TEST_F(CatalogTest, ListsOfWhatAdminsKeepAreReadPageByPage) {
  append(record::WorkflowCreated{order, hook, at(0)});
  append(record::WorkflowCreated{WorkflowName{"shop/audit"}, WebhookId{"audit"}, at(0)});
  for (const char* version : {"1.0.0", "1.1.0", "2.0.0"}) add_version(version);
  for (int n = 1; n <= 3; ++n) {
    const std::string number = std::to_string(n);
    append(record::ApiKeyCreated{numbered<ApiKeyId>(n), order, number, "rl", std::string(64, char('a' + n)),
                                 at(2)});
    append(record::ConnectionSaved{ConnectionName{"c" + number}, "http", share(JsonObject{}), at(3)});
    append(record::SecretSaved{SecretName{"s" + number}, at(4)});
  }
  const auto queries = make_queries(database.url(), 1);
  const auto names = [&](auto list, auto name_of) { return pages(2, list, name_of); };

  EXPECT_EQ(names([&](const PageRequest& page) { return queries->workflow_versions(order, page); },
                  [](const WorkflowVersionRow& row) { return row.version; }),
            "2.0.0 1.1.0 - 1.0.0 ");
  EXPECT_EQ(names([&](const PageRequest& page) { return queries->api_keys(order, page); },
                  [](const ApiKeyRow& row) { return row.name; }),
            "3 2 - 1 ");
  EXPECT_EQ(names([&](const PageRequest& page) { return queries->connections(page); },
                  [](const ConnectionRow& row) { return row.connection.value; }),
            "c1 c2 - c3 ");
  EXPECT_EQ(names([&](const PageRequest& page) { return queries->secrets(page); },
                  [](const SecretRow& row) { return row.secret.value; }),
            "s1 s2 - s3 ");
  EXPECT_EQ(pages(
                1, [&](const PageRequest& page) { return queries->workflows(page); },
                [](const WorkflowRow& row) { return row.workflow.value; }),
            "shop/audit - shop/order ");
}

TEST_F(CatalogTest, CursorsThatNoListGaveAreRefused) {
  append(record::WorkflowCreated{order, hook, at(0)});
  const auto queries = make_queries(database.url(), 1);
  EXPECT_EQ(queries->api_keys({}, {10, "x"}).error().code, Errc::invalid_input);
  EXPECT_EQ(queries->workflow_versions(order, {10, "-1"}).error().code, Errc::invalid_input);
  EXPECT_EQ(queries->connections({10, std::string(201, 'c')}).error().code, Errc::invalid_input);
  EXPECT_EQ(queries->secrets({10, std::string(1, '\0')}).error().code, Errc::invalid_input);
  EXPECT_EQ(queries->workflows({201, {}}).error().code, Errc::invalid_input);
}

}  // namespace
}  // namespace runledger::store::test

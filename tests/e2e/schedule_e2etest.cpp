// Workflows that start by themselves: on time, once each, over kills, and the projections as the log says.
#include <gmock/gmock.h>
#include <pqxx/pqxx>

#include <set>

#include "store/store.hpp"
#include "tests/e2e/server_fixture.hpp"
#include "tests/support/eventually.hpp"
#include "workflow/base/time.hpp"

namespace runledger::test {
namespace {

using ::testing::HasSubstr;

std::string scheduled(const std::string& schedule, const std::string& options = "{}") {
  return "document: {dsl: '1.0.3', namespace: test, name: clockwork, version: '1.0.0', metadata: "
         "{schedule: " +
         options + "}}\nschedule: " + schedule + "\ndo:\n  - only: {set: {done: true}}\n";
}

class ScheduleE2e : public ServerFixture {
 protected:
  void SetUp() override { start_server(); }

  std::vector<std::string> dues() {
    pqxx::connection connection(database_url());
    pqxx::work work(connection);
    std::vector<std::string> out;
    for (const auto& row : work.exec("SELECT data->>'due' FROM runledger.events "
                                     "WHERE stream = 'schedule/test/clockwork' ORDER BY version")) {
      out.push_back(row[0].as<std::string>());
    }
    return out;
  }
  std::string workflows_table() {
    pqxx::connection connection(database_url());
    pqxx::work work(connection);
    return work.exec("SELECT json_agg(w ORDER BY workflow)::text FROM runledger.workflows w")[0][0]
        .as<std::string>();
  }
};

TEST_F(ScheduleE2e, StartsARunEachTimeAlsoOverAKill) {
  EXPECT_EQ(admin("POST", "/workflows", scheduled("{every: PT1S}", "{missed: all}")).status, 201);
  EXPECT_TRUE(eventually([&] { return dues().size() >= 2; }));
  restart_after_kill();
  EXPECT_TRUE(eventually([&] { return dues().size() >= 5; }));
  EXPECT_EQ(admin("POST", "/workflows/test/clockwork/disable").status, 200);
  stop_server();

  const auto fired = dues();
  EXPECT_EQ(std::set<std::string>(fired.begin(), fired.end()).size(), fired.size())
      << "fired twice for one time";
  const auto first = *parse_time(fired.front());
  for (std::size_t i = 0; i < fired.size(); ++i) {
    EXPECT_EQ(*parse_time(fired[i]), first + std::chrono::seconds(i)) << "a time was left out";
  }
  pqxx::connection connection(database_url());
  {
    pqxx::work work(connection);
    EXPECT_EQ(
        work
            .exec(
                "SELECT count(*) FROM runledger.runs WHERE trigger = 'schedule' AND status = 'completed'")[0]
                                                                                                          [0]
            .as<std::size_t>(),
        fired.size());
  }
  const std::string before = workflows_table();
  const auto rebuilt = store::rebuild(database_url(), [](std::uint64_t, std::uint64_t) {});
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.error().message;
  EXPECT_EQ(workflows_table(), before);
}

TEST_F(ScheduleE2e, RefusesATimeZoneThatIsNone) {
  const auto reply =
      admin("POST", "/workflows", scheduled("{cron: '0 8 * * *'}", "{timeZone: Europe/Bärlin}"));
  EXPECT_EQ(reply.status, 422) << reply.body;
  EXPECT_THAT(reply.body, HasSubstr("there is no time zone 'Europe/B"));
  EXPECT_EQ(
      admin("POST", "/workflows", scheduled("{cron: '0 8 * * *'}", "{timeZone: ../../etc/passwd}")).status,
      422);
  EXPECT_EQ(admin("POST", "/workflows", scheduled("{cron: '0 8 * * *'}", "{timeZone: Europe/Berlin}")).status,
            201);
  const auto shown = admin("GET", "/workflows/test/clockwork");
  EXPECT_EQ(shown.at("/schedule/timeZone"), "Europe/Berlin");
  EXPECT_EQ(shown.at("/schedule/definition/cron"), "0 8 * * *");
  EXPECT_THAT(shown.at("/schedule/nextDue"), ::testing::MatchesRegex("20.*T0[67]:00:00.000000Z"));
}

}  // namespace
}  // namespace runledger::test

#include <gtest/gtest.h>

#include <pqxx/pqxx>

#include "tests/store/support/store_fixture.hpp"

namespace runledger::store::test {
namespace {

using Chain = std::vector<std::string>;

class CausationTest : public StoreTest {
 protected:
  // "<its position>: <the position of what led to it>" for each event in the log's order.
  Chain chain() {
    pqxx::connection connection(database.url());
    pqxx::work work(connection);
    Chain out;
    for (const auto& row : work.exec("SELECT e.position, c.position FROM runledger.events e "
                                     "LEFT JOIN runledger.events c ON c.event_id = e.causation ORDER BY 1")) {
      out.push_back(row[0].as<std::string>() + ": " + (row[1].is_null() ? "-" : row[1].as<std::string>()));
    }
    return out;
  }
  static AppendGroup step(std::uint64_t version) {
    AppendGroup group;
    group.appends.push_back(
        of_run(numbered<RunId>(1), {Event{run::RunEvent{run::RunQuarantined{"why", at(1)}}}}, version));
    return group;
  }
};

TEST_F(CausationTest, LeadsFromTheRequestThroughTheWholeRun) {
  const std::vector<AppendGroup> starts{webhook_group(1), webhook_group(2)};
  const auto first = writer();
  for (const auto& result : first->append(starts)) ASSERT_TRUE(result.ok()) << result.error().message;
  const std::vector<AppendGroup> more{step(2)};
  ASSERT_TRUE(first->append(more).front().ok());
  EXPECT_EQ(chain(), (Chain{"1: -", "2: 1", "3: 2", "4: -", "5: 4", "6: 5", "7: 3"}));
  // A writer that remembers nothing asks the log.
  const std::vector<AppendGroup> last{step(3)};
  ASSERT_TRUE(writer()->append(last).front().ok());
  EXPECT_EQ(chain().back(), "8: 7");
}

TEST_F(CausationTest, LeadsFromOneRunToAnotherThatItAskedFor) {
  const auto journal = writer();
  const std::vector<AppendGroup> parent{webhook_group(1)};
  ASSERT_TRUE(journal->append(parent).front().ok());
  AppendGroup child;
  child.appends.push_back(of_run(numbered<RunId>(2),
                                 {Event{run::RunEvent{run_started(numbered<RunId>(2))}},
                                  Event{run::RunEvent{run::RunQuarantined{"why", at(1)}}}},
                                 0));
  child.cause = EventId::parse(sql("SELECT event_id FROM runledger.events WHERE position = 3"));
  const std::vector<AppendGroup> children{child};
  ASSERT_TRUE(journal->append(children).front().ok());
  EXPECT_EQ(chain(), (Chain{"1: -", "2: 1", "3: 2", "4: 3", "5: 4"}));
}

}  // namespace
}  // namespace runledger::store::test

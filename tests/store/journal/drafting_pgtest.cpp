#include <deque>
#include <functional>

#include "store/journal/journal_writer.hpp"
#include "tests/store/support/store_fixture.hpp"

// Groups that are made ready while the append before theirs is under way.
namespace runledger::store::test {
namespace {

using DraftingTest = StoreTest;

Event skipped(const char* task) {
  return Event{run::RunEvent{run::TaskSkipped{{task, 0}, ""}}};
}

// Gives the groups of the next batch, in portions, after doing something else first.
class Portions final : public Meanwhile {
 public:
  explicit Portions(const std::vector<AppendGroup>& groups, std::size_t portion = 1)
      : groups_(groups), portion_(portion) {}

  std::span<const AppendGroup> more() override {
    if (given_ == 0 && first) first();
    const std::size_t count = std::min(portion_, groups_.size() - given_);
    const auto portion = std::span(groups_).subspan(given_, count);
    given_ += count;
    return portion;
  }

  std::function<void()> first;
  std::size_t given() const { return given_; }

 private:
  const std::vector<AppendGroup>& groups_;
  std::size_t portion_;
  std::size_t given_ = 0;
};

std::vector<AppendGroup> groups(int from, int to) {
  std::vector<AppendGroup> made;
  for (int n = from; n <= to; ++n) made.push_back(webhook_group(n));
  return made;
}

void expect_dense(const std::vector<Result<Appended>>& results, std::uint64_t first) {
  for (std::size_t i = 0; i < results.size(); ++i) {
    ASSERT_TRUE(results[i].ok()) << results[i].error().message;
    EXPECT_EQ(results[i]->first_position, first + 3 * i);
  }
}

TEST_F(DraftingTest, ADraftedBatchFollowsTheOneBefore) {
  const auto journal = writer();
  ASSERT_TRUE(journal->append(groups(1, 1)).front().ok());  // and so the requests' stream is known
  const auto first = groups(2, 3);
  auto second = groups(4, 8);
  Portions meanwhile(second, 2);
  expect_dense(journal->append(first, &meanwhile), 4);
  ASSERT_GT(meanwhile.given(), 0u);
  // The rest comes with the append itself.
  expect_dense(journal->append(second), 10);
  EXPECT_EQ(journal->drafts_used(), 2U);
  EXPECT_EQ(sql("SELECT max(version) FROM runledger.events WHERE stream LIKE 'requests/%'"), "8");
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.runs"), "8");
}

// Gives one group each at two given calls, counted from 0.
class TwoCalls final : public Meanwhile {
 public:
  TwoCalls(const std::vector<AppendGroup>& groups, int first, int second)
      : groups_(groups), first_(first), second_(second) {}

  std::span<const AppendGroup> more() override {
    const int call = calls_++;
    if (call != first_ && call != second_) return {};
    return std::span(groups_).subspan(call == first_ ? 0 : 1, 1);
  }

 private:
  const std::vector<AppendGroup>& groups_;
  int first_, second_;
  int calls_ = 0;
};

// A batch that is divided has several plans; the versions that a draft is made with belong to one of them.
// Where the two groups come is tried out: as a whole, at its rollback, in the half that commits, in the one
// that is refused.
TEST_F(DraftingTest, ADraftMadeDuringTwoPlansIsPlannedAnew) {
  const auto journal = writer();
  ASSERT_TRUE(journal->append(groups(1, 1)).front().ok());
  int next = 2;
  for (int early = 0; early < 6; ++early) {
    for (int late = early + 1; late < 7; ++late) {
      const auto run = numbered<RunId>(next);
      std::vector<AppendGroup> first = groups(next, next + 1);
      first[1].appends[0].correlation = std::string("bad \xc3");
      std::vector<AppendGroup> second{{{of_run(run, {skipped("/do/0/b")}, 2)}, {}}, webhook_group(next + 2)};
      next += 3;
      TwoCalls meanwhile(second, early, late);
      const auto results = journal->append(first, &meanwhile);
      EXPECT_TRUE(results[0].ok());
      EXPECT_FALSE(results[1].ok());
      for (const auto& result : journal->append(second)) EXPECT_TRUE(result.ok()) << result.error().message;
      ASSERT_EQ(sql("SELECT count(*) FROM (SELECT stream FROM runledger.events GROUP BY stream "
                    "HAVING max(version) <> count(*)) gaps"),
                "0")
          << "calls " << early << " and " << late;
    }
  }
}

TEST_F(DraftingTest, AGroupIsRecordedWhenItCame) {
  const auto journal = writer();
  const auto first = groups(1, 1);
  const auto second = groups(2, 3);
  Portions meanwhile(second, 1);
  ASSERT_TRUE(journal->append(first, &meanwhile).front().ok());
  const Timestamp before = clock.now();
  const auto results = journal->append(second);
  if (meanwhile.given() < 2) {
    EXPECT_GE(results[1]->recorded_at, before);
  }
  EXPECT_GE(results[1]->recorded_at, results[0]->recorded_at);
  EXPECT_EQ(
      sql("SELECT bool_and(recorded_at >= before) FROM (SELECT recorded_at, lag(recorded_at, 1, recorded_at) "
          "OVER (ORDER BY position) AS before FROM runledger.events) ordered"),
      "t");
}

TEST_F(DraftingTest, AStepCanFollowAStepThatIsUnderWay) {
  const auto journal = writer();
  const auto run = numbered<RunId>(1);
  const std::vector<AppendGroup> first{webhook_group(1)};
  const std::vector<AppendGroup> second{{{of_run(run, {skipped("/do/0/b")}, 2)}, {}},
                                        {{of_run(run, {skipped("/do/0/c")}, 3)}, {}},
                                        {{of_run(run, {skipped("/do/0/d")}, 3)}, {}}};
  Portions meanwhile(second, 3);
  EXPECT_TRUE(journal->append(first, &meanwhile).front().ok());
  const auto results = journal->append(second);
  EXPECT_TRUE(results[0].ok());
  EXPECT_TRUE(results[1].ok());
  ASSERT_FALSE(results[2].ok());
  EXPECT_EQ(results[2].error().code, Errc::conflict);
}

TEST_F(DraftingTest, ADraftBehindAnAppendThatFailedIsPlannedAnew) {
  const auto journal = writer();
  auto first = groups(1, 2);
  first[1].appends[0].stream.value = std::string("bad \xff utf-8");
  const auto second = groups(3, 4);
  Portions meanwhile(second, 2);
  const auto results = journal->append(first, &meanwhile);
  EXPECT_TRUE(results[0].ok());
  EXPECT_FALSE(results[1].ok());
  expect_dense(journal->append(second), 4);
}

TEST_F(DraftingTest, ADraftBehindAnotherWritersAppendIsPlannedAnew) {
  const auto journal = writer();
  const auto other = writer();
  ASSERT_TRUE(journal->append(groups(1, 1)).front().ok());
  const auto first = groups(2, 2);
  const auto second = groups(4, 5);
  Portions meanwhile(second, 2);
  EXPECT_TRUE(journal->append(first, &meanwhile).front().ok());
  expect_dense(other->append(groups(3, 3)), 7);
  expect_dense(journal->append(second), 10);
  EXPECT_EQ(sql("SELECT max(version) FROM runledger.events WHERE stream LIKE 'requests/%'"), "5");
}

TEST_F(DraftingTest, ADraftOutlivesTheConnection) {
  const auto journal = writer();
  ASSERT_TRUE(journal->append(groups(1, 1)).front().ok());
  const auto first = groups(2, 3);
  const auto second = groups(4, 5);
  Portions meanwhile(second, 2);
  meanwhile.first = [&] {
    sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND application_name = 'runledger'");
  };
  // Killed during the append: committed or not, it says which.
  const auto results = journal->append(first, &meanwhile);
  for (const auto& result : results) ASSERT_TRUE(result.ok()) << result.error().message;
  expect_dense(journal->append(second), 10);
  EXPECT_EQ(sql("SELECT count(*) = max(position) FROM runledger.events"), "t");
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.request_bodies"), "5");
}

TEST_F(DraftingTest, ALeafTellsTheSameOfADraftedEvent) {
  const auto drafting = writer();
  const auto first = groups(1, 1);
  const auto second = groups(2, 2);
  Portions meanwhile(second);
  ASSERT_TRUE(drafting->append(first, &meanwhile).front().ok());
  ASSERT_TRUE(drafting->append(second).front().ok());
  // Another writer goes on behind the frontier that the draft left.
  const auto other = writer();
  expect_dense(other->append(groups(3, 3)), 7);
  EXPECT_EQ(sql("SELECT count(DISTINCT leaf_hash) FROM runledger.events"), "9");
}

}  // namespace
}  // namespace runledger::store::test

#include "store/run_index.hpp"
#include "tests/store/support/store_fixture.hpp"

namespace runledger::store::test {
namespace {

class ChildrenTest : public StoreTest {
 protected:
  void append(RunId of, std::vector<run::RunEvent> events) {
    std::vector<Event> made;
    for (auto& event : events) made.emplace_back(std::move(event));
    const AppendGroup group{{of_run(of, std::move(made))}, {}};
    const auto result = journal->append({&group, 1}).front();
    ASSERT_TRUE(result.ok()) << result.error().message;
  }
  void add_version(const char* version, const char* hash) {
    std::vector<Event> events;
    if (std::string(version) == "1.0.0") {
      events.push_back(Event{record::RecordEvent{record::WorkflowCreated{pack, WebhookId{"hook"}, at(0)}}});
    }
    events.push_back(
        Event{record::RecordEvent{record::WorkflowVersionAdded{pack, version, hash, "source", at(0)}}});
    AppendGroup group;
    Append append;
    append.stream = workflow_stream(pack);
    append.events = std::move(events);
    group.appends.push_back(std::move(append));
    ASSERT_TRUE(journal->append({&group, 1}).front().ok());
  }
  run::ChildRunRequested asked(RunId of, const char* version = "latest", bool awaited = true) {
    return {ref, of, pack, version, share(Json(7)), awaited, 1, at(1)};
  }
  run::RunStarted begun(RunId of) {
    auto started = run_started(of);
    started.workflow = pack;
    started.parent = run::ParentTask{parent, WorkflowName{"shop/order"}, ref, 1};
    return started;
  }
  std::vector<ChildWork> work() {
    auto found = index->children(RunId{}, 10);
    EXPECT_TRUE(found.ok()) << (found ? "" : found.error().message);
    return found ? *std::move(found) : std::vector<ChildWork>{};
  }
  std::string rows() { return sql("SELECT count(*) FROM runledger.children"); }

  const RunId parent = numbered<RunId>(1), child = numbered<RunId>(2);
  const run::TaskRef ref{"/do/0/pack", 0};
  const WorkflowName pack{"shop/pack"};
  std::unique_ptr<JournalWriter> journal = writer();
  std::unique_ptr<RunIndex> index = make_run_index(database.url());
};

TEST_F(ChildrenTest, IsToBeBegunInTheVersionThatIsWanted) {
  append(parent, {run_started(parent), asked(child), asked(numbered<RunId>(3), "1.0.0"),
                  asked(numbered<RunId>(4), "9.9.9")});
  ASSERT_EQ(work().size(), 3u);
  EXPECT_EQ(std::get<ChildWork::Begin>(work()[0].what).definition_hash, "") << "there is no such workflow";
  add_version("1.0.0", "first");
  add_version("1.1.0", "second");
  const auto found = work();
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].parent, parent);
  EXPECT_EQ(found[0].parent_workflow.value, "shop/order");
  EXPECT_EQ(found[0].request.child, child);
  EXPECT_EQ(found[0].asked_by.text(), sql("SELECT event_id FROM runledger.events WHERE position = 2"));
  EXPECT_EQ(write_json(*found[0].request.input), "7");
  EXPECT_EQ(std::get<ChildWork::Begin>(found[0].what).definition_hash, "second");
  EXPECT_TRUE(std::get<ChildWork::Begin>(found[0].what).is_enabled);
  EXPECT_EQ(std::get<ChildWork::Begin>(found[1].what).definition_hash, "first");
  EXPECT_EQ(std::get<ChildWork::Begin>(found[2].what).definition_hash, "");
  EXPECT_EQ(index->children(child, 1)->front().request.child, numbered<RunId>(3));
}

TEST_F(ChildrenTest, TheParentIsToldOnceItHasEndedAndTheRowGoesWithTheAnswer) {
  append(parent, {run_started(parent), asked(child)});
  append(child, {begun(child)});
  EXPECT_TRUE(work().empty()) << "it is under way";
  append(child, {run::RunCompleted{share(Json("box")), at(5)}});
  const auto found = work();
  ASSERT_EQ(found.size(), 1u);
  const auto& report = std::get<ChildWork::Report>(found[0].what);
  EXPECT_EQ(write_json(*std::get<run::Succeeded>(report.outcome).result), R"("box")");
  append(parent, {run::ChildRunCompleted{ref, child, share(Json("box")), at(6)}});
  EXPECT_EQ(rows(), "0");
}

TEST_F(ChildrenTest, AParentThatWasSetAsideIsToldWhenItGoesOn) {
  append(parent, {run_started(parent), asked(child), run::RunQuarantined{"crashed", at(2)}});
  append(child, {begun(child), run::RunCancelled{"admin:ada", "no", at(5)}});
  EXPECT_TRUE(work().empty());
  append(parent, {run::RunRetried{"admin:ada", "again", at(9)}});
  const auto found = work();
  ASSERT_EQ(found.size(), 1u);
  const auto& report = std::get<ChildWork::Report>(found[0].what);
  EXPECT_EQ(std::get<run::ChildCancelled>(report.outcome).reason, "no");
}

TEST_F(ChildrenTest, AChildWhoseBeginningAloneIsAwaitedIsReportedAtOnce) {
  append(parent, {run_started(parent), asked(child, "latest", false)});
  append(child, {begun(child)});
  ASSERT_EQ(work().size(), 1u);
  EXPECT_TRUE(std::holds_alternative<run::ChildBegan>(std::get<ChildWork::Report>(work()[0].what).outcome));
  append(parent, {run::ChildRunBegan{ref, child, at(2)}});
  EXPECT_EQ(rows(), "0");
}

TEST_F(ChildrenTest, AChildThatWasGivenUpIsToBeCancelledUntilItHasEnded) {
  add_version("1.0.0", "first");
  append(parent, {run_started(parent), asked(child), run::ChildRunCancelled{ref, child, at(2)}});
  ASSERT_EQ(work().size(), 1u);
  EXPECT_TRUE(std::get<ChildWork::Begin>(work()[0].what).is_given_up) << "to be seen, not to be done";
  append(child, {begun(child)});
  ASSERT_EQ(work().size(), 1u);
  EXPECT_TRUE(std::holds_alternative<ChildWork::Cancel>(work()[0].what));
  append(child, {run::RunCancelled{"engine", "nobody waits", at(3)}});
  EXPECT_EQ(rows(), "0");
  EXPECT_EQ(sql("SELECT status || ' ' || parent_task FROM runledger.runs WHERE parent_run IS NOT NULL"),
            "cancelled /do/0/pack");
}

}  // namespace
}  // namespace runledger::store::test

// The key that the engine starts with opens what the database has, or the engine does not start.
#include "app/service/master_key.hpp"

#include <gmock/gmock.h>

#include "app/platform/private_file.hpp"
#include "app/platform/system_clock.hpp"
#include "store/store.hpp"
#include "tests/support/engine_process.hpp"
#include "tests/support/postgres.hpp"
#include "workflow/ports/event_log.hpp"
#include "workflow/ports/vault.hpp"

namespace runledger::app {
namespace {

using ::testing::HasSubstr;

class MasterKeyTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store::migrate(database_.url()).ok()); }

  void save_secret(const std::string& master_key) {
    store::StoreOptions options;
    options.database_url = database_.url();
    options.master_key = master_key;
    auto opened = store::Store::open(options, clock_, random_);
    ASSERT_TRUE(opened.ok());
    const SecretName name{"token"};
    auto change = (*opened)->vault().seal_secret(name, "a-secret-value");
    ASSERT_TRUE(change.ok()) << change.error().message;
    AppendGroup group;
    group.appends.emplace_back().stream = kSecretsStream;
    group.appends[0].events.push_back(record::RecordEvent{record::SecretSaved{name, clock_.now()}});
    group.vault.push_back(*std::move(change));
    const auto saved = (*opened)->journal_log().append({&group, 1}).front();
    ASSERT_TRUE(saved.ok()) << saved.error().message;
  }
  Result<std::string> key() { return master_key_for(file_, database_.url(), random_); }
  bool folder_is_empty() const { return test::files_in(folder_.path(), "").empty(); }

  test::TestDatabase database_;
  test::ScratchFolder folder_;
  std::filesystem::path file_ = folder_.path() + "/master.key";
  SystemClock clock_;
  SystemRandom random_;
};

TEST_F(MasterKeyTest, IsMadeOnceAndFitsFromThenOn) {
  const auto made = key();
  ASSERT_TRUE(made.ok()) << made.error().message;
  save_secret(*made);
  const auto again = key();
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(*again, *made);
}

TEST_F(MasterKeyTest, MissingFileIsRefusedOnceValuesAreEncryptedAndNoneIsMade) {
  const std::string lost(32, 'k');
  save_secret(lost);
  const auto refused = key();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::conflict);
  EXPECT_THAT(refused.error().message, HasSubstr(file_.string()));
  EXPECT_THAT(refused.error().message, HasSubstr(*store::master_key_id(lost)));
  EXPECT_THAT(refused.error().message, HasSubstr("start with the key file"));
  EXPECT_TRUE(folder_is_empty());
}

TEST_F(MasterKeyTest, AnotherKeyThanTheValuesAreUnderIsRefusedNamingBoth) {
  const auto ours = key();
  ASSERT_TRUE(ours.ok());
  save_secret(std::string(32, 'k'));
  const auto refused = key();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::conflict);
  EXPECT_THAT(refused.error().message, HasSubstr(*store::master_key_id(*ours)));
  EXPECT_THAT(refused.error().message, HasSubstr(*store::master_key_id(std::string(32, 'k'))));
}

TEST_F(MasterKeyTest, FileThatHoldsNoKeyIsRefusedAndKept) {
  ASSERT_TRUE(write_private_file(file_, "no key").ok());
  EXPECT_EQ(key().error().code, Errc::invalid_input);
  EXPECT_EQ(*read_file(file_), "no key");
}

}  // namespace
}  // namespace runledger::app

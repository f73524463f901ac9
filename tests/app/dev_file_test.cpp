#include "app/dev/dev_file.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/engine_process.hpp"
#include "workflow/base/json.hpp"

namespace runledger::app {
namespace {

class DevFileTest : public ::testing::Test {
 protected:
  test::ScratchFolder folder_;
  std::filesystem::path file_ = folder_.path() + "/dev.json";
};

TEST_F(DevFileTest, MissingFileIsEmpty) {
  const auto loaded = load_dev_file(file_);
  ASSERT_TRUE(loaded.ok());
  EXPECT_TRUE(loaded->admin_token.empty());
  EXPECT_TRUE(loaded->workflows.empty());
}

TEST_F(DevFileTest, ComesBackAsItWasSavedAndHasTheMembersThatScriptsRead) {
  const DevFile saved{
      "http://127.0.0.1:8080", "token", {{"crm/new-customer", "abc", "http://x/abc", "rl_1"}}};
  ASSERT_TRUE(save_dev_file(file_, saved).ok());

  const auto json = parse_json(test::content_of(file_));
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(write_json(*json),
            R"({"url":"http://127.0.0.1:8080","adminToken":"token","workflows":[{"name":"crm/new-customer",)"
            R"("workflowId":"abc","webhookUrl":"http://x/abc","apiKey":"rl_1"}]})");

  const auto loaded = load_dev_file(file_);
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded->url, saved.url);
  EXPECT_EQ(loaded->admin_token, saved.admin_token);
  ASSERT_EQ(loaded->workflows.size(), 1U);
  EXPECT_EQ(loaded->workflows[0].name, "crm/new-customer");
  EXPECT_EQ(loaded->workflows[0].api_key, "rl_1");
}

TEST_F(DevFileTest, HoldsKeysAndSoBelongsToItsOwnerAlone) {
  ASSERT_TRUE(save_dev_file(file_, {}).ok());
  EXPECT_EQ(std::filesystem::status(file_).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(DevFileTest, DamagedFileIsRefusedWithWhatToDo) {
  std::ofstream(file_) << "{\"url\":";
  const auto loaded = load_dev_file(file_);
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().code, Errc::invalid_input);
  EXPECT_THAT(loaded.error().message, ::testing::HasSubstr("remove it"));
}

TEST_F(DevFileTest, JsonOfAnotherShapeIsReadAsFarAsItGoes) {
  std::ofstream(file_) << R"({"url":7,"adminToken":"t","workflows":[null,{"name":"a/b"}]})";
  const auto loaded = load_dev_file(file_);
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded->url, "");
  EXPECT_EQ(loaded->admin_token, "t");
  ASSERT_EQ(loaded->workflows.size(), 2U);
  EXPECT_EQ(loaded->workflows[1].name, "a/b");
}

}  // namespace
}  // namespace runledger::app

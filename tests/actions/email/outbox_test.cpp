#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/actions/action_harness.hpp"

namespace runledger::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class Outbox : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "outbox-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root = pattern;
  }
  void TearDown() override { fs::remove_all(root); }

  run::ActionOutcome send(const std::string& directory, const std::string& allowed_root) {
    actions::ActionOptions options;
    options.outbox_root = allowed_root;
    ActionHarness harness(options);
    harness.connect("mail", "outbox", R"({"from":"a@shop.example","directory":)" + quoted(directory) + "}");
    const auto outcome = harness.perform(
        "email",
        R"({"connection":"mail","to":"bob@example.org","bcc":"c@example.org","subject":"Grüße","text":"Hi"})");
    harness.expect_one_answer_each();
    return outcome;
  }

  std::string root;
};

TEST_F(Outbox, WritesEachMessageAsAFile) {
  const auto outcome = send(root + "/mail/out", root);
  EXPECT_EQ(result_of(outcome).at("accepted"), json(R"(["bob@example.org","c@example.org"])"));
  result_of(send(root + "/mail/out", root));
  std::vector<fs::path> files(fs::directory_iterator(root + "/mail/out"), fs::directory_iterator());
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].extension(), ".eml");
  EXPECT_EQ(fs::status(root + "/mail/out").permissions(), fs::perms::owner_all);
  std::ifstream file(files[0], std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  EXPECT_THAT(content.str(), HasSubstr("To: bob@example.org\r\n"));
  EXPECT_THAT(content.str(), HasSubstr("Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n"));
  EXPECT_THAT(content.str(), Not(HasSubstr("c@example.org")));
}

TEST_F(Outbox, RefusesToWriteOutsideOfItsRoot) {
  const std::string inside = root + "/in";
  for (const std::string& directory :
       {root, inside + "/../other", std::string("/tmp"), inside + "side", std::string()}) {
    EXPECT_EQ(error_of(send(directory, inside)).type, run::error_type::kConfiguration) << directory;
  }
  EXPECT_FALSE(fs::exists(root + "/other"));
}

TEST_F(Outbox, WorksInDevelopmentModeOnly) {
  EXPECT_THAT(error_of(send(root, "")).detail, HasSubstr("development mode"));
}

TEST_F(Outbox, FailsWhenTheDiskRefuses) {
  std::ofstream(root + "/file") << "in the way";
  EXPECT_EQ(error_of(send(root + "/file", root)).status, 503);
}

}  // namespace
}  // namespace runledger::test

// A server without the key of its database does not start, and says so.
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/e2e/server_fixture.hpp"

namespace runledger::test {
namespace {

using ::testing::HasSubstr;

class MasterKeyE2e : public ServerFixture {};

TEST_F(MasterKeyE2e, ServerWhoseKeyFileIsLostEndsWithTheReasonAndMakesNoOther) {
  start_server();
  ASSERT_EQ(admin("PUT", "/secrets/token", R"({"value":"a-secret-value"})").status, 204);
  stop_server();
  const std::string file = folder_.path() + "/master.key";
  ASSERT_TRUE(std::filesystem::remove(file));
  EngineProcess serve(
      {"serve", "--listen", "127.0.0.1:0", "--master-key-file", file},
      {"RUNLEDGER_DATABASE_URL=" + database_url(), "RUNLEDGER_ADMIN_TOKEN=an-admin-token-for-the-tests"});
  EXPECT_EQ(serve.wait_for_end(), 1);
  EXPECT_THAT(serve.output(), HasSubstr("encrypted under the master key"));
  EXPECT_THAT(serve.output(), HasSubstr("start with the key file"));
  EXPECT_TRUE(files_in(folder_.path(), "").empty());
}

}  // namespace
}  // namespace runledger::test

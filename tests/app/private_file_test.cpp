#include "app/platform/private_file.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>

#include "app/platform/system_clock.hpp"
#include "tests/support/engine_process.hpp"

namespace runledger::app {
namespace {

using ::testing::HasSubstr;

class PrivateFileTest : public ::testing::Test {
 protected:
  // As somebody else than us would write it: with the usual permissions.
  void put(const std::string& content) { std::ofstream(file_, std::ios::binary) << content; }
  unsigned permissions() const {
    struct stat status {};
    EXPECT_EQ(stat(file_.c_str(), &status), 0);
    return status.st_mode & 0777U;
  }
  Errc refusal_of_key(bool create = true) {
    const auto key = load_master_key(file_, create, random_);
    EXPECT_FALSE(key.ok());
    return key ? Errc::internal : key.error().code;
  }

  test::ScratchFolder folder_;
  std::filesystem::path file_ = folder_.path() + "/held";
  SystemRandom random_;
};

TEST_F(PrivateFileTest, WrittenFileIsReadableByItsOwnerAloneAndReadBackAsItWas) {
  const std::string content("a\0b\n\xFF", 5);
  ASSERT_TRUE(write_private_file(file_, content).ok());
  EXPECT_EQ(permissions(), 0600U);
  EXPECT_EQ(*read_file(file_), content);
}

TEST_F(PrivateFileTest, ReplacingNarrowsThePermissionsAndLeavesNothingBeside) {
  put("old");
  ASSERT_TRUE(write_private_file(file_, "new").ok());
  EXPECT_EQ(permissions(), 0600U);
  EXPECT_EQ(*read_file(file_), "new");
  EXPECT_EQ(test::files_in(folder_.path(), "").size(), 1U);
}

TEST_F(PrivateFileTest, ReadingSaysWhatIsWrong) {
  EXPECT_EQ(read_file(file_).error().code, Errc::not_found);
  put("");
  EXPECT_EQ(*read_file(file_), "");
  put(std::string(1024 * 1024 + 1, 'x'));
  EXPECT_EQ(read_file(file_).error().code, Errc::limit_exceeded);
  EXPECT_EQ(read_file(folder_.path()).error().code, Errc::unavailable);
}

TEST_F(PrivateFileTest, WritingIntoAMissingFolderIsUnavailableWithTheReason) {
  const auto written = write_private_file(folder_.path() + "/nowhere/file", "x");
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code, Errc::unavailable);
  EXPECT_THAT(written.error().message, HasSubstr("No such file"));
}

TEST_F(PrivateFileTest, MasterKeyIsMadeOnceAndPrivate) {
  EXPECT_EQ(refusal_of_key(false), Errc::not_found);
  const auto made = load_master_key(file_, true, random_);
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ(made->size(), 32U);
  EXPECT_EQ(permissions(), 0600U);
  EXPECT_EQ(*load_master_key(file_, true, random_), *made);
  EXPECT_EQ(*load_master_key(file_, false, random_), *made);
}

TEST_F(PrivateFileTest, MasterKeyInUpperCaseWithALineEndIsTheSameKey) {
  put(std::string(62, '0') + "aF\r\n");
  EXPECT_EQ(*load_master_key(file_, false, random_), std::string(31, '\0') + '\xAF');
}

// A new key in place of a damaged one would make the vault unreadable for good.
TEST_F(PrivateFileTest, WrongMasterKeyIsRefusedAndLeftAlone) {
  for (const std::string& content :
       {std::string(), std::string("secret"), std::string(63, 'a'), std::string(65, 'a'),
        std::string(63, 'a') + 'g', std::string(62, 'a') + "+1", std::string(62, 'a') + " 1",
        std::string(64, 'a') + "\nmore"}) {
    put(content);
    EXPECT_EQ(refusal_of_key(), Errc::invalid_input) << content;
    EXPECT_EQ(*read_file(file_), content);
  }
}

TEST_F(PrivateFileTest, RandomHexIsHexAndNeverTheSame) {
  const auto first = random_hex(random_, 24);
  EXPECT_EQ(first.size(), 48U);
  EXPECT_EQ(first.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(first, random_hex(random_, 24));
}

}  // namespace
}  // namespace runledger::app

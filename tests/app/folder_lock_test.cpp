#include "app/platform/folder_lock.hpp"

#include <gmock/gmock.h>

#include "tests/support/engine_process.hpp"

namespace runledger::app {
namespace {

TEST(FolderLock, OneHolderAtATimeAndFreeAgainAfterwards) {
  const test::ScratchFolder folder;
  auto first = FolderLock::take(folder.path());
  ASSERT_TRUE(first.ok()) << first.error().message;
  const auto second = FolderLock::take(folder.path());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, Errc::conflict);
  EXPECT_THAT(second.error().message, ::testing::HasSubstr(folder.path()));
  first->reset();
  EXPECT_TRUE(FolderLock::take(folder.path()).ok());
}

TEST(FolderLock, MissingFolderIsUnavailableWithTheReason) {
  const auto lock = FolderLock::take("/nowhere/at/all");
  ASSERT_FALSE(lock.ok());
  EXPECT_EQ(lock.error().code, Errc::unavailable);
  EXPECT_THAT(lock.error().message, ::testing::HasSubstr("No such file"));
}

}  // namespace
}  // namespace runledger::app

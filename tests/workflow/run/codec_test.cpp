#include "workflow/run/codec.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/support/paths.hpp"
#include "tests/workflow/run/sample_events.hpp"

// Golden files: one for each event type and version, never changed once committed. To add the file of a new
// version, put its name and the text that this test prints into tests/workflow/golden/.
namespace runledger::run {
namespace {

namespace fs = std::filesystem;
const fs::path kGolden = test::source_folder() / "tests/workflow/golden";

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  std::string out = text.str();
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

fs::path golden_of(const EncodedEvent& event) {
  return kGolden / (std::string(event.type) + ".v" + std::to_string(event.type_version) + ".json");
}

TEST(Codec, WritesEveryEventAsItsGoldenFileSays) {
  std::set<std::size_t> kinds;
  for (const RunEvent& event : testing::sample_events()) {
    const EncodedEvent encoded = encode(event);
    EXPECT_EQ(contents(golden_of(encoded)), encoded.data) << golden_of(encoded);
    kinds.insert(event.index());
  }
  EXPECT_EQ(kinds.size(), std::variant_size_v<RunEvent>) << "an event has no sample";
}

TEST(Codec, ReadsEveryVersionEverWritten) {
  std::size_t files = 0;
  for (const auto& file : fs::directory_iterator(kGolden)) {
    const std::string name = file.path().stem().string();  // "RunStarted.v1"
    const auto dot = name.find(".v");
    ASSERT_NE(dot, std::string::npos) << name;
    const int version = std::stoi(name.substr(dot + 2));
    auto event = decode(name.substr(0, dot), version, contents(file.path()));
    ASSERT_TRUE(event.ok()) << name << ": " << event.error().message;
    const EncodedEvent again = encode(*event);
    if (again.type_version == version) {
      EXPECT_EQ(again.data, contents(file.path()));
    }
    ++files;
  }
  EXPECT_GE(files, std::variant_size_v<RunEvent>);
}

TEST(Codec, LeavesOutWhatIsAbsent) {
  EXPECT_EQ(encode(TaskStarted{{"/do/0/a", 0}, nullptr, testing::at(0), {}, {}, nullptr}).data,
            R"({"task":"/do/0/a","iteration":0,"startedAt":"2026-11-23T12:00:00.000000Z"})");
}

TEST(Codec, IgnoresUnknownMembers) {
  auto event = decode("WaitStarted", 1,
                      R"({"task":"/do/0/a","iteration":0,"until":"2026-11-23T12:00:00Z","mood":"calm"})");
  ASSERT_TRUE(event.ok()) << event.error().message;
  EXPECT_EQ(std::get<WaitStarted>(*event).until, testing::at(0));
}

struct BadEvent {
  const char* type;
  int version;
  const char* data;
  const char* says;
};

class CodecRefusal : public ::testing::TestWithParam<BadEvent> {};

TEST_P(CodecRefusal, NamesWhatIsWrong) {
  const BadEvent& bad = GetParam();
  auto event = decode(bad.type, bad.version, bad.data);
  ASSERT_FALSE(event.ok());
  EXPECT_EQ(event.error().code, Errc::corrupt_history);
  EXPECT_NE(event.error().message.find(bad.says), std::string::npos) << event.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Table, CodecRefusal,
    ::testing::Values(
        BadEvent{"RunExploded", 1, "{}", "no such event"}, BadEvent{"WaitStarted", 2, "{}", "version 2"},
        BadEvent{"WaitStarted", 1, "[]", "object"}, BadEvent{"WaitStarted", 1, "{", "not valid JSON"},
        BadEvent{"WaitStarted", 1, R"({"iteration":0,"until":"2026-11-23T12:00:00Z"})", "'task' is missing"},
        BadEvent{"WaitStarted", 1, R"({"task":7,"iteration":0,"until":"2026-11-23T12:00:00Z"})", "'task'"},
        BadEvent{"WaitStarted", 1, R"({"task":"/a","iteration":-1,"until":"2026-11-23T12:00:00Z"})",
                 "'iteration'"},
        BadEvent{"WaitStarted", 1, R"({"task":"/a","iteration":0,"until":"soon"})", "'until'"},
        BadEvent{"ActionTimedOut", 1,
                 R"({"task":"/a","iteration":0,"attempt":4294967296,"finishedAt":"2026-11-23T12:00:00Z"})",
                 "'attempt'"},
        BadEvent{"ErrorCaught", 1,
                 R"({"task":"/a","iteration":0,"error":{"type":"x"},"caughtAt":"2026-11-23T12:00:00Z"})",
                 "'title'"}));

}  // namespace
}  // namespace runledger::run

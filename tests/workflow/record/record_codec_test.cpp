#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/support/paths.hpp"
#include "tests/workflow/record/sample_events.hpp"
#include "workflow/record/events.hpp"

// Golden files: one for each event type and version, never changed once committed. To add the file of a new
// version, put its name and the text that this test prints into golden/.
namespace runledger::record {
namespace {

namespace fs = std::filesystem;
const fs::path kGolden = test::source_folder() / "tests/workflow/record/golden";

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

TEST(RecordCodec, WritesEveryEventAsItsGoldenFileSays) {
  std::set<std::size_t> kinds;
  for (const RecordEvent& event : testing::sample_events()) {
    const EncodedEvent encoded = encode(event);
    EXPECT_EQ(contents(golden_of(encoded)), encoded.data) << golden_of(encoded);
    EXPECT_TRUE(is_record_event(encoded.type));
    kinds.insert(event.index());
  }
  EXPECT_EQ(kinds.size(), std::variant_size_v<RecordEvent>) << "an event has no sample";
}

TEST(RecordCodec, ReadsEveryVersionEverWritten) {
  std::size_t files = 0;
  for (const auto& file : fs::directory_iterator(kGolden)) {
    const std::string name = file.path().stem().string();  // "WorkflowCreated.v1"
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
  EXPECT_GE(files, std::variant_size_v<RecordEvent>);
}

TEST(RecordCodec, LeavesOutWhatIsAbsent) {
  auto refused = std::get<RequestRefused>(testing::sample_events()[1]);
  refused.facts.workflow.reset();
  refused.facts.key.reset();
  const EncodedEvent encoded = encode(refused);
  EXPECT_EQ(encoded.data.find("\"workflow\""), std::string::npos);
  EXPECT_EQ(encoded.data.find("\"key\""), std::string::npos);
  const auto again = decode(encoded.type, 1, encoded.data);
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_FALSE(std::get<RequestRefused>(*again).facts.workflow.has_value());
  EXPECT_FALSE(std::get<RequestRefused>(*again).facts.key.has_value());
}

struct BadEvent {
  const char* type;
  int version;
  const char* data;
  const char* says;
};

class RecordCodecRefusal : public ::testing::TestWithParam<BadEvent> {};

TEST_P(RecordCodecRefusal, NamesWhatIsWrong) {
  const BadEvent& bad = GetParam();
  auto event = decode(bad.type, bad.version, bad.data);
  ASSERT_FALSE(event.ok());
  EXPECT_EQ(event.error().code, Errc::corrupt_history);
  EXPECT_NE(event.error().message.find(bad.says), std::string::npos) << event.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Table, RecordCodecRefusal,
    ::testing::Values(
        BadEvent{"RunStarted", 1, "{}", "no such event"}, BadEvent{"SecretSaved", 2, "{}", "version 2"},
        BadEvent{"SecretSaved", 1, "[]", "object"}, BadEvent{"SecretSaved", 1, "{", "not valid JSON"},
        BadEvent{"SecretSaved", 1, R"({"savedAt":"2026-11-23T12:00:00Z"})", "'secret' is missing"},
        BadEvent{"SecretSaved", 1, R"({"secret":"a","savedAt":"soon"})", "'savedAt'"},
        BadEvent{"ApiKeyRevoked", 1, R"({"key":"7","revokedAt":"2026-11-23T12:00:00Z"})", "'key'"}));

}  // namespace
}  // namespace runledger::record

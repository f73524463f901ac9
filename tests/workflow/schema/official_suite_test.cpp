// Runs the official JSON Schema test suite (draft 2020-12). known_failures.txt beside this file lists what we
// do not pass and why; a listed case that passes fails this test too, so that the list stays true.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "tests/support/conformance.hpp"
#include "tests/support/paths.hpp"
#include "workflow/schema/schema.hpp"

namespace runledger::schema {
namespace {

namespace fs = std::filesystem;

const fs::path kSuite = test::conformance("json-schema");
const fs::path kKnownFailures = test::source_folder() / "tests/workflow/schema/known_failures.txt";

std::string slurp(const fs::path& file) {
  std::ostringstream out;
  out << std::ifstream(file, std::ios::binary).rdbuf();
  return out.str();
}

std::string text(const Json& value) {
  return {value.get_string().data(), value.get_string().size()};
}

// What the suite's test server would serve at http://localhost:1234/.
std::optional<Json> remote(const std::string& uri) {
  constexpr std::string_view kHost = "http://localhost:1234/";
  if (!uri.starts_with(kHost)) return std::nullopt;
  const fs::path file = kSuite / "remotes" / uri.substr(kHost.size());
  if (!fs::is_regular_file(file)) return std::nullopt;
  auto parsed = parse_json(slurp(file));
  if (!parsed) return std::nullopt;
  return std::move(*parsed);
}

struct Tally {
  int passed = 0;
  std::map<std::string, std::string> failed;  // "file | group | test" and what went wrong
};

void run_group(const std::string& file, const Json& group, bool assert_formats, Tally& tally) {
  CompileOptions options;
  options.resolver = remote;
  const auto& members = group.get_object();
  const auto compiled = compile(members.at("schema"), options);
  ValidateOptions validate_options;
  validate_options.assert_formats = assert_formats;
  for (const Json& test : members.at("tests").get_array()) {
    const auto& at = test.get_object();
    const std::string name =
        file + " | " + text(members.at("description")) + " | " + text(at.at("description"));
    if (!compiled) {
      tally.failed[name] = compiled.error().message;
      continue;
    }
    const bool expected = at.at("valid").get_bool();
    const bool quick = is_valid(**compiled, at.at("data"), validate_options);
    const auto violations = validate(**compiled, at.at("data"), validate_options);
    EXPECT_EQ(quick, violations.empty()) << "is_valid and validate disagree on " << name;
    if (quick == expected) {
      ++tally.passed;
    } else {
      tally.failed[name] =
          expected ? "refused: " + (violations.empty() ? "" : violations.front().message) : "accepted";
    }
  }
}

// Some files hold what our own reader refuses on purpose (NUL, integers beyond 64 bits); Boost's takes them.
Result<Json> read_suite_file(const fs::path& file) {
  const std::string content = slurp(file);
  auto ours = parse_json(content);
  if (ours) return ours;
  boost::json::error_code problem;
  auto theirs = boost::json::parse(content, problem);
  if (problem) return Error{Errc::invalid_input, problem.message()};
  return theirs;
}

void run_file(const fs::path& file, bool assert_formats, Tally& tally) {
  const auto parsed = read_suite_file(file);
  const std::string name = fs::relative(file, kSuite / "tests-2020-12").string();
  if (!parsed) {
    tally.failed[name + " | the file cannot be read | "] = parsed.error().message;
    return;
  }
  for (const Json& group : parsed->get_array()) run_group(name, group, assert_formats, tally);
}

Tally run_folder(const fs::path& folder, bool assert_formats) {
  Tally tally;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file()) run_file(entry.path(), assert_formats, tally);
  }
  return tally;
}

// Lines "file | group | test => reason"; the group or test "*" stands for all of them.
std::map<std::string, std::string> known_failures() {
  std::map<std::string, std::string> known;
  std::ifstream in(kKnownFailures);
  for (std::string line; std::getline(in, line);) {
    const auto arrow = line.find(" => ");
    if (line.empty() || line.front() == '#' || arrow == std::string::npos) continue;
    known[line.substr(0, arrow)] = line.substr(arrow + 4);
  }
  return known;
}

// The listed names that cover a case.
std::vector<std::string> names_for(const std::string& name) {
  const auto first = name.find(" | ");
  const auto second = name.find(" | ", first + 3);
  return {name, name.substr(0, second) + " | *", name.substr(0, first) + " | *"};
}

void expect_only_known_failures(const Tally& tally, const fs::path& folder) {
  const auto known = known_failures();
  std::set<std::string> used;
  for (const auto& [name, why] : tally.failed) {
    bool listed = false;
    for (const auto& candidate : names_for(name)) {
      if (!known.contains(candidate)) continue;
      listed = true;
      used.insert(candidate);
    }
    EXPECT_TRUE(listed) << "fails and is not in known_failures.txt:\n" << name << " => " << why;
  }
  for (const auto& [name, reason] : known) {
    const bool in_this_part = fs::path(name.substr(0, name.find(" | "))).parent_path() == folder;
    EXPECT_TRUE(!in_this_part || used.contains(name)) << "passes now, take it off known_failures.txt:\n"
                                                      << name;
  }
  const double all = tally.passed + static_cast<double>(tally.failed.size());
  std::cout << "conformance: JSON Schema 2020-12 suite " << folder.string() << ": " << tally.passed << " of "
            << all << " (" << 100 * tally.passed / all << " %)\n";
}

class OfficialSuite : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kSuite)) GTEST_SKIP() << "no conformance data in " << kSuite;
  }
};

TEST_F(OfficialSuite, PassesTheMandatoryTests) {
  const Tally tally = run_folder(kSuite / "tests-2020-12", false);
  expect_only_known_failures(tally, "");
  EXPECT_GT(tally.passed, 1000);
}

TEST_F(OfficialSuite, PassesTheFormatTests) {
  const Tally tally = run_folder(kSuite / "tests-2020-12/optional/format", true);
  expect_only_known_failures(tally, "optional/format");
  EXPECT_GT(tally.passed, 500);
}

TEST_F(OfficialSuite, PassesTheOtherOptionalTests) {
  const Tally tally = run_folder(kSuite / "tests-2020-12/optional", false);
  expect_only_known_failures(tally, "optional");
  EXPECT_GT(tally.passed, 50);
}

}  // namespace
}  // namespace runledger::schema

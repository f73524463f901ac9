#include "tests/e2e/kit/feature.hpp"

#include <array>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace runledger::test {
namespace {

constexpr std::string_view kQuote = R"(""")";
constexpr std::array<std::string_view, 5> kKeywords = {"Given ", "When ", "Then ", "And ", "But "};

std::string_view trimmed(std::string_view line) {
  const auto start = line.find_first_not_of(" \t\r");
  if (start == std::string_view::npos) return {};
  return line.substr(start, line.find_last_not_of(" \t\r") - start + 1);
}

std::optional<std::string> step_of(std::string_view line) {
  for (const auto keyword : kKeywords) {
    if (!line.starts_with(keyword)) continue;
    line.remove_prefix(keyword.size());
    if (line.starts_with("given ")) line.remove_prefix(6);  // the kit writes "And given"
    return std::string(line);
  }
  return std::nullopt;
}

// The lines up to the closing quotes, less the indentation of the opening ones.
std::string doc_string(std::istream& lines, std::size_t indentation) {
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    if (trimmed(line).starts_with(kQuote)) return out;
    out += line.substr(std::min(indentation, line.find_first_not_of(' '))) + '\n';
  }
  throw std::runtime_error("a doc string does not end");
}

}  // namespace

std::vector<Scenario> read_feature(const std::filesystem::path& file) {
  std::ifstream lines(file);
  std::vector<Scenario> out;
  bool in_head = true;  // free text may follow "Feature:"
  for (std::string line; std::getline(lines, line);) {
    const std::string_view text = trimmed(line);
    if (text.empty() || text.starts_with('#')) continue;
    if (text.starts_with("Scenario:")) {
      out.push_back({file.stem(), std::string(trimmed(text.substr(9))), {}});
      in_head = false;
    } else if (text.starts_with(kQuote) && !out.empty() && !out.back().steps.empty()) {
      out.back().steps.back().argument = doc_string(lines, line.find(kQuote));
    } else if (auto step = step_of(text); step && !out.empty()) {
      out.back().steps.push_back({*std::move(step), {}});
    } else if (!in_head) {
      throw std::runtime_error(file.filename().string() + ": " + std::string(text));
    }
  }
  return out;
}

}  // namespace runledger::test

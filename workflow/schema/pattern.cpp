#include "workflow/schema/pattern.hpp"

#include "workflow/schema/ecma_regex.hpp"

namespace runledger::schema {
namespace {

constexpr std::size_t kMaxPatternBytes = 10'000;
// Bounds the program and the cache of the automaton's states, for each pattern.
constexpr std::int64_t kMaxMemoryBytes = 1 << 20;

RE2::Options options() {
  RE2::Options made;
  made.set_log_errors(false);
  made.set_max_mem(kMaxMemoryBytes);
  made.set_never_capture(true);
  return made;
}

Error refused(std::string_view pattern, const std::string& why) {
  return {Errc::invalid_input, "the pattern '" + std::string(pattern.substr(0, 200)) + "' " + why};
}

}  // namespace

Result<std::unique_ptr<const Pattern>> Pattern::compile(std::string_view pattern) {
  if (pattern.size() > kMaxPatternBytes) {
    return refused(pattern, "is longer than " + std::to_string(kMaxPatternBytes) + " bytes");
  }
  const Translation translation = translate_pattern(pattern);
  if (translation.outcome == Translation::Outcome::malformed) {
    return refused(pattern, "is not a regular expression: " + translation.text);
  }
  if (translation.outcome == Translation::Outcome::unsupported) {
    return refused(pattern, "uses " + translation.text +
                                ", which is not supported: it cannot be matched in linear time");
  }
  std::unique_ptr<const Pattern> compiled(new Pattern(translation.text, options()));
  if (!compiled->re2_.ok()) return refused(pattern, "cannot be used: " + compiled->re2_.error());
  return compiled;
}

bool Pattern::found_in(std::string_view text) const {
  return re2_.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), RE2::UNANCHORED, nullptr, 0);
}

bool is_ecma_pattern(std::string_view text) {
  if (text.size() > kMaxPatternBytes) return false;
  const Translation translation = translate_pattern(text);
  if (translation.outcome == Translation::Outcome::malformed) return false;
  if (translation.outcome == Translation::Outcome::unsupported) return true;
  return RE2(translation.text, options()).ok();
}

}  // namespace runledger::schema

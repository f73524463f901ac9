#include "workflow/definition/workflow_identity.hpp"

#include <re2/re2.h>

namespace runledger::definition {
namespace {

bool matches(const RE2& pattern, std::string_view text) {
  return text.size() <= 256 && RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace

bool is_semver(std::string_view text) {
  static const RE2 pattern(
      R"((0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*))"
      R"((-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?)"
      R"((\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?)");
  return matches(pattern, text);
}

std::string compile_label(Compilation& c, Members& members, std::string_view name) {
  static const RE2 pattern("[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");
  const auto text = members.require_text(name);
  if (!text) return {};
  if (!matches(pattern, *text)) {
    c.diagnostics.error(pointer_join(members.place().pointer, name),
                        "`" + std::string(name) + "` is " + in_quotes(*text) +
                            ", but must have 1 to 63 letters, digits and dashes, no dash first or last");
  }
  return *text;
}

}  // namespace runledger::definition

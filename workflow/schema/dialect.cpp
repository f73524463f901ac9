#include "workflow/schema/dialect.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>

namespace runledger::schema {
namespace {

constexpr std::string_view kVocabularies = "https://json-schema.org/draft/2020-12/vocab/";
constexpr std::array<std::string_view, 8> kKnown = {
    "core",      "applicator",        "unevaluated",      "validation",
    "meta-data", "format-annotation", "format-assertion", "content"};

}  // namespace

Result<Dialect> dialect_of(const Json& metaschema) {
  const Json* vocabularies =
      metaschema.is_object() ? metaschema.get_object().if_contains("$vocabulary") : nullptr;
  if (vocabularies == nullptr || !vocabularies->is_object()) return Dialect{};
  Dialect dialect{.validates = false, .asserts_formats = false};
  for (const auto& member : vocabularies->get_object()) {
    std::string_view name{member.key().data(), member.key().size()};
    const bool ours = name.starts_with(kVocabularies);
    if (ours) name.remove_prefix(kVocabularies.size());
    const bool known = ours && std::find(kKnown.begin(), kKnown.end(), name) != kKnown.end();
    if (!known && member.value().is_bool() && member.value().get_bool()) {
      return Error{Errc::invalid_input,
                   "its metaschema requires the unknown vocabulary '" + std::string(name) + "'"};
    }
    // For a vocabulary that is known, `false` ("optional") has the same effect as `true` (core §8.1.2).
    if (known && name == "validation") dialect.validates = true;
    if (known && name == "format-assertion") dialect.asserts_formats = true;
  }
  return dialect;
}

}  // namespace runledger::schema

#pragma once

#include <string>
#include <string_view>

namespace runledger::schema {

// What became of an ECMA-262 pattern (with the "u" flag, as JSON Schema core §6.4 asks) on its way to RE2.
struct Translation {
  enum class Outcome {
    translated,   // `text` is the RE2 pattern
    unsupported,  // ECMA-262 has it, RE2 cannot do it in linear time: `text` names it
    malformed,    // not an ECMA-262 pattern: `text` says why
  } outcome = Outcome::translated;
  std::string text;
};

// Rewrites what the two dialects read differently: groups (all become non-capturing), '.', \s and \S, \cX,
// \uXXXX, the long names of \p{...}, [] and [^], '[' within a class. Back-references and look-around are
// unsupported. Escapes of punctuation that "u" forbids (\-, \@) are let pass, because schemas are full of
// them. Nesting and the rest of the grammar are left to RE2. Allocates O(pattern). Thread-safe.
Translation translate_pattern(std::string_view pattern);

// The RE2 class items for the body of an ECMA \p{body}, without brackets: "\p{L}" for "Letter". Empty when
// RE2 does not know the property.
std::string translate_property(std::string_view body);

}  // namespace runledger::schema

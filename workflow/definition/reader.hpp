#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/definition/program.hpp"

namespace runledger::definition {

enum class Severity { error, warning };

// One thing wrong with a definition, for its author.
struct Diagnostic {
  Severity severity = Severity::error;
  SourcePosition position;
  std::string pointer;  // JSON pointer into the definition
  std::string
      message;  // what is wrong, what was expected, the nearest known word; names what is not supported

  // "12:7: error: ...": for terminals and logs.
  std::string text() const;
};

struct ReadOutcome {
  ProgramPtr program;                   // null when any diagnostic is an error
  std::vector<Diagnostic> diagnostics;  // all of them, in source order
};

// Reads a definition, YAML 1.2 (core types) or JSON, and compiles it. Finds all problems, not only the first.
// Hostile input is safe: at most 1 MiB, 64 levels, bounded aliases. Pure and thread-safe.
ReadOutcome read_definition(std::string_view text);

}  // namespace runledger::definition

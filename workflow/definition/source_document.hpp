#pragma once

#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/definition/reader.hpp"
#include "workflow/definition/source_map.hpp"

namespace runledger::definition {

// Bounds of a definition's text. Aliases count as what they stand for.
struct SourceLimits {
  std::size_t max_bytes = 1024 * 1024;
  std::size_t max_depth = 64;
  std::size_t max_nodes = 100'000;
  std::size_t max_key_bytes = 1024;  // pointers repeat the keys above a value
  std::size_t max_scalar_bytes = 4 * 1024 * 1024;
};

// A text that was read into one JSON value.
struct SourceDocument {
  bool ok = false;
  Json value;
  SourceMap sources;
  std::vector<Diagnostic> diagnostics;  // one error when not ok; warnings
};

// Reads one YAML 1.2 or JSON document. Text that is JSON is read as parse_json reads it, all else as YAML
// (core schema, yaml_scalar.hpp) in which duplicate keys, keys that are no strings, merge keys (`<<`, YAML
// 1.1), own tags, NUL and several documents are refused. Thread-safe.
SourceDocument read_document(std::string_view text, const SourceLimits& limits = {});

}  // namespace runledger::definition

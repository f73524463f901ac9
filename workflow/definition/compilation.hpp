#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/definition/diagnostics.hpp"
#include "workflow/definition/program.hpp"
#include "workflow/definition/reusables.hpp"

namespace runledger::definition {

inline constexpr std::size_t kMostNodes = 10'000;
// The JSON text of all functions, once for each call of them.
inline constexpr std::size_t kMostFunctionBytes = 8 * 1024 * 1024;

// What the parts of the compiler share while they turn one document into one program. Problems go to
// `diagnostics`; every part carries on as well as it can, so that all of them are found.
struct Compilation {
  Compilation(const Json& document, const SourceMap& sources);
  Compilation(const Compilation&) = delete;
  Compilation& operator=(const Compilation&) = delete;

  Diagnostics diagnostics;
  Reusables use;
  Program program;
  // The names that an expression may use where the compiler stands now; the texts belong to the document.
  std::vector<std::string_view> variables;
  std::map<std::string, schema::SchemaPtr> schemas;  // by pointer: functions are compiled once a call
  std::vector<std::string_view> open_functions;      // being expanded, outermost first
  std::size_t function_bytes = 0;
  bool needs_jq = false;  // some expression does
  // Inside a function's copy, nodes are named after the call: `source_root` is replaced by `node_root`.
  std::string source_root, node_root;

  // The pointer that names a node made from the task at `source_pointer`.
  std::string node_pointer(std::string_view source_pointer) const;
};

// Adds a variable for as long as it lives.
class ScopedVariable {
 public:
  ScopedVariable(Compilation& compilation, std::string_view name) : compilation_(compilation) {
    compilation_.variables.push_back(name);
  }
  ~ScopedVariable() { compilation_.variables.pop_back(); }
  ScopedVariable(const ScopedVariable&) = delete;
  ScopedVariable& operator=(const ScopedVariable&) = delete;

 private:
  Compilation& compilation_;
};

}  // namespace runledger::definition

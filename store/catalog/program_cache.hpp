#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "workflow/base/result.hpp"
#include "workflow/definition/program.hpp"

namespace runledger::store {

// Compiled definitions by their hash: each is compiled once a process. Thread-safe.
class ProgramCache {
 public:
  // Null when it is not there.
  definition::ProgramPtr find(std::string_view hash) const;
  // Compiles and keeps. The program's hash is the given one, whatever this engine would compute. Errors:
  // internal: the source, which was accepted once, no longer compiles.
  Result<definition::ProgramPtr> compile(const std::string& hash, std::string_view source);

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, definition::ProgramPtr> programs_;
};

}  // namespace runledger::store

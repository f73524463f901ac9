#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "workflow/base/result.hpp"
#include "workflow/definition/program.hpp"

namespace runledger::store {

// Compiled definitions by their hash: each is compiled once, unless a great many are known and nobody uses it
// any more. Thread-safe.
class ProgramCache {
 public:
  explicit ProgramCache(std::size_t most = 2'000) : most_(most) {}
  // Null when it is not there.
  definition::ProgramPtr find(std::string_view hash) const;
  // Compiles and keeps. The program's hash is the given one, whatever this engine would compute. Errors:
  // internal: the source, which was accepted once, no longer compiles.
  Result<definition::ProgramPtr> compile(const std::string& hash, std::string_view source);

 private:
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, definition::ProgramPtr> programs_;
};

}  // namespace runledger::store

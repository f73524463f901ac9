#include "store/catalog/program_cache.hpp"

#include <spdlog/spdlog.h>

#include <memory>
#include <utility>

#include "workflow/definition/reader.hpp"

namespace runledger::store {
definition::ProgramPtr ProgramCache::find(std::string_view hash) const {
  const std::lock_guard lock(mutex_);
  const auto found = programs_.find(std::string(hash));
  return found == programs_.end() ? nullptr : found->second;
}

Result<definition::ProgramPtr> ProgramCache::compile(const std::string& hash, std::string_view source) {
  if (auto known = find(hash)) return known;
  auto outcome = definition::read_definition(source);
  if (outcome.program == nullptr) {
    const std::string why =
        outcome.diagnostics.empty() ? "no reason given" : outcome.diagnostics.front().text();
    return Error{Errc::internal, "definition " + hash + " no longer compiles: " + why};
  }
  if (outcome.program->hash != hash) {
    // An older engine wrote the canonical form otherwise. The runs name the recorded hash, so it goes on
    // naming this source.
    spdlog::warn("catalog.hash_changed recorded={} computed={}", hash, outcome.program->hash);
    auto renamed = std::make_shared<definition::Program>(*outcome.program);
    renamed->hash = hash;
    outcome.program = std::move(renamed);
  }
  const std::lock_guard lock(mutex_);
  // What the catalog's snapshot and the runs hold stays; the versions of long ago go.
  if (programs_.size() >= most_) {
    std::erase_if(programs_, [](const auto& known) { return known.second.use_count() == 1; });
  }
  return programs_.try_emplace(hash, std::move(outcome.program)).first->second;
}

}  // namespace runledger::store

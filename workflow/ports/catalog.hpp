#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "workflow/base/id.hpp"
#include "workflow/base/result.hpp"
#include "workflow/definition/program.hpp"

namespace runledger {

struct CatalogWorkflow {
  WorkflowName name;
  WebhookId webhook;
  bool enabled = true;
  definition::ProgramPtr program;  // the current version
};
struct CatalogKey {
  ApiKeyId id;
  WorkflowName workflow;
};

// Which workflows and keys there are, at one position of the log. Immutable.
struct CatalogSnapshot {
  std::uint64_t position = 0;
  std::unordered_map<std::string, std::shared_ptr<const CatalogWorkflow>> by_webhook;  // by WebhookId::value
  std::unordered_map<std::string, std::shared_ptr<const CatalogWorkflow>> by_name;  // by WorkflowName::value
  std::unordered_map<std::string, CatalogKey> keys;  // active keys, by the SHA-256 (hex) of the key
};

// Workflows and keys in memory, kept up to date with the log. Implemented by store/. Thread-safe.
class Catalog {
 public:
  virtual ~Catalog() = default;
  // Never blocks; never null.
  virtual std::shared_ptr<const CatalogSnapshot> snapshot() const = 0;
  // Brings the snapshot up to what is committed now. Blocks. Call after a change that must be seen at once.
  virtual Result<Done> refresh() = 0;
  // The program of any version ever added, by its hash. Blocks when it is not in memory. Errors: not_found,
  // unavailable.
  virtual Result<definition::ProgramPtr> program(std::string_view hash) = 0;
};

}  // namespace runledger

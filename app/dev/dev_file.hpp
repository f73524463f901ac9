#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "workflow/base/result.hpp"

namespace runledger::app {

struct DevWorkflow {
  std::string name;  // "crm/new-customer"
  std::string workflow_id;
  std::string webhook_url;
  std::string api_key;
};

// DIR/dev.json: what a person or a script needs to talk to a dev server:
// {"url","adminToken","workflows":[{"name","workflowId","webhookUrl","apiKey"}]}. Readable by its owner
// alone.
struct DevFile {
  std::string url;
  std::string admin_token;
  std::vector<DevWorkflow> workflows;
};

// An empty DevFile when there is none yet. Errors: invalid_input when it cannot be read as one, unavailable.
Result<DevFile> load_dev_file(const std::filesystem::path& file);
Result<Done> save_dev_file(const std::filesystem::path& file, const DevFile& content);

}  // namespace runledger::app

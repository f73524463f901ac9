#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "admin/context.hpp"
#include "workflow/definition/reader.hpp"

namespace runledger::admin {

// What became of an uploaded definition.
struct Uploaded {
  enum class What { refused, created, version_added, unchanged } what = What::refused;
  WorkflowName workflow;
  WebhookId webhook;
  std::string version, hash;
  bool enabled = true;
  std::vector<definition::Diagnostic> diagnostics;  // errors when refused, else warnings
};

// Makes a workflow of a definition, or adds it as the new current version when the workflow exists. The same
// definition again changes nothing; the same version number with other content is refused. Blocks. Errors:
// conflict (version number taken, or changed by another at the same time), invalid_input (it names a
// connection or secret that does not exist), unavailable, overloaded. A definition with errors is
// Uploaded::refused.
Result<Uploaded> upload_workflow(Context& context, std::string_view source, const Actor& actor);

// Errors: not_found, and as above. No event when it is so already.
Result<Done> set_workflow_enabled(Context& context, const WorkflowName& workflow, bool enabled,
                                  const std::string& reason, const Actor& actor);

// The URL that senders post to.
std::string webhook_url(const Context& context, const WebhookId& webhook);

}  // namespace runledger::admin

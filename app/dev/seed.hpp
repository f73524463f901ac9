#pragma once

#include <filesystem>
#include <string>

#include "admin/context.hpp"
#include "app/dev/dev_file.hpp"

namespace runledger::app {

struct SeedPlan {
  std::string shop_url;          // libpq connection string of the scratch shop
  std::filesystem::path outbox;  // where e-mails go, as files
};

// Brings a dev server to where its user expects it: the connections that the examples use, the examples as
// workflows, a key for each. What is there already stays; keys known from `before` are kept. Blocks. Errors:
// those of the acts, with the example's name.
Result<DevFile> seed(admin::Context& context, const SeedPlan& plan, const DevFile& before);

}  // namespace runledger::app

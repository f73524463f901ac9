#pragma once

#include <filesystem>
#include <string>

#include "app/dev/data_folder.hpp"
#include "app/dev/dev_file.hpp"

namespace runledger::app {

// What dev mode prints when it is up: URLs, the admin token and a curl line for each example that can be
// pasted as it is.
std::string welcome_text(const DevFile& dev, const DataFolder& folder);

// Writes the examples' payloads below the data folder, for those curl lines. Errors: unavailable.
Result<Done> write_payloads(const DataFolder& folder);

}  // namespace runledger::app

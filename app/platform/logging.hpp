#pragma once

#include <filesystem>
#include <string_view>

#include "workflow/base/result.hpp"

namespace runledger::app {

// One line an event: time, level, slug, fields. To stderr, or, with `file`, to that file and only warnings to
// stderr. Errors: invalid_input for an unknown level, unavailable when the file cannot be written.
Result<Done> set_up_logging(std::string_view level, const std::filesystem::path& file);

}  // namespace runledger::app

#pragma once

#include <string_view>

#include "workflow/definition/source_document.hpp"

namespace runledger::definition {

// Composes libyaml's events into a JSON value with positions. Stops at the first thing wrong. Use
// read_document.
SourceDocument compose_yaml(std::string_view text, const SourceLimits& limits);

}  // namespace runledger::definition

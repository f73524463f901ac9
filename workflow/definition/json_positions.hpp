#pragma once

#include <cstddef>
#include <string_view>

#include "workflow/definition/source_map.hpp"

namespace runledger::definition {

// Fills `sources` with the positions of every value of `text`, which parse_json has accepted already: this
// scan checks nothing. Gives the number of values.
std::size_t map_json_positions(std::string_view text, SourceMap& sources);

}  // namespace runledger::definition

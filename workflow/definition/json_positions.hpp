#pragma once

#include <cstddef>
#include <string_view>

#include "workflow/definition/source_map.hpp"

namespace runledger::definition {

struct JsonExtent {
  std::size_t values = 0;
  std::size_t longest_key_bytes = 0;  // as written
};

// Fills `sources` with the positions of every value of `text`, which parse_json has accepted already: this
// scan checks nothing.
JsonExtent map_json_positions(std::string_view text, SourceMap& sources);

}  // namespace runledger::definition

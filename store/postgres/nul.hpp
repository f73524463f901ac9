#pragma once

#include <string_view>

namespace runledger::store {

// PostgreSQL has no room for a NUL in a text, and libpqxx cuts the text off there without a word: what has
// one is refused before it comes that far.
inline bool has_nul(std::string_view text) {
  return text.find('\0') != std::string_view::npos;
}

}  // namespace runledger::store

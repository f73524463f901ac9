#pragma once

#include <filesystem>
#include <string>

#include "workflow/base/result.hpp"
#include "workflow/ports/clock.hpp"

namespace runledger::app {

// The master key in `file` (32 bytes), when it is the one that the database's connections and secrets are
// encrypted under; a new key, written to `file`, when there is no file and nothing is encrypted yet. A key
// that cannot open what is there would let the engine start and every run that needs a credential fail.
// Blocks; needs a migrated database. Errors: conflict naming the key that the database has and what to do (no
// file is then made); invalid_input when the file holds something else; unavailable.
Result<std::string> master_key_for(const std::filesystem::path& file, const std::string& database_url,
                                   Random& random);

}  // namespace runledger::app

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "workflow/base/result.hpp"
#include "workflow/ports/clock.hpp"

namespace runledger::app {

// Replaces a file in one step, readable by its owner alone: a reader sees the old content or the new, never a
// part. Errors: unavailable with the reason.
Result<Done> write_private_file(const std::filesystem::path& file, std::string_view content);
// Errors: not_found when there is no such file, unavailable, limit_exceeded over 1 MiB.
Result<std::string> read_file(const std::filesystem::path& file);
// The 32 bytes that encrypt the vault, as 64 hex characters in a file. With `create`, makes the file when it
// is missing. Errors: not_found, invalid_input when the content is something else, unavailable.
Result<std::string> load_master_key(const std::filesystem::path& file, bool create, Random& random);
// Lower-case hex of n random bytes.
std::string random_hex(Random& random, std::size_t bytes);

}  // namespace runledger::app

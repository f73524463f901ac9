#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "workflow/base/json.hpp"

// Secret values never enter the core. Where a definition says `$secrets.token`, the evaluated arguments hold
// a placeholder; the shell that carries out the effect puts the value in, in memory, just before. The
// placeholder carries the run's nonce, which a payload's author cannot know, so that input cannot ask for a
// secret.
namespace runledger::run {

std::string secret_placeholder(std::string_view name, std::string_view nonce);

// Replaces every placeholder of this nonce in strings (keys too) by lookup(name).
// Errors: not_found naming the secret; whatever lookup returns.
Result<Json> reveal_secrets(const Json& arguments, std::string_view nonce,
                            const std::function<Result<std::string>(std::string_view name)>& lookup);

}  // namespace runledger::run

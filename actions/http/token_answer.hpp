#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include "actions/network/url.hpp"
#include "workflow/run/commands.hpp"

namespace runledger::actions {

struct AccessToken {
  std::string text;
  std::chrono::seconds lifetime{0};
};

// The token, or what its absence means to the call that needed it: that call was not begun.
using TokenOrOutcome = std::variant<AccessToken, run::ActionOutcome>;

// Reads what a token endpoint answered (RFC 6749 §5). A 4xx is an authentication error, anything else that is
// no token a communication error, which may pass. Of the answer, only its error code is repeated. Pure.
TokenOrOutcome read_token_answer(const Url& endpoint, long status, std::string_view body);
// The token endpoint that a discovery document names (OpenID Connect Discovery 1.0 §4.2). Errors:
// invalid_input saying what is wrong with it: among that, another issuer than the document's place (§4.3) and
// http where the document came by https.
Result<Url> read_discovery(const Url& document, long status, std::string_view body);
TokenOrOutcome no_token(const Url& endpoint, const std::string& why);

}  // namespace runledger::actions

#pragma once

#include <boost/json/object.hpp>

#include "actions/network/url.hpp"
#include "workflow/ports/vault.hpp"

namespace runledger::actions {

// Where a `call: http` goes: its `uri`, with its `query` appended. With a connection, the uri may be a path
// below the connection's baseUrl; whatever it says, it must not lead outside of that, because the
// connection's credentials go with it. Errors: invalid_input naming the argument.
Result<Url> read_http_url(const JsonObject& arguments, const Connection* connection);

}  // namespace runledger::actions

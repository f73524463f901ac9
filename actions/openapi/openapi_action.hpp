#pragma once

#include "actions/http/http_action.hpp"
#include "actions/openapi/document_store.hpp"

namespace runledger::actions {

// What calls of operations need from the runner; it and all in it outlive the calls.
struct OpenApiEnvironment {
  const HttpEnvironment& http;
  DocumentStore& documents;
};

// Fetches the document when there is no fresh one, then sends the operation's request. Blocks on the vault.
// Until the request is sent nothing was begun: what is wrong before is a failure. Errors: why it could not be
// prepared; it is then neither begun nor settled.
Result<Done> begin_openapi(const CallPtr& call, const OpenApiEnvironment& environment);

}  // namespace runledger::actions

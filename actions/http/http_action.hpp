#pragma once

#include "actions/call/call.hpp"
#include "actions/http/http_exchange.hpp"
#include "actions/http/token_store.hpp"
#include "actions/network/curl_loop.hpp"

namespace runledger::actions {

// What HTTP calls need from the runner; it and all in it outlive the calls.
struct HttpEnvironment {
  Vault& vault;
  CurlLoop& loop;
  TokenStore& tokens;
  HttpRules rules;
  std::string user_agent;
  Offload offload;
  TokenStore::Later later;
};

// Hands a request to the loop, once its access token, if it needs one, is there. When its answer asks for
// patience, it is sent again if the call's time allows.
void send_http(const CallPtr& call, const HttpEnvironment& environment, HttpRequest request);

// Prepares the call and hands it to the loop. Blocks on the vault. Errors: why it could not be prepared; it
// is then neither begun nor settled.
Result<Done> begin_http(const CallPtr& call, const HttpEnvironment& environment);

}  // namespace runledger::actions

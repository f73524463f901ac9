#pragma once

#include "actions/http/http_action.hpp"
#include "actions/services/service.hpp"

namespace runledger::actions {

// Prepares the call of a service and hands it to the loop. Blocks on the vault. Errors: why it could not be
// prepared; it is then neither begun nor settled.
Result<Done> begin_service(const CallPtr& call, const HttpEnvironment& environment, const Service& service);

}  // namespace runledger::actions

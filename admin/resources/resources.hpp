#pragma once

#include "admin/endpoint.hpp"

// The resources of the admin API, each in a file of its own name.
namespace runledger::admin {

Endpoints workflow_endpoints();
Endpoints api_key_endpoints();
Endpoints connection_endpoints();
Endpoints secret_endpoints();
Endpoints run_endpoints();
Endpoints request_endpoints();
Endpoints error_endpoints();

}  // namespace runledger::admin

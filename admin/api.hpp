#pragma once

#include "admin/context.hpp"
#include "http/router.hpp"

namespace runledger::admin {

// Adds /admin/v1/** (every route wants the admin token as a bearer) and /admin/openapi.json (open). `context`
// and its worker pool must outlive the router. Operations run on the pool; a full pool answers 503.
void add_admin_routes(http::Router& router, Context& context);

}  // namespace runledger::admin

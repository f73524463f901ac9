#pragma once

#include <string>

#include "http/problem.hpp"

namespace runledger::http::webhooks {

// An engine's or a database's error as a sender reads it: what it means and what to do. The error's own words
// may name hosts, sockets and statements: they are for the admin, and go into the log where they say more
// than the code does. `status_url` is where the delivery's run shows once it is there.
Problem sender_problem(const Error& error, const std::string& status_url);

}  // namespace runledger::http::webhooks

#pragma once

#include <string>

#include "store/postgres/statement.hpp"

namespace runledger::store {

// What every session of the engine has in common, in libpq and in libpqxx alike.

// `url` (a URI or a keyword string) with our defaults added where it says nothing: how long to wait for a
// connection, when to notice a dead peer, our name in pg_stat_activity, and the limits below as server
// settings.
std::string session_url(const std::string& url);

// Makes the session work under the role that cannot change the log (migrations/0005). Does nothing where that
// role is missing or not granted.
inline constexpr Statement kTakeApplicationRole{
    "take_application_role",
    "SELECT set_config('role', 'runledger_app', false) FROM pg_catalog.pg_roles "
    "WHERE rolname = 'runledger_app' AND pg_catalog.pg_has_role(current_user, oid, 'MEMBER')"};

}  // namespace runledger::store

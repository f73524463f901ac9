#pragma once

#include <string>
#include <string_view>

#include "store/postgres/statement.hpp"

namespace runledger::store {

// What every session of the engine has in common, in libpq and in libpqxx alike.

// `url` (a URI or a keyword string) with our defaults added where it says nothing: how long to wait for a
// connection, when to notice a dead peer, our name in pg_stat_activity, limits, and `settings` ("-c
// name=value ...") of the server for this kind of session. What the url itself sets wins.
std::string session_url(const std::string& url, std::string_view settings = {});

// For the journal and rebuilds: the same few statements again and again, over keys that are indexed. One plan
// for all values saves a quarter of the processor time of a small batch, and ruling the other ways out keeps
// a plan that was made while a table was empty from reading all of it later.
inline constexpr std::string_view kIndexPlans =
    "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c "
    "enable_mergejoin=off";
// For queries: a plan for the very values, because filters of the form "$1 IS NULL OR column = $1" only then
// find their index.
inline constexpr std::string_view kPlansPerValue = "-c plan_cache_mode=force_custom_plan";

// Makes the session work under the role that cannot change the log (migrations/0005, 0006). Does nothing, and
// so the session works as the user it came as, where that role is missing, may not be taken, or may not
// append here. From PostgreSQL 16 on a membership need not allow SET ROLE: who creates a role without being a
// superuser gets it with ADMIN alone (documentation of createrole_self_grant).
inline constexpr Statement kTakeApplicationRole{"take_application_role", R"sql(
  SELECT set_config('role', 'runledger_app', false) FROM pg_catalog.pg_roles
  WHERE rolname = 'runledger_app'
    AND pg_catalog.pg_has_role(current_user, oid,
          CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)
    AND pg_catalog.has_schema_privilege(oid, to_regnamespace('runledger')::oid, 'USAGE')
    AND pg_catalog.has_table_privilege(oid, to_regclass('runledger.events')::oid, 'INSERT'))sql"};

}  // namespace runledger::store

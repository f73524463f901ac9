#pragma once

#include "store/postgres/statement.hpp"

// Locks of the whole database: PostgreSQL's advisory locks, each held by a session until it ends. Their
// numbers are any that no other program uses in this database.
namespace runledger::store {

#define RUNLEDGER_SERVING_LOCK "8247331946466305907"
#define RUNLEDGER_ENGINE_LOCK "8247331946466305908"
// The two halves of a lock's number are how pg_locks shows it.
#define RUNLEDGER_IS_LOCK(number)                                                      \
  "l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 "                          \
  "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) " \
  "AND l.classid::bigint << 32 | l.objid::bigint = " number
// Who else has it.
#define RUNLEDGER_HOLDERS_OF(number)                                                               \
  "SELECT string_agg(format('process %s, user %s, from %s, since %s', a.pid, a.usename, "          \
  "coalesce(host(a.client_addr), 'a local socket'), date_trunc('second', a.backend_start)), '; ' " \
  "ORDER BY a.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid) "                           \
  "WHERE " RUNLEDGER_IS_LOCK(number) " AND a.pid <> pg_backend_pid()"

// The serving lock tells engines from rebuilds: every serving process holds it, shared, on the connection on
// which its catalog listens; a rebuild needs it for itself. It guards against a mistake, not against a race:
// a rebuild's tables are guarded by the log's head, as ever.
inline constexpr Statement kTakeServingLock{"take_serving_lock",
                                            "SELECT pg_try_advisory_lock_shared(" RUNLEDGER_SERVING_LOCK ")"};
// Waits, as an engine that was just stopped or killed may still be on its way out.
inline constexpr Statement kWaitBriefly{"wait_briefly", "SET lock_timeout = '2s'"};
inline constexpr Statement kTakeRebuildLock{"take_rebuild_lock",
                                            "SELECT pg_advisory_lock(" RUNLEDGER_SERVING_LOCK ")"};
inline constexpr Statement kWhoServes{"who_serves", RUNLEDGER_HOLDERS_OF(RUNLEDGER_SERVING_LOCK)};

// The engine lock is the journal's: one engine works on a log at a time, another waits for its place
// (docs/adr/0010-one-engine-a-log.md). Whoever gets it knows that no transaction of the engine before is on
// its way any more, since that one's session has ended. Gives 0 when it is taken, else the process id of the
// session that has it (-1: not known), and who that is.
inline constexpr Statement kTakeEngineLock{
    "take_engine_lock",
    "WITH lock AS MATERIALIZED (SELECT pg_try_advisory_lock(" RUNLEDGER_ENGINE_LOCK
    ") AS is_ours) "
    "SELECT CASE WHEN is_ours THEN 0 ELSE coalesce((SELECT min(l.pid) FROM pg_locks l "
    "WHERE " RUNLEDGER_IS_LOCK(RUNLEDGER_ENGINE_LOCK) "), -1) END::bigint, "
    "CASE WHEN is_ours THEN '' ELSE coalesce((" RUNLEDGER_HOLDERS_OF(RUNLEDGER_ENGINE_LOCK) "), 'not known') END "
    "FROM lock"};

}  // namespace runledger::store

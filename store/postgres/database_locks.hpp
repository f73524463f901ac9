#pragma once

#include "store/postgres/statement.hpp"

// A lock of the whole database that tells engines from rebuilds: every serving engine holds it, shared, on
// the connection on which its catalog listens; a rebuild needs it for itself. It guards against a mistake,
// not against a race: a rebuild's tables are guarded by the log's head, as ever. Any number that no other
// program uses for an advisory lock in this database.
namespace runledger::store {

inline constexpr Statement kTakeServingLock{"take_serving_lock",
                                            "SELECT pg_try_advisory_lock_shared(8247331946466305907)"};
// Waits, as an engine that was just stopped or killed may still be on its way out.
inline constexpr Statement kWaitBriefly{"wait_briefly", "SET lock_timeout = '2s'"};
inline constexpr Statement kTakeRebuildLock{"take_rebuild_lock",
                                            "SELECT pg_advisory_lock(8247331946466305907)"};
// Who has it; the two halves of the number are how pg_locks shows it.
inline constexpr Statement kWhoServes{"who_serves", R"sql(
  SELECT string_agg(format('process %s, user %s, from %s, since %s', a.pid, a.usename,
                           coalesce(host(a.client_addr), 'a local socket'), date_trunc('second', a.backend_start)),
                    '; ' ORDER BY a.pid)
  FROM pg_locks l JOIN pg_stat_activity a USING (pid)
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.classid::bigint << 32 | l.objid::bigint = 8247331946466305907 AND a.pid <> pg_backend_pid())sql"};

}  // namespace runledger::store

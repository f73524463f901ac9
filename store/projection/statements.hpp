#pragma once

#include "store/postgres/statement.hpp"

// The SQL of the projections. Those with many rows take one array a column; those of rare events take plain
// values.
namespace runledger::store {

inline constexpr Statement kInsertRuns{"insert_runs", R"sql(
  INSERT INTO runledger.runs (run_id, workflow, version, definition_hash, status, trigger, request_id, rerun_of,
    started_at, finished_at, task, error, error_type, error_title, first_position, last_position, event_count, acting)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[],
    $8::uuid[], $9::timestamptz[], $10::timestamptz[], $11::text[], $12::json[], $13::text[], $14::text[],
    $15::int8[], $16::int8[], $17::int8[], $18::int8[]))sql"};

// With has_outcome, the outcome's columns are set, to NULL too; without it they stay. A run with an effect
// under way does not wait, whatever its other branches do.
inline constexpr Statement kUpdateRuns{"update_runs", R"sql(
  UPDATE runledger.runs r SET
    status = CASE WHEN coalesce(c.status, r.status) = 'waiting' AND r.acting + c.acting > 0 THEN 'running'
                  ELSE coalesce(c.status, r.status) END,
    task = coalesce(c.task, r.task),
    finished_at = CASE WHEN c.has_outcome THEN c.finished_at ELSE r.finished_at END,
    error = CASE WHEN c.has_outcome THEN c.error ELSE r.error END,
    error_type = CASE WHEN c.has_outcome THEN c.error_type ELSE r.error_type END,
    error_title = CASE WHEN c.has_outcome THEN c.error_title ELSE r.error_title END,
    last_position = c.last_position,
    event_count = r.event_count + c.event_count,
    acting = r.acting + c.acting
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bool[], $5::timestamptz[], $6::json[], $7::text[], $8::text[],
    $9::int8[], $10::int8[], $11::int8[])
    AS c(run_id, status, task, has_outcome, finished_at, error, error_type, error_title, last_position, event_count,
         acting)
  WHERE r.run_id = c.run_id)sql"};

inline constexpr Statement kDropTimers{"drop_timers", R"sql(
  DELETE FROM runledger.timers t
  USING unnest($1::uuid[], $2::text[], $3::text[], $4::bool[], $5::bool[])
    AS d(run_id, task, purpose, with_task, with_children)
  WHERE t.run_id = d.run_id AND (d.purpose = '' OR t.purpose = d.purpose)
    AND (d.with_task AND t.task = d.task OR d.with_children AND starts_with(t.task, d.task || '/')))sql"};

inline constexpr Statement kWakeTimers{"wake_timers", R"sql(
  UPDATE runledger.timers t SET
    asleep = w.asleep,
    due = CASE WHEN w.counted_from IS NULL OR t.counted_from IS NULL THEN t.due
               ELSE w.counted_from + (t.due - t.counted_from) END,
    counted_from = CASE WHEN w.counted_from IS NULL OR t.counted_from IS NULL THEN t.counted_from
                        ELSE w.counted_from END
  FROM unnest($1::uuid[], $2::bool[], $3::timestamptz[]) AS w(run_id, asleep, counted_from)
  WHERE t.run_id = w.run_id)sql"};

inline constexpr Statement kPutTimers{"put_timers", R"sql(
  INSERT INTO runledger.timers (run_id, task, iteration, purpose, due, counted_from, asleep)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::int8[], $4::text[], $5::timestamptz[], $6::timestamptz[],
    $7::bool[]))sql"};

inline constexpr Statement kInsertRequests{"insert_requests", R"sql(
  INSERT INTO runledger.requests (request_id, position, workflow, method, path, remote_address, key_id, content_type,
    body_bytes, body_sha256, received_at, accepted, status, reason, detail, run_id)
  SELECT * FROM unnest($1::uuid[], $2::int8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[],
    $8::text[], $9::int8[], $10::text[], $11::timestamptz[], $12::bool[], $13::int4[], $14::text[], $15::text[],
    $16::uuid[]))sql"};

inline constexpr Statement kInsertWorkflow{"insert_workflow", R"sql(
  INSERT INTO runledger.workflows (workflow, webhook, enabled, version, hash, created_at, updated_at, last_position)
  VALUES ($1, $2, true, '', '', $3, $3, $4))sql"};
inline constexpr Statement kInsertWorkflowVersion{"insert_workflow_version", R"sql(
  INSERT INTO runledger.workflow_versions (workflow, version, hash, source, added_at, position)
  VALUES ($1, $2, $3, $4, $5, $6))sql"};
inline constexpr Statement kSetCurrentVersion{"set_current_version", R"sql(
  UPDATE runledger.workflows SET version = $2, hash = $3, updated_at = $4, last_position = $5
  WHERE workflow = $1)sql"};
inline constexpr Statement kSetEnabled{"set_enabled", R"sql(
  UPDATE runledger.workflows SET enabled = $2, updated_at = $3, last_position = $4 WHERE workflow = $1)sql"};

inline constexpr Statement kInsertApiKey{"insert_api_key", R"sql(
  INSERT INTO runledger.api_keys (key_id, workflow, name, prefix, sha256, created_at, last_position)
  VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};
inline constexpr Statement kRevokeApiKey{"revoke_api_key", R"sql(
  UPDATE runledger.api_keys SET revoked_at = coalesce(revoked_at, $2), last_position = $3 WHERE key_id = $1)sql"};

inline constexpr Statement kPutConnection{"put_connection", R"sql(
  INSERT INTO runledger.connections (connection, kind, settings, saved_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (connection) DO UPDATE SET kind = $2, settings = $3, saved_at = $4)sql"};
inline constexpr Statement kDeleteConnection{"delete_connection",
                                             "DELETE FROM runledger.connections WHERE connection = $1"};
inline constexpr Statement kPutSecret{"put_secret", R"sql(
  INSERT INTO runledger.secrets (secret, saved_at) VALUES ($1, $2)
  ON CONFLICT (secret) DO UPDATE SET saved_at = $2)sql"};
inline constexpr Statement kDeleteSecret{"delete_secret", "DELETE FROM runledger.secrets WHERE secret = $1"};

inline constexpr Statement kRemoveBegunStarts{
    "remove_begun_starts", "DELETE FROM runledger.start_inbox WHERE run_id = ANY ($1::uuid[])"};

// A hint for the catalogs of all processes (store/catalog); the payload says nothing.
inline constexpr Statement kNotifyCatalog{"notify_catalog", "SELECT pg_notify('runledger_catalog', '')"};

}  // namespace runledger::store

#pragma once

#include "store/postgres/rows_statement.hpp"

// The SQL of the projections.
namespace runledger::store {

inline const RowsStatement kInsertRuns = insert_rows("insert_runs", "runledger.runs",
                                                     {{"run_id", "uuid"},
                                                      {"workflow", "text"},
                                                      {"version", "text"},
                                                      {"definition_hash", "text"},
                                                      {"status", "text"},
                                                      {"trigger", "text"},
                                                      {"request_id", "uuid"},
                                                      {"rerun_of", "uuid"},
                                                      {"parent_run", "uuid"},
                                                      {"parent_task", "text"},
                                                      {"started_at", "timestamptz"},
                                                      {"finished_at", "timestamptz"},
                                                      {"task", "text"},
                                                      {"error", "json"},
                                                      {"error_type", "text"},
                                                      {"error_title", "text"},
                                                      {"first_position", "int8"},
                                                      {"last_position", "int8"},
                                                      {"event_count", "int8"},
                                                      {"acting", "int8"}});

// With has_outcome, the outcome's columns are set, to NULL too; without it they stay. A run with an effect
// under way does not wait, whatever its other branches do.
inline const RowsStatement kUpdateRuns = with_rows("update_runs", R"sql(
  UPDATE runledger.runs r SET
    status = CASE WHEN coalesce(rows.status, r.status) = 'waiting' AND r.acting + rows.acting > 0 THEN 'running'
                  ELSE coalesce(rows.status, r.status) END,
    task = coalesce(rows.task, r.task),
    finished_at = CASE WHEN rows.has_outcome THEN rows.finished_at ELSE r.finished_at END,
    error = CASE WHEN rows.has_outcome THEN rows.error ELSE r.error END,
    error_type = CASE WHEN rows.has_outcome THEN rows.error_type ELSE r.error_type END,
    error_title = CASE WHEN rows.has_outcome THEN rows.error_title ELSE r.error_title END,
    last_position = rows.last_position,
    event_count = r.event_count + rows.event_count,
    acting = r.acting + rows.acting
  FROM {rows}
  WHERE r.run_id = rows.run_id)sql",
                                                   {{"run_id", "uuid"},
                                                    {"status", "text"},
                                                    {"task", "text"},
                                                    {"has_outcome", "bool"},
                                                    {"finished_at", "timestamptz"},
                                                    {"error", "json"},
                                                    {"error_type", "text"},
                                                    {"error_title", "text"},
                                                    {"last_position", "int8"},
                                                    {"event_count", "int8"},
                                                    {"acting", "int8"}});

inline const RowsStatement kDropTimers = with_rows("drop_timers", R"sql(
  DELETE FROM runledger.timers t
  USING {rows}
  WHERE t.run_id = rows.run_id AND (rows.purpose = '' OR t.purpose = rows.purpose)
    AND (rows.with_task AND t.task = rows.task OR rows.with_children AND starts_with(t.task, rows.task || '/')))sql",
                                                   {{"run_id", "uuid"},
                                                    {"task", "text"},
                                                    {"purpose", "text"},
                                                    {"with_task", "bool"},
                                                    {"with_children", "bool"}});

inline const RowsStatement kWakeTimers =
    with_rows("wake_timers", R"sql(
  UPDATE runledger.timers t SET
    asleep = rows.asleep,
    due = CASE WHEN rows.counted_from IS NULL OR t.counted_from IS NULL THEN t.due
               ELSE rows.counted_from + (t.due - t.counted_from) END,
    counted_from = CASE WHEN rows.counted_from IS NULL OR t.counted_from IS NULL THEN t.counted_from
                        ELSE rows.counted_from END
  FROM {rows}
  WHERE t.run_id = rows.run_id)sql",
              {{"run_id", "uuid"}, {"asleep", "bool"}, {"counted_from", "timestamptz"}});

inline const RowsStatement kPutTimers = insert_rows("put_timers", "runledger.timers",
                                                    {{"run_id", "uuid"},
                                                     {"task", "text"},
                                                     {"iteration", "int8"},
                                                     {"purpose", "text"},
                                                     {"due", "timestamptz"},
                                                     {"counted_from", "timestamptz"},
                                                     {"asleep", "bool"}});

inline const RowsStatement kDropChildren = with_rows(
    "drop_children", R"sql(
  DELETE FROM runledger.children c
  USING {rows}
  WHERE c.run_id = rows.run_id
    AND (rows.answered OR (c.given_up OR rows.given_up) AND (c.ended OR rows.ended)))sql",
    {{"run_id", "uuid"}, {"begun", "bool"}, {"ended", "bool"}, {"answered", "bool"}, {"given_up", "bool"}});

inline const RowsStatement kMarkChildren = with_rows(
    "mark_children", R"sql(
  UPDATE runledger.children c SET
    begun = c.begun OR rows.begun,
    ended = c.ended OR rows.ended,
    given_up = c.given_up OR rows.given_up
  FROM {rows}
  WHERE c.run_id = rows.run_id)sql",
    {{"run_id", "uuid"}, {"begun", "bool"}, {"ended", "bool"}, {"answered", "bool"}, {"given_up", "bool"}});

inline const RowsStatement kPutChildren = insert_rows("put_children", "runledger.children",
                                                      {{"run_id", "uuid"},
                                                       {"parent", "uuid"},
                                                       {"workflow", "text"},
                                                       {"version", "text"},
                                                       {"position", "int8"},
                                                       {"awaited", "bool"},
                                                       {"begun", "bool"},
                                                       {"ended", "bool"},
                                                       {"given_up", "bool"}});

inline const RowsStatement kInsertRequests = insert_rows("insert_requests", "runledger.requests",
                                                         {{"request_id", "uuid"},
                                                          {"position", "int8"},
                                                          {"workflow", "text"},
                                                          {"method", "text"},
                                                          {"path", "text"},
                                                          {"remote_address", "text"},
                                                          {"key_id", "uuid"},
                                                          {"content_type", "text"},
                                                          {"body_bytes", "int8"},
                                                          {"body_sha256", "text"},
                                                          {"received_at", "timestamptz"},
                                                          {"accepted", "bool"},
                                                          {"status", "int4"},
                                                          {"reason", "text"},
                                                          {"detail", "text"},
                                                          {"run_id", "uuid"}});

inline constexpr Statement kInsertWorkflow{"insert_workflow", R"sql(
  INSERT INTO runledger.workflows (workflow, webhook, enabled, version, hash, created_at, updated_at, in_force_since,
    last_position)
  VALUES ($1, $2, true, '', '', $3, $3, $3, $4))sql"};
inline constexpr Statement kInsertWorkflowVersion{"insert_workflow_version", R"sql(
  INSERT INTO runledger.workflow_versions (workflow, version, hash, source, added_at, position)
  VALUES ($1, $2, $3, $4, $5, $6))sql"};
inline constexpr Statement kSetCurrentVersion{"set_current_version", R"sql(
  UPDATE runledger.workflows SET version = $2, hash = $3, updated_at = $4, in_force_since = $4, last_position = $5
  WHERE workflow = $1)sql"};
inline constexpr Statement kSetEnabled{"set_enabled", R"sql(
  UPDATE runledger.workflows SET enabled = $2, updated_at = $3, in_force_since = $3, last_position = $4
  WHERE workflow = $1)sql"};
inline constexpr Statement kNoteFiring{"note_firing", R"sql(
  UPDATE runledger.workflows SET last_due = $2, last_scheduled_run = $3, firings = firings + 1
  WHERE workflow = $1)sql"};

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

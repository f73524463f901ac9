#pragma once

#include "store/postgres/rows_statement.hpp"

// The SQL of the journal.
namespace runledger::store {

inline constexpr Statement kBegin{"begin", "BEGIN ISOLATION LEVEL READ COMMITTED"};
inline constexpr Statement kCommit{"commit", "COMMIT"};
inline constexpr Statement kRollback{"rollback", "ROLLBACK"};

inline constexpr Statement kReadHead{"read_head",
                                     "SELECT position, merkle_frontier, fence FROM runledger.log_head"};
inline constexpr Statement kLockHead{
    "lock_head", "SELECT position, merkle_frontier, fence FROM runledger.log_head FOR UPDATE"};
// Waits for a transaction that is committing, then makes sure that no older one of a lost connection can.
inline constexpr Statement kRaiseFence{
    "raise_fence",
    "UPDATE runledger.log_head SET fence = fence + 1 RETURNING position, merkle_frontier, fence"};
inline constexpr Statement kMoveHead{"move_head",
                                     "SELECT runledger.move_head($1::int8, $2::int8, $3::int8, $4::bytea)"};

inline constexpr Statement kFindEvent{"find_event",
                                      "SELECT position FROM runledger.events "
                                      "WHERE position = $1::int8 AND event_id = $2::uuid"};
inline constexpr Statement kReadVersions{"read_versions", R"sql(
  SELECT coalesce(last.version, 0), last.event_id
  FROM unnest($1::text[]) WITH ORDINALITY AS wanted(stream, place)
  LEFT JOIN LATERAL (SELECT e.version, e.event_id FROM runledger.events e WHERE e.stream = wanted.stream
    ORDER BY e.version DESC LIMIT 1) last ON true
  ORDER BY wanted.place)sql"};

inline const RowsStatement kInsertEvents = insert_rows("insert_events", "runledger.events",
                                                       {{"position", "int8"},
                                                        {"event_id", "uuid"},
                                                        {"stream", "text"},
                                                        {"version", "int8"},
                                                        {"type", "text"},
                                                        {"type_version", "int4"},
                                                        {"run_id", "uuid"},
                                                        {"data", "json"},
                                                        {"salt", "bytea"},
                                                        {"meta", "json"},
                                                        {"actor", "text"},
                                                        {"causation", "uuid"},
                                                        {"correlation", "text"},
                                                        {"recorded_at", "timestamptz"},
                                                        {"leaf_hash", "bytea"}});
inline const RowsStatement kInsertBodies =
    insert_rows("insert_bodies", "runledger.request_bodies", {{"request_id", "uuid"}, {"body", "bytea"}});
// Changes of the vault are rare: one statement each.
inline constexpr Statement kPutVaultValue{"put_vault_value", R"sql(
  INSERT INTO runledger.vault (kind, name, key_id, nonce, ciphertext)
  VALUES ($1::text, $2::text, $3::text, $4::bytea, $5::bytea)
  ON CONFLICT (kind, name) DO UPDATE
  SET key_id = EXCLUDED.key_id, nonce = EXCLUDED.nonce, ciphertext = EXCLUDED.ciphertext, saved_at = now())sql"};
inline constexpr Statement kEraseVaultValue{
    "erase_vault_value", "DELETE FROM runledger.vault WHERE kind = $1::text AND name = $2::text"};

// The last parameter: no more once those before have so many bytes of data.
inline constexpr Statement kReadStream{"read_stream", R"sql(
  SELECT position, event_id, stream, version, type, type_version, run_id, data, actor, causation,
    correlation, recorded_at, leaf_hash
  FROM (
    SELECT *, sum(octet_length(data::text)) OVER (ORDER BY version) - octet_length(data::text) AS bytes_before
    FROM (SELECT * FROM runledger.events WHERE stream = $1::text AND version > $2::int8
          ORDER BY version LIMIT $3::int8) AS page) AS measured
  WHERE bytes_before < $4::int8 ORDER BY version)sql"};
inline constexpr Statement kReadLog{"read_log", R"sql(
  SELECT position, event_id, stream, version, type, type_version, run_id, data, actor, causation,
    correlation, recorded_at, leaf_hash
  FROM (
    SELECT *, sum(octet_length(data::text)) OVER (ORDER BY position) - octet_length(data::text) AS bytes_before
    FROM (SELECT * FROM runledger.events WHERE position > $1::int8
          ORDER BY position LIMIT $2::int8) AS page) AS measured
  WHERE bytes_before < $3::int8 ORDER BY position)sql"};

}  // namespace runledger::store

-- Why: the event log (DESIGN: "The event log"). Everything else in this schema can be made again from `events`;
--   `request_bodies` holds the exact bytes of accepted requests, so that their signatures can be checked years later.
-- Lock: none that anyone waits for; all objects are new.
-- Safe online: yes.

-- The one row that orders all appends. Who moves it holds its lock until commit, so positions are dense and in commit
-- order. `fence` tells writers apart: a writer that lost its connection raises it, and a transaction of the lost
-- connection that is still on its way can then no longer commit (docs/adr/0002-libpq-pipeline-in-the-journal.md).
CREATE TABLE runledger.log_head (
  only_row        boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position        bigint NOT NULL CHECK (position >= 0),
  merkle_frontier bytea  NOT NULL,
  fence           bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- An empty log: position 0, the frontier of an empty tree (its size as 8 bytes, no hashes).
INSERT INTO runledger.log_head (position, merkle_frontier) VALUES (0, '\x0000000000000000');

CREATE TABLE runledger.events (
  position     bigint PRIMARY KEY CHECK (position > 0),
  event_id     uuid        NOT NULL UNIQUE,
  stream       text        NOT NULL,
  version      bigint      NOT NULL CHECK (version > 0),
  type         text        NOT NULL,
  type_version integer     NOT NULL,
  run_id       uuid,
  data         json        NOT NULL,  -- json, not jsonb: the exact text that was hashed
  salt         bytea       NOT NULL,
  meta         json        NOT NULL,
  actor        text        NOT NULL,
  causation    uuid,
  correlation  text,
  recorded_at  timestamptz NOT NULL,
  leaf_hash    bytea       NOT NULL CHECK (length(leaf_hash) = 32),
  UNIQUE (stream, version)
);

CREATE TABLE runledger.request_bodies (
  request_id uuid PRIMARY KEY,
  body       bytea NOT NULL
);

-- Moves the head from where the writer believes it to be. Raises RL001 when it is elsewhere, or another writer
-- raised the fence: the writer must then read the head again.
CREATE FUNCTION runledger.move_head(expected_position bigint, expected_fence bigint, new_position bigint,
                                    new_frontier bytea) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE runledger.log_head SET position = new_position, merkle_frontier = new_frontier
   WHERE position = expected_position AND fence = expected_fence;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the head of the log is not at % under fence %', expected_position, expected_fence
      USING ERRCODE = 'RL001';
  END IF;
END $$;

-- Refuses every change of what is append-only, whoever asks: the trigger also holds against the owner and superusers,
-- whom privileges do not bind. ALWAYS: replication settings of a session do not switch it off.
CREATE FUNCTION runledger.refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on %.% is refused: it is append-only', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON runledger.events
  FOR EACH STATEMENT EXECUTE FUNCTION runledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON runledger.request_bodies
  FOR EACH STATEMENT EXECUTE FUNCTION runledger.refuse_change();
ALTER TABLE runledger.events ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE runledger.request_bodies ENABLE ALWAYS TRIGGER append_only;

-- The log has one head, always.
CREATE FUNCTION runledger.refuse_head_removal() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on runledger.log_head is refused: the log has exactly one head', TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER one_head BEFORE DELETE OR TRUNCATE ON runledger.log_head
  FOR EACH STATEMENT EXECUTE FUNCTION runledger.refuse_head_removal();

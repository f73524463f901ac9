-- Why: triggers and psql users can start runs: SELECT runledger.start('shop/order', '{"id": 7}').
--   A start is a row of an inbox that commits or rolls back with the caller's transaction; the engine turns it into a run.
--   Taking the log's lock here would stall the whole engine until the caller commits
--   (docs/adr/0005-sql-start-through-an-inbox.md).
-- Lock: none that anyone waits for; all objects are new.
-- Safe online: yes.
CREATE TABLE runledger.start_inbox (
  seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id     uuid        NOT NULL UNIQUE,
  workflow   text        NOT NULL,
  payload    json        NOT NULL,
  asked_by   text        NOT NULL,
  asked_at   timestamptz NOT NULL,
  refused    text  -- why the engine cannot begin it; such a row waits for a person
);
CREATE INDEX start_inbox_waiting ON runledger.start_inbox (seq) WHERE refused IS NULL;

-- A UUIDv7 (RFC 9562 section 5.7): the time in milliseconds, then random bits.
CREATE FUNCTION runledger.uuid_v7() RETURNS uuid
LANGUAGE sql VOLATILE AS $$
  SELECT encode(set_byte(timed, 6, (get_byte(timed, 6) & 15) | 112), 'hex')::uuid
    FROM (SELECT overlay(uuid_send(gen_random_uuid())
                         PLACING substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                         FROM 1 FOR 6)) AS made(timed)
$$;

-- Asks for a run of `workflow` with `payload` as its input, and returns the run's id. The run begins once the caller's
-- transaction has committed. Errors: no_data_found (no such workflow), object_not_in_prerequisite_state (disabled),
-- null_value_not_allowed, program_limit_exceeded (payload over 8 MiB).
-- SECURITY DEFINER: callers need EXECUTE on this function and USAGE on the schema, nothing else.
CREATE FUNCTION runledger.start(workflow text, payload json) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  is_enabled boolean;
  new_run uuid;
BEGIN
  IF start.workflow IS NULL OR start.payload IS NULL THEN
    RAISE EXCEPTION 'runledger.start needs a workflow and a payload' USING ERRCODE = 'null_value_not_allowed';
  END IF;
  IF octet_length(start.payload::text) > 8 * 1024 * 1024 THEN
    RAISE EXCEPTION 'the payload has % bytes; at most 8388608 are accepted', octet_length(start.payload::text)
      USING ERRCODE = 'program_limit_exceeded';
  END IF;
  SELECT w.enabled INTO is_enabled FROM runledger.workflows w WHERE w.workflow = start.workflow;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no workflow "%"', start.workflow
      USING ERRCODE = 'no_data_found', HINT = 'Names have the form namespace/name.';
  END IF;
  IF NOT is_enabled THEN
    RAISE EXCEPTION 'the workflow "%" is disabled', start.workflow
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  INSERT INTO runledger.start_inbox (run_id, workflow, payload, asked_by, asked_at)
  VALUES (runledger.uuid_v7(), start.workflow, start.payload, session_user, clock_timestamp())
  RETURNING run_id INTO new_run;
  RETURN new_run;
END $$;

REVOKE ALL ON FUNCTION runledger.start(text, json) FROM PUBLIC;

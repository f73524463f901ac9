-- Why: the projections: what queries and the engine look up. They move in the same transaction as the append and
--   hold nothing that `runledger rebuild` could not make again from `events`, byte for byte.
-- Lock: none that anyone waits for; all objects are new.
-- Safe online: yes.

-- Room on each page lets the updates of a run's row stay on its page without touching an index.
CREATE TABLE runledger.runs (
  run_id          uuid PRIMARY KEY,
  workflow        text        NOT NULL,
  version         text        NOT NULL,
  definition_hash text        NOT NULL,
  status          text        NOT NULL,
  trigger         text        NOT NULL,
  request_id      uuid,
  rerun_of        uuid,
  started_at      timestamptz NOT NULL,
  finished_at     timestamptz,
  task            text        NOT NULL,
  error           json,
  error_type      text,
  error_title     text,
  first_position  bigint      NOT NULL,
  last_position   bigint      NOT NULL,
  event_count     bigint      NOT NULL,
  acting          bigint      NOT NULL  -- effects under way: while there is one, the run does not wait
) WITH (fillfactor = 70);

-- The list, newest first, with each of its filters.
CREATE INDEX runs_by_start ON runledger.runs (started_at DESC, run_id DESC);
CREATE INDEX runs_by_workflow ON runledger.runs (workflow, started_at DESC, run_id DESC);
CREATE INDEX runs_by_status ON runledger.runs (status, started_at DESC, run_id DESC);
-- What must go on after a restart: few rows, whatever the age of the log.
CREATE INDEX runs_running ON runledger.runs (run_id) WHERE status = 'running';
-- Faulted runs, grouped by what failed.
CREATE INDEX runs_faulted ON runledger.runs (workflow, task, error_type, error_title) WHERE status = 'faulted';

-- Times at which a run has something to do. purpose: run_deadline, task_deadline, attempt_deadline, wait, retry.
CREATE TABLE runledger.timers (
  run_id       uuid        NOT NULL,
  task         text        NOT NULL,  -- JSON pointer; empty: the run itself
  iteration    bigint      NOT NULL,
  purpose      text        NOT NULL,
  due          timestamptz NOT NULL,
  counted_from timestamptz,           -- a deadline: counts anew from the moment of an admin's retry
  asleep       boolean     NOT NULL,  -- the run failed; nothing is due until an admin's retry
  PRIMARY KEY (run_id, task, purpose)
);
CREATE INDEX timers_by_due ON runledger.timers (due) WHERE NOT asleep;

CREATE TABLE runledger.requests (
  request_id     uuid PRIMARY KEY,
  position       bigint      NOT NULL,
  workflow       text,
  method         text        NOT NULL,
  path           text        NOT NULL,
  remote_address text        NOT NULL,
  key_id         uuid,
  content_type   text        NOT NULL,
  body_bytes     bigint      NOT NULL,
  body_sha256    text        NOT NULL,
  received_at    timestamptz NOT NULL,
  accepted       boolean     NOT NULL,
  status         integer     NOT NULL,
  reason         text        NOT NULL,  -- empty when accepted
  detail         text        NOT NULL,
  run_id         uuid
);
CREATE UNIQUE INDEX requests_by_position ON runledger.requests (position DESC);
CREATE INDEX requests_by_workflow ON runledger.requests (workflow, position DESC);
CREATE INDEX requests_refused ON runledger.requests (position DESC) WHERE NOT accepted;
CREATE INDEX requests_by_reason ON runledger.requests (reason, position DESC) WHERE NOT accepted;

CREATE TABLE runledger.workflows (
  workflow      text PRIMARY KEY,
  webhook       text        NOT NULL UNIQUE,
  enabled       boolean     NOT NULL,
  version       text        NOT NULL,  -- the current one; empty before the first
  hash          text        NOT NULL,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  last_position bigint      NOT NULL
);

CREATE TABLE runledger.workflow_versions (
  workflow text        NOT NULL,
  version  text        NOT NULL,
  hash     text        NOT NULL,
  source   text        NOT NULL,
  added_at timestamptz NOT NULL,
  position bigint      NOT NULL,
  PRIMARY KEY (workflow, version)
);
CREATE INDEX workflow_versions_by_hash ON runledger.workflow_versions (hash);

CREATE TABLE runledger.api_keys (
  key_id        uuid PRIMARY KEY,
  workflow      text        NOT NULL,
  name          text        NOT NULL,
  prefix        text        NOT NULL,
  sha256        text        NOT NULL UNIQUE,
  created_at    timestamptz NOT NULL,
  revoked_at    timestamptz,
  last_position bigint      NOT NULL
);
CREATE INDEX api_keys_by_workflow ON runledger.api_keys (workflow);

-- That and when; the values are in the vault.
CREATE TABLE runledger.connections (
  connection text PRIMARY KEY,
  kind       text        NOT NULL,
  settings   json        NOT NULL,  -- the parts that are not secret
  saved_at   timestamptz NOT NULL
);
CREATE TABLE runledger.secrets (
  secret   text PRIMARY KEY,
  saved_at timestamptz NOT NULL
);

-- Times as microseconds since 1970, both ways, exactly (a double would round from the year 2255 on).
CREATE FUNCTION runledger.micros(at timestamptz) RETURNS bigint
LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
  SELECT (extract(epoch FROM at) * 1000000)::bigint
$$;
CREATE FUNCTION runledger.from_micros(micros bigint) RETURNS timestamptz
LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
  SELECT timestamptz '1970-01-01 00:00:00+00' + micros * interval '1 microsecond'
$$;

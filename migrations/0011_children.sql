-- Why: runs that other runs ask for (`run: workflow`). `runs` says who asked; `children` holds those about which
--   something may still have to be done, so that a crash between the asking, the beginning, the end and the answer
--   loses and doubles nothing.
-- Lock: ACCESS EXCLUSIVE on runledger.runs while it is read once for the new index, which holds no rows yet: appends wait
--   for seconds on a database with millions of runs. New columns without a default rewrite nothing.
-- Safe online: yes, at a quiet time; but older engines cannot read runs that ask for others: stop them before the first
--   one does.
ALTER TABLE runledger.runs ADD COLUMN parent_run uuid, ADD COLUMN parent_task text;
CREATE INDEX runs_by_parent ON runledger.runs (parent_run, started_at DESC, run_id DESC) WHERE parent_run IS NOT NULL;

-- A row is there from the asking until the parent has been answered, or until the child that it gave up has ended.
CREATE TABLE runledger.children (
  run_id   uuid PRIMARY KEY,      -- the child's
  parent   uuid        NOT NULL,
  workflow text        NOT NULL,  -- to be run
  version  text        NOT NULL,  -- semver or 'latest'
  position bigint      NOT NULL,  -- of the event that asked for it
  awaited  boolean     NOT NULL,  -- false: the parent waits for its beginning only
  begun    boolean     NOT NULL,
  ended    boolean     NOT NULL,  -- at least once: an admin may have let it go on since
  given_up boolean     NOT NULL   -- the parent waits no more
);
-- Rows about which there may be something to do now.
CREATE INDEX children_to_tend ON runledger.children (run_id) WHERE NOT begun OR ended OR given_up OR NOT awaited;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'runledger_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON runledger.children TO runledger_app;
  END IF;
END $$;

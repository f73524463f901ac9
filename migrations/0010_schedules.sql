-- Why: schedules. A workflow's firings are events of a stream of their own; from when its schedule counts, and how far
--   it has come, the projection keeps beside the workflow.
-- Lock: ACCESS EXCLUSIVE on runledger.workflows for a moment (it has few rows).
-- Safe online: yes; but older engines cannot read runs that a schedule began: stop them before the first one does.
ALTER TABLE runledger.workflows
  ADD COLUMN in_force_since     timestamptz NOT NULL DEFAULT now(),  -- its version was added, or it was enabled, last
  ADD COLUMN last_due           timestamptz,                 -- what the last firing was for
  ADD COLUMN last_scheduled_run uuid,
  ADD COLUMN firings            bigint NOT NULL DEFAULT 0;   -- the version of the stream schedule/<workflow>
UPDATE runledger.workflows SET in_force_since = updated_at;

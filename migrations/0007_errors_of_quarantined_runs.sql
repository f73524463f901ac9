-- Why: runs that were set aside belong to the errors that an admin looks at, with their reason. Rows of such runs that
--   were projected before this file have none: `runledger rebuild` gives it to them.
-- Lock: SHARE on runs while the index is built: appends wait for seconds on a database with millions of failed runs.
-- Safe online: yes, at a quiet time.
CREATE INDEX runs_failed ON runledger.runs (workflow, task, error_type, error_title)
  WHERE status IN ('faulted', 'quarantined');
DROP INDEX runledger.runs_faulted;

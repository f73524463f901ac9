-- Why: branches of a fork go side by side: a run waits only when none of its branches has an effect under way, so
--   the projection counts them. Runs that were under way before get their count through `runledger rebuild`.
-- Lock: ACCESS EXCLUSIVE on runledger.runs for a moment (a constant default rewrites nothing).
-- Safe online: yes.
ALTER TABLE runledger.runs ADD COLUMN acting bigint NOT NULL DEFAULT 0;  -- effects begun and not ended

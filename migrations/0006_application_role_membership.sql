-- Why: 0005 gives the application role its rights and its member in one block, so that a membership which may not be
--   granted takes the rights along; and from PostgreSQL 16 on being a member is not enough to switch to a role: who
--   creates one without being a superuser holds it with ADMIN alone. Here each stands by itself, and the member may
--   switch. Where neither is allowed, nothing changes and the engine runs as itself.
-- Lock: ACCESS EXCLUSIVE on catalog rows only, for moments.
-- Safe online: yes. Engines that are connected go on as they are; the next session switches.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'runledger_app') THEN
    RETURN;
  END IF;
  GRANT USAGE ON SCHEMA runledger TO runledger_app;
  GRANT SELECT, INSERT ON runledger.events, runledger.request_bodies TO runledger_app;
  GRANT SELECT, UPDATE ON runledger.log_head TO runledger_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON runledger.runs, runledger.timers, runledger.requests, runledger.workflows,
    runledger.workflow_versions, runledger.api_keys, runledger.connections, runledger.secrets TO runledger_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON runledger.vault TO runledger_app;
  GRANT SELECT, UPDATE, DELETE ON runledger.start_inbox TO runledger_app;
  GRANT SELECT ON runledger.migrations TO runledger_app;
END $$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'runledger_app') THEN
    RETURN;
  END IF;
  IF current_setting('server_version_num')::int >= 160000 THEN
    -- SET alone: inheriting would only add rights that the owner of the schema has anyway.
    IF NOT pg_has_role(current_user, 'runledger_app', 'SET') THEN
      EXECUTE format('GRANT runledger_app TO %I WITH INHERIT FALSE, SET TRUE', current_user);
    END IF;
  ELSIF NOT pg_has_role(current_user, 'runledger_app', 'MEMBER') THEN
    EXECUTE format('GRANT runledger_app TO %I', current_user);
  END IF;
EXCEPTION
  WHEN insufficient_privilege OR invalid_grant_operation OR unique_violation THEN NULL;
END $$;

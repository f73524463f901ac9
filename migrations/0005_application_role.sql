-- Why: the engine works under a role that can append to the log and cannot change it. Often the database user of the
--   engine is also the owner of this schema, whom no REVOKE binds for good; so the engine, after connecting, switches to
--   `runledger_app` (SET ROLE), which owns nothing. That holds for an owner and for a superuser alike. Migrations and
--   rebuilds do not switch. Where the user may not create roles (some hosted databases), the engine runs as itself: the
--   triggers of 0001 still refuse changes, and an administrator can create the role and grant it later, with the
--   statements below.
-- Lock: ACCESS EXCLUSIVE on the catalog rows only, for moments.
-- Safe online: yes.
DO $$
BEGIN
  CREATE ROLE runledger_app NOLOGIN;
EXCEPTION
  -- Roles belong to the server, not to the database: another database may have made it, even at this moment.
  WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
END $$;

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
  IF NOT pg_has_role(current_user, 'runledger_app', 'MEMBER') THEN
    EXECUTE format('GRANT runledger_app TO %I', current_user);
  END IF;
EXCEPTION
  WHEN insufficient_privilege OR unique_violation THEN NULL;
END $$;

-- An owner who forgets to switch, or works in psql, meets a privilege error before the trigger.
DO $$
BEGIN
  EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON runledger.events, runledger.request_bodies FROM PUBLIC, %I',
                 current_user);
END $$;

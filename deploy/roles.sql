-- The two roles and the database of Samenspel, for psql as a superuser; harmless when repeated.
-- Needs -v owner_password=… -v app_password=…
--
-- The owner migrates. The application owns nothing: it reads and writes rows, and migrations take
-- away from it what must never change (see docs/decisions/0002-audit.md).
SELECT 'CREATE ROLE samenspel_owner LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'samenspel_owner')
\gexec
SELECT 'CREATE ROLE samenspel_app LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'samenspel_app')
\gexec
ALTER ROLE samenspel_owner CREATEDB PASSWORD :'owner_password';
ALTER ROLE samenspel_app PASSWORD :'app_password';
SELECT 'CREATE DATABASE samenspel OWNER samenspel_owner' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'samenspel')
\gexec
\connect samenspel
ALTER DEFAULT PRIVILEGES FOR ROLE samenspel_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO samenspel_app;
ALTER DEFAULT PRIVILEGES FOR ROLE samenspel_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO samenspel_app;

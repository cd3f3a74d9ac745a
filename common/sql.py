"""Migration operations that let the database itself hold what must never change."""

from django.conf import settings
from django.db import migrations

# Raised inside a trigger; SQLSTATE of "object not in prerequisite state".
_REFUSE = "RAISE EXCEPTION '% is frozen', TG_TABLE_NAME USING ERRCODE = '55000'"


def insert_only(table: str) -> migrations.RunSQL:
    """Takes UPDATE, DELETE and TRUNCATE of a table from the application and refuses them to everybody."""
    role = settings.DATABASE_APP_ROLE
    return migrations.RunSQL(
        f"""
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role};
        CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_REFUSE}; END $$;
        CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
        """,
        f"""
        DROP TRIGGER {table}_insert_only ON {table};
        DROP FUNCTION {table}_refuse();
        GRANT UPDATE, DELETE ON {table} TO {role};
        """,
    )


def frozen_when(table: str, condition: str, allowed: tuple[str, ...] = ()) -> migrations.RunSQL:
    """Refuses changes and deletion of a row for which `condition` (SQL over OLD, and NEW of an insert) holds.

    `allowed` names the columns that may still change (for example the file of a PDF that is made later).
    `condition` may hold a subquery, so that rows of a child table freeze with their parent; then rows
    cannot be added to a frozen parent either: write it over the alias `row`.
    """
    columns = ", ".join(f"'{name}'" for name in allowed)
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {table}_freeze() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE row {table};
        BEGIN
            IF TG_OP = 'INSERT' THEN row := NEW; ELSE row := OLD; END IF;
            IF ({condition}) AND (TG_OP <> 'UPDATE' OR
                to_jsonb(OLD) - ARRAY[{columns}]::text[] IS DISTINCT FROM to_jsonb(NEW) - ARRAY[{columns}]::text[])
            THEN {_REFUSE}; END IF;
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END $$;
        CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_freeze();
        """,
        f"DROP TRIGGER {table}_frozen ON {table}; DROP FUNCTION {table}_freeze();",
    )


def no_insert_when_frozen(table: str) -> migrations.RunSQL:
    """For a child table that already has `frozen_when`: no rows are added to a frozen parent."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_no_insert BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_freeze();",
        f"DROP TRIGGER {table}_no_insert ON {table};",
    )

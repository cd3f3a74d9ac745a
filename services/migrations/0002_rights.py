from django.db import migrations

from common.sql import frozen_when, insert_only, no_insert_when_frozen

STATE = "(SELECT state FROM services_assessment WHERE id = row.assessment_id)"
STATE_OF_SCORE = (
    "(SELECT a.state FROM services_assessor r JOIN services_assessment a ON a.id = r.assessment_id"
    " WHERE r.id = row.assessor_id)"
)

# A round goes forward only; the freezing of its children hangs on its state.
FORWARD = migrations.RunSQL(
    """
    CREATE FUNCTION services_assessment_forward() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE states text[] := ARRAY['draft', 'open', 'closed', 'decided'];
    BEGIN
        IF array_position(states, NEW.state::text) < array_position(states, OLD.state::text) THEN
            RAISE EXCEPTION '% is frozen', TG_TABLE_NAME USING ERRCODE = '55000';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER services_assessment_forward BEFORE UPDATE ON services_assessment
        FOR EACH ROW EXECUTE FUNCTION services_assessment_forward();
    """,
    "DROP TRIGGER services_assessment_forward ON services_assessment; DROP FUNCTION services_assessment_forward();",
)


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial")]

    operations = [
        FORWARD,
        frozen_when("services_assessment", "row.state IN ('closed', 'decided')", ("state", "decided_at")),
        frozen_when("services_criterion", f"{STATE} <> 'draft'"),
        no_insert_when_frozen("services_criterion"),
        frozen_when("services_assessedservice", f"{STATE} IN ('closed', 'decided')", ("places",)),
        no_insert_when_frozen("services_assessedservice"),
        frozen_when("services_assessor", f"{STATE} IN ('closed', 'decided')"),
        no_insert_when_frozen("services_assessor"),
        frozen_when("services_score", f"{STATE_OF_SCORE} <> 'open'"),
        no_insert_when_frozen("services_score"),
        insert_only("services_choice"),
    ]

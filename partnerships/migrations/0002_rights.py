from django.db import migrations

from common.sql import frozen_when, insert_only, no_insert_when_frozen

VERSION_OF_ROW = "(SELECT v.state FROM partnerships_agreementversion v WHERE v.id = row.version_id) <> 'draft'"

# A version goes one way only, and is in force only when one of each side approved this very text.
STEPS = """
CREATE FUNCTION partnerships_agreement_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = NEW.state THEN RETURN NEW; END IF;
    IF (OLD.state, NEW.state) NOT IN (
        ('draft', 'proposed'), ('draft', 'voided'), ('proposed', 'in_force'), ('proposed', 'voided'),
        ('in_force', 'superseded'))
    THEN
        RAISE EXCEPTION 'no way from % to %', OLD.state, NEW.state USING ERRCODE = '55000';
    END IF;
    IF NEW.state = 'in_force' AND (
        SELECT count(DISTINCT a.side) FROM partnerships_approval a
        WHERE a.version_id = NEW.id AND a.sha256 = NEW.sha256) <> 2
    THEN
        RAISE EXCEPTION 'not approved by both' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER partnerships_agreement_steps BEFORE UPDATE ON partnerships_agreementversion
    FOR EACH ROW EXECUTE FUNCTION partnerships_agreement_step();
"""
NO_STEPS = """
DROP TRIGGER partnerships_agreement_steps ON partnerships_agreementversion;
DROP FUNCTION partnerships_agreement_step();
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]

    operations = [
        insert_only("partnerships_approval"),
        insert_only("partnerships_agreementreceipt"),
        frozen_when(
            "partnerships_agreementversion",
            "row.state <> 'draft'",
            allowed=("state", "in_force_at", "closed_at", "closed_by_id", "close_reason", "proposal_pdf_id", "pdf_id"),
        ),
        migrations.RunSQL(STEPS, NO_STEPS),
        frozen_when("partnerships_agreementsection", VERSION_OF_ROW),
        no_insert_when_frozen("partnerships_agreementsection"),
        frozen_when("partnerships_agreementannex", VERSION_OF_ROW),
        no_insert_when_frozen("partnerships_agreementannex"),
    ]

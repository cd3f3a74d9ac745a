"""Adopted minutes and numbered decisions are held by the database."""

from django.db import migrations

from common.sql import frozen_when, no_insert_when_frozen

ADOPTED = "EXISTS (SELECT 1 FROM meetings_minutes m WHERE m.id = row.minutes_id AND m.state = 'adopted')"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [
        frozen_when("meetings_minutes", "row.state = 'adopted'"),
        frozen_when("meetings_minutestext", ADOPTED),
        no_insert_when_frozen("meetings_minutestext"),
        frozen_when("meetings_approval", ADOPTED),
        no_insert_when_frozen("meetings_approval"),
        frozen_when("meetings_amendment", ADOPTED),
        no_insert_when_frozen("meetings_amendment"),
        # What was decided stays; only how it ended is added.
        frozen_when(
            "meetings_decision",
            "row.number IS NOT NULL",
            allowed=("state", "ended_at", "ended_by_id", "ended_because", "revision", "changed_at"),
        ),
    ]

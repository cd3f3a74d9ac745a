"""What a meeting left goes on to one other meeting."""

from django.db import migrations, models

# Where two people made the next meeting at one moment an item went on to both: the first keeps what it came from.
FIRST_KEEPS = """
UPDATE meetings_agendaitem SET carried_from_id = NULL WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY carried_from_id ORDER BY created_at, id) AS place
        FROM meetings_agendaitem WHERE carried_from_id IS NOT NULL
    ) AS carried WHERE place > 1
);
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_words")]

    operations = [
        migrations.RemoveConstraint(model_name="agendaitem", name="carried_over_once"),
        migrations.RunSQL(FIRST_KEEPS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("carried_from__isnull", False)),
                fields=("carried_from",),
                name="item_carried_to_one_meeting",
            ),
        ),
    ]

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("services", "0004_imports")]

    operations = [
        migrations.AddField("assessedservice", "evidence", models.JSONField(null=True)),
        migrations.AddField(
            "criterion", "is_computed", models.BooleanField(default=False, verbose_name="from the journeys")
        ),
        migrations.AddConstraint(
            "criterion",
            models.CheckConstraint(
                condition=Q(is_computed=False) | Q(code__in=("C2", "C3")), name="computed_has_figure"
            ),
        ),
    ]

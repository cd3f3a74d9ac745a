"""The words of choices; nothing changes in the database."""

from django.db import migrations, models

LEVELS = [
    ("operational", "operational"),
    ("tactical", "tactical"),
    ("strategic", "strategic"),
    ("cooperation", "partnership review"),
    ("annual", "annual review"),
]
STATES = [("open", "open"), ("taken", "accepted"), ("dismissed", "rejected"), ("withdrawn", "withdrawn")]


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_who_told")]

    operations = [
        migrations.AlterField(
            model_name="amendment",
            name="state",
            field=models.CharField(choices=STATES, default="open", max_length=9),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="level",
            field=models.CharField(choices=LEVELS, max_length=11, verbose_name="level"),
        ),
        migrations.AlterField(
            model_name="meetingseries",
            name="level",
            field=models.CharField(choices=LEVELS, max_length=11, verbose_name="level"),
        ),
    ]

"""What a meeting left goes on to one other meeting."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_words")]

    operations = [
        migrations.RemoveConstraint(model_name="agendaitem", name="carried_over_once"),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("carried_from__isnull", False)),
                fields=("carried_from",),
                name="item_carried_to_one_meeting",
            ),
        ),
    ]

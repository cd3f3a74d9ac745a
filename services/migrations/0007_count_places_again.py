from django.db import migrations


class Migration(migrations.Migration):
    """Services without a place took part in what was counted; the next run counts every closed round anew."""

    dependencies = [("services", "0006_import_sheet")]

    operations = [
        migrations.RunSQL(
            "UPDATE services_assessedservice SET places = NULL WHERE places IS NOT NULL", migrations.RunSQL.noop
        )
    ]

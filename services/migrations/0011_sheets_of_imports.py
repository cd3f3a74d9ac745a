from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0010_words_of_evidence")]

    operations = [
        migrations.AddField("import", "other_sheets", models.JSONField(default=list)),
        migrations.AddField("import", "unseen", models.JSONField(default=dict)),
    ]

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

from common.sql import insert_only


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_initial")]

    operations = [
        UnaccentExtension(),
        insert_only("accounts_auditevent"),
        insert_only("accounts_kepttext"),
    ]

from django.db import migrations

from common.sql import frozen_when, insert_only, no_insert_when_frozen

PARENT = "(SELECT state FROM vision_visionversion WHERE id = row.version_id) = 'published'"


class Migration(migrations.Migration):
    dependencies = [("vision", "0001_initial")]

    operations = [
        frozen_when("vision_visionversion", "row.state = 'published'", ("pdf_id",)),
        frozen_when("vision_part", PARENT),
        no_insert_when_frozen("vision_part"),
        frozen_when("vision_itemtext", PARENT),
        no_insert_when_frozen("vision_itemtext"),
        insert_only("vision_visionitem"),
        insert_only("vision_seen"),
        insert_only("vision_opening"),
        insert_only("vision_reaction"),
    ]

"""What is published stays as it is, whatever the application's role tries."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from vision.models import ItemText, Part, VisionVersion

CHANGES = [
    "UPDATE vision_visionversion SET title = 'x' WHERE id = %(version)s",
    "UPDATE vision_visionversion SET state = 'draft', published_at = NULL WHERE id = %(version)s",
    "DELETE FROM vision_visionversion WHERE id = %(version)s",
    "UPDATE vision_part SET body = 'x' WHERE version_id = %(version)s",
    "DELETE FROM vision_part WHERE version_id = %(version)s",
    "UPDATE vision_itemtext SET name = 'x' WHERE version_id = %(version)s",
    "DELETE FROM vision_itemtext WHERE version_id = %(version)s",
    "UPDATE vision_visionitem SET kind = 'ambition'",
    "DELETE FROM vision_visionitem",
    "INSERT INTO vision_itemtext SELECT gen_random_uuid(), created_at, revision, changed_at, position, name, notices,"
    " never, size, rhythm, needs, explanation, year, seen_by, changed_by_id, item_id, version_id FROM vision_itemtext"
    " WHERE version_id = %(version)s LIMIT 1",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_sql_cannot_change_a_published_version(published, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, {"version": published.pk})


def test_no_part_or_item_is_added_to_a_published_version(cast, published):
    item = published.texts.first().item
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        ItemText.objects.create(version=published, item=item, position=9, name="Late")
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Part.objects.create(version=published, kind="culture")


def test_the_pdf_may_come_later(published):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        # The column may change: what refuses here is the key of a file that does not exist.
        cursor.execute(
            "UPDATE vision_visionversion SET pdf_id = gen_random_uuid() WHERE id = %s; SET CONSTRAINTS ALL IMMEDIATE",
            [published.pk],
        )


@pytest.mark.parametrize("table", ["vision_opening", "vision_reaction", "vision_seen"])
def test_receipts_are_only_ever_added(link, cast, table):
    from vision import actions

    actions.open_link(link=link)
    actions.react(link=link, text="Fine.")
    actions.see(version=link.version, by=cast.catering_reader)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_a_client_has_at_most_one_unpublished_version(cast, both):
    with pytest.raises(IntegrityError, match="one_unpublished_vision_version"), transaction.atomic():
        VisionVersion.objects.create(vision=both.new.vision, number=3, title="Third", started_by=cast.campus_editor)

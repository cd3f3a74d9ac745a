"""Whose vision a member reaches."""

from django.utils import timezone

from accounts.models import Connection
from vision.models import Comment, ItemText, Part, Reviewer, Seen, ShareLink, VisionItem, VisionVersion


def seen_by(member):
    return set(VisionVersion.objects.visible_to(member).values_list("number", flat=True))


def test_members_of_the_client_see_every_version(cast, both):
    assert seen_by(cast.campus_reader) == {1, 2}
    assert seen_by(cast.both_campus) == {1, 2}


def test_connected_suppliers_see_what_is_published(cast, both):
    assert seen_by(cast.catering_reader) == {1}
    assert seen_by(cast.schoon_owner) == {1}


def test_another_client_sees_nothing(cast, both):
    assert seen_by(cast.kliniek_owner) == set()
    assert seen_by(cast.both_kliniek) == set()


def test_a_supplier_sees_nothing_once_the_relation_ended(cast, both):
    Connection.objects.filter(pk=cast.campus_catering.pk).update(state=Connection.State.ENDED, ended_at=timezone.now())
    assert seen_by(cast.catering_owner) == set()


def test_parts_items_and_texts_follow_the_version(cast, both):
    for model in (Part, ItemText):
        assert model.objects.visible_to(cast.catering_reader).filter(version=both.new).count() == 0
        assert model.objects.visible_to(cast.catering_reader).filter(version=both.old).exists()
        assert model.objects.visible_to(cast.kliniek_owner).count() == 0
    assert VisionItem.objects.visible_to(cast.kliniek_owner).count() == 0
    assert VisionItem.objects.visible_to(cast.catering_reader).count() == 2


def test_comments_reviews_receipts_and_links_are_the_clients_own(cast, both, link):
    for model in (Comment, Reviewer, Seen, ShareLink):
        assert model.objects.visible_to(cast.catering_owner).count() == 0
        assert model.objects.visible_to(cast.kliniek_owner).count() == 0
    assert ShareLink.objects.visible_to(cast.campus_reader).count() == 1


def test_a_supplier_edits_nothing_of_what_it_reads(cast, both):
    for model in (VisionVersion, Part, ItemText, ShareLink):
        assert model.objects.editable_by(cast.catering_owner).count() == 0

"""Whose rows a member reaches."""

from accounts.models import AuditEvent, Connection, Membership, Organisation


def test_organisations_visible_are_own_and_connected(cast):
    seen = Organisation.objects.visible_to(cast.kliniek_owner)
    assert {o.slug for o in seen} == {"kliniek", "catering"}
    assert {o.slug for o in Organisation.objects.visible_to(cast.catering_reader)} == {"catering", "campus", "kliniek"}


def test_connection_is_visible_to_both_sides_only(cast):
    pair = Connection.objects.filter(pk=cast.campus_schoon.pk)
    assert pair.visible_to(cast.campus_reader).exists()
    assert pair.visible_to(cast.schoon_reader).exists()
    assert not pair.visible_to(cast.catering_owner).exists()
    assert not pair.visible_to(cast.kliniek_owner).exists()


def test_people_of_another_organisation_are_not_visible(cast):
    seen = Membership.objects.visible_to(cast.campus_reader)
    assert {m.organisation_id for m in seen} == {cast.campus.pk}


def test_audit_shows_own_and_shared_events(cast):
    from accounts.audit import record

    record("accounts.organisation_changed", organisation=cast.campus, by=cast.campus_owner)
    record("accounts.connected", organisation=cast.catering, shared_with=cast.campus, by=cast.catering_owner)
    assert AuditEvent.objects.visible_to(cast.campus_owner).count() == 2
    assert AuditEvent.objects.visible_to(cast.catering_owner).count() == 1
    assert AuditEvent.objects.visible_to(cast.kliniek_owner).count() == 0

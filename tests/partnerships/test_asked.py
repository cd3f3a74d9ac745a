"""What is asked of one person, and what comes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.asked import one_reading
from partnerships.actions import agreement
from partnerships.asked import asked_of, coming_for
from partnerships.models import Partnership, StartStep, TeamMember
from tests.partnerships.test_agreement import put_up


def kinds(member) -> list[tuple[str, str]]:
    """What is asked, but for who takes part and the beginning of the agreement."""
    return [(one.kind, one.url) for one in asked_of(member) if not one.url.endswith(("/team/", "/agreement/"))]


def test_proposal_is_asked_of_the_supplier(cast, proposed):
    url = cast.catering_owner.url("partnerships:answer", pk=proposed.pk)
    assert kinds(cast.catering_owner) == [("respond", url)]
    for who in ("campus_owner", "campus_editor", "catering_reader", "catering_editor", "schoon_owner"):
        assert kinds(getattr(cast, who)) == [], who


def test_approval_is_asked_of_who_may_sign_until_their_side_did(cast, waiting):
    StartStep.objects.update(outcome="done")
    StartStep.objects.filter(position=15).update(outcome="")
    url = cast.campus_owner.url("partnerships:agreement-version", pk=waiting.pk)
    assert kinds(cast.campus_owner) == [("approve", url)]
    assert kinds(cast.campus_reader) == []
    agreement.approve(version=waiting, by=cast.campus_owner, sha256=waiting.sha256)
    assert kinds(cast.campus_owner) == []
    assert [kind for kind, _url in kinds(cast.catering_owner)] == ["approve"]


def test_who_approved_is_asked_again_and_told_why_when_the_text_was_taken_back(cast, waiting):
    StartStep.objects.update(outcome="done")
    StartStep.objects.filter(position=15).update(outcome="")
    approver, other = cast.campus_owner, cast.catering_owner
    approve = lambda member: [one for one in asked_of(member) if one.kind == "approve"]  # noqa: E731
    agreement.approve(version=waiting, by=approver, sha256=waiting.sha256)
    draft = agreement.take_back(version=waiting, by=cast.catering_editor, reason="The price is missing")
    assert approve(other) == approve(cast.campus_reader) == []
    (found,) = approve(approver)
    assert found.title == f"Finish together and approve again: {draft.title}"
    assert found.url == approver.url("partnerships:agreement-version", pk=draft.pk)
    assert "taken back after your side approved: “The price is missing”" in found.context

    put_up(draft, cast.catering_editor)
    draft.refresh_from_db()
    (found,) = approve(approver)
    assert found.title == f"Approve again: {draft.title}"
    assert "“The price is missing”" in found.context
    assert [one.title for one in approve(other)] == [f"Approve: {draft.title}"]
    agreement.approve(version=draft, by=approver, sha256=draft.sha256)
    assert approve(approver) == []
    agreement.approve(version=draft, by=other, sha256=draft.sha256)

    # What is settled is not asked again by a later change.
    agreement.new_version(agreement=draft.agreement, by=cast.campus_editor)
    assert approve(approver) == approve(other) == []


def test_steps_of_the_next_week_are_asked_of_their_owners(cast, starting):
    near = StartStep.objects.filter(due_on__lte=timezone.localdate() + timedelta(days=7)).count()
    assert [kind for kind, _url in kinds(cast.campus_editor)] == ["act"] * near
    assert kinds(cast.campus_contributor) == []
    found = next(one for one in asked_of(cast.campus_editor) if one.due)
    assert (found.side, found.who, found.due) == ("supplier", "Smaakvol Catering", timezone.localdate())


def test_review_is_asked_of_both(cast, starting):
    StartStep.objects.update(outcome="done")
    for member in (cast.campus_editor, cast.catering_editor, cast.catering_owner):
        assert kinds(member) == [("respond", member.url("partnerships:start", pk=starting.pk))]


def test_a_sponsor_is_asked_of_the_owners_of_a_side_that_has_none(cast, starting):
    def asked(member):
        return [(one.kind, one.title) for one in asked_of(member) if "sponsor" in one.title]

    StartStep.objects.update(outcome="done")
    TeamMember.objects.filter(part="sponsor").update(until=timezone.localdate())
    for member in (cast.campus_owner, cast.catering_owner):
        assert asked(member) == [("act", "Appoint a sponsor")]
    assert asked(cast.catering_editor) == asked(cast.schoon_owner) == []
    TeamMember.objects.filter(membership__organisation=cast.catering).update(part="sponsor")
    assert asked(cast.catering_owner) == []
    assert asked(cast.campus_owner) == [("act", "Appoint a sponsor")]


def test_coming_shows_the_steps_of_others_and_the_end(cast, starting):
    own, theirs = coming_for(cast.campus_editor), coming_for(cast.campus_reader)
    near = StartStep.objects.filter(due_on__lte=timezone.localdate() + timedelta(days=7)).count()
    assert (len(own), len(theirs)) == (4 - near, 4)
    today = timezone.localdate()
    Partnership.objects.update(state="ending", ends_on=today)
    [one] = coming_for(cast.catering_reader)
    assert one.url == cast.catering_reader.url("partnerships:ending", pk=starting.pk)
    assert coming_for(cast.kliniek_owner) == []


@pytest.mark.parametrize("who", ["campus_owner", "campus_editor", "catering_owner", "kliniek_owner"])
def test_at_most_three_queries(cast, waiting, who, django_assert_max_num_queries):
    with one_reading(), django_assert_max_num_queries(3):
        asked_of(getattr(cast, who))


def test_agreement_is_begun_and_written_by_who_leads_and_without_a_lead_by_the_owners(cast, starting):
    def asked(member):
        return [(one.title, one.url) for one in asked_of(member) if "agreement" in one.title]

    StartStep.objects.update(outcome="done")
    TeamMember.objects.filter(part="lead").update(part="member")
    begin = ("Begin the agreement", cast.catering_owner.url("partnerships:agreement", pk=starting.pk))
    assert asked(cast.catering_owner) == [begin]
    TeamMember.objects.filter(membership=cast.catering_editor).update(part="lead")
    assert asked(cast.catering_owner) == asked(cast.catering_contributor) == asked(cast.schoon_owner) == []
    assert [title for title, _url in asked(cast.catering_editor)] == ["Begin the agreement"]

    version = agreement.begin(partnership=starting, by=cast.campus_editor, language="en")
    url = cast.catering_editor.url("partnerships:agreement-version", pk=version.pk)
    assert asked(cast.catering_editor) == [("Write the agreement together", url)]
    put_up(version, cast.catering_editor)
    assert "Write the agreement together" not in dict(asked(cast.catering_editor))


def test_somebody_who_leads_is_asked_of_the_owners_of_a_side_that_has_none(cast, starting):
    TeamMember.objects.filter(part="lead").update(part="member")
    titles = {member: [one.title for one in asked_of(member)] for member in (cast.campus_owner, cast.catering_editor)}
    assert "Appoint a lead" in titles[cast.campus_owner]
    assert "Appoint a lead" not in titles[cast.catering_editor]


def test_each_step_of_the_next_two_weeks_is_asked_or_comes_and_never_both(cast, starting):
    soon, later = timezone.localdate() + timedelta(days=7), timezone.localdate() + timedelta(days=8)
    StartStep.objects.exclude(position__in=(1, 2)).update(outcome="done")
    for position, day in ((1, soon), (2, later)):
        StartStep.objects.filter(position=position).update(due_on=day, client_owner=cast.campus_editor)
    asked = [one.title for one in asked_of(cast.campus_editor) if one.due]
    coming = [one.title for one in coming_for(cast.campus_editor)]
    first, second = StartStep.objects.filter(position__in=(1, 2)).order_by("position").values_list("title", flat=True)
    assert (asked, coming) == ([first], [second])

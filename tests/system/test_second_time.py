"""What is done a second time, or too late, says what is so; what was typed with it is never taken in silence."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import AccessRequest, Invitation
from meetings import actions as meetings
from meetings.models import Decision
from notifications.models import Message
from partnerships.actions import home
from partnerships.actions import partnership as life
from partnerships.actions import start as starts
from partnerships.models import Contact, StartStep
from services.actions import assessment as rounds
from services.actions import journey as journeys
from tests.meetings.conftest import adopted, held, make, pair, planned, review  # noqa: F401
from tests.partnerships.conftest import lunch, proposed, starting  # noqa: F401
from tests.services.conftest import draft, opened, services  # noqa: F401
from tests.vision.conftest import fill
from vision import actions as vision
from vision.models import Reviewer, VisionVersion


def test_another_note_on_an_action_that_is_closed_is_refused(cast, pair):  # noqa: F811
    action = meetings.make_action(
        partnership=pair, by=cast.campus_editor, text="Order", owner=cast.campus_editor, due=timezone.localdate()
    )
    meetings.close_action(action=action, by=cast.campus_editor, closing_note="Ordered")
    meetings.close_action(action=action, by=cast.campus_editor, closing_note="Ordered")
    with pytest.raises(ValidationError, match="This action is closed"):
        meetings.close_action(action=action, by=cast.campus_editor, closing_note="Not at all")


def test_another_reason_for_a_meeting_that_is_cancelled_is_refused(cast, make):  # noqa: F811
    meeting = make()
    meetings.plan_meeting(meeting=meeting, by=cast.campus_editor)
    meetings.cancel(meeting=meeting, by=cast.campus_editor, because="Snow")
    meetings.cancel(meeting=meeting, by=cast.campus_editor, because="Snow")
    with pytest.raises(ValidationError, match="was cancelled before"):
        meetings.cancel(meeting=meeting, by=cast.campus_editor, because="Ice")


def test_another_reason_for_a_proposal_that_is_declined_is_refused(cast, proposed):  # noqa: F811
    life.decline(partnership=proposed, by=cast.catering_owner, reason="No room")
    life.decline(partnership=proposed, by=cast.catering_owner, reason="No room")
    with pytest.raises(ValidationError, match="was declined before"):
        life.decline(partnership=proposed, by=cast.catering_owner, reason="No people")


def test_a_round_that_is_closed_is_not_said_to_be_open(cast, opened):  # noqa: F811
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    with pytest.raises(ValidationError, match="closed already"):
        rounds.open_assessment(assessment=opened, by=cast.campus_editor)


def test_an_invitation_that_was_declined_is_not_said_to_be_withdrawn(cast):
    invitation = accounts.invite_colleague(
        organisation=cast.campus, address="nova@example.org", role="editor", by=cast.campus_owner
    )
    Invitation.objects.filter(pk=invitation.pk).update(declined_at=timezone.now() - timedelta(days=1))
    with pytest.raises(ValidationError, match="declined"):
        accounts.withdraw_invitation(invitation=Invitation.objects.get(pk=invitation.pk), by=cast.campus_owner)


# What the page says to who sends a form a second time --------------------------------------------


def words(browser, address: str, data: dict | None = None) -> str:
    """What stands on the page that a form leads to."""
    return browser.post(address, data or {}, follow=True).content.decode()


@pytest.fixture
def decision(cast, adopted) -> Decision:  # noqa: F811
    return Decision.objects.filter(number__isnull=False, state=Decision.State.VALID).first()


def test_a_decision_is_withdrawn_once_and_another_reason_is_said_to_be_lost(cast, browse, decision):
    browser, address = browse(cast.campus_editor), cast.campus_editor.url("meetings:decision", pk=decision.pk)
    for _twice in range(2):
        assert "The decision is withdrawn." in words(browser, address, {"because": "Too dear"})
    said = words(browser, address, {"because": "Too slow"})
    assert "This decision was withdrawn before. Your reason was not saved." in said
    assert "The decision is withdrawn." not in said
    assert Decision.objects.get(pk=decision.pk).ended_because == "Too dear"


def test_a_proposal_that_was_withdrawn_is_neither_accepted_nor_withdrawn_for_another_reason(cast, browse, proposed):  # noqa: F811
    browser, address = browse(cast.campus_editor), cast.campus_editor.url("partnerships:withdraw", pk=proposed.pk)
    for _twice in range(2):
        assert "withdrawn" in words(browser, address, {"reason": "Budget"})
    assert "The proposal was withdrawn before. Your reason was not saved." in words(
        browser, address, {"reason": "Time"}
    )
    there = cast.catering_owner.url("partnerships:answer", pk=proposed.pk)
    for answer in ({"answer": "accept"}, {"answer": "decline", "reason": "Full"}):
        said = words(browse(cast.catering_owner), there, answer)
        assert "withdrawn" in said
        assert "The start programme is ready." not in said
    proposed.refresh_from_db()
    assert (proposed.state, proposed.end_reason) == ("withdrawn", "Budget")


def test_a_step_that_was_skipped_with_a_reason_is_not_done_from_an_old_page(cast, browse, starting):  # noqa: F811
    step = StartStep.objects.filter(programme__partnership=starting).first()
    starts.settle_step(step=step, by=cast.campus_editor, outcome="skipped", reason="We know each other")
    address = cast.catering_editor.url("partnerships:step", pk=step.pk)
    browser = browse(cast.catering_editor)
    said = words(browser, address, {"outcome": "done"})
    assert "This step was skipped before, with a reason. Open it again to change that." in said
    assert "Done:" not in said
    for _twice in range(2):
        assert "The step is skipped" in words(browser, address, {"outcome": "skipped", "reason": "We know each other"})
    assert "Your reason was not saved." in words(browser, address, {"outcome": "skipped", "reason": "No time"})
    step.refresh_from_db()
    assert (step.outcome, step.reason, step.outcome_by) == ("skipped", "We know each other", cast.campus_editor)


def test_a_step_that_is_done_is_not_skipped_from_an_old_page(cast, browse, starting):  # noqa: F811
    step = StartStep.objects.filter(programme__partnership=starting).first()
    starts.settle_step(step=step, by=cast.campus_editor, outcome="done")
    address = cast.catering_editor.url("partnerships:step", pk=step.pk)
    said = words(browse(cast.catering_editor), address, {"outcome": "skipped", "reason": "No time"})
    assert "This step was done before. Your reason was not saved." in said
    step.refresh_from_db()
    assert step.outcome == "done"


def published(by):
    version = vision.begin(by=by, title="Together")
    fill(version, by)
    vision.publish(version=version, by=by)
    return VisionVersion.objects.select_related("vision__client").get(pk=version.pk)


def test_a_share_link_is_renewed_once_from_one_page(cast, browse):
    shared = vision.share(
        version=published(cast.campus_editor), by=cast.campus_editor, receiver_name="Dora", address="dora@example.org"
    )
    browser, address = browse(cast.campus_editor), cast.campus_editor.url("vision:link-renewed", pk=shared.pk)
    assert "gets a new link; the old one stopped working." in words(browser, address, {"generation": 1})
    assert "was renewed before. Nothing more was sent." in words(browser, address, {"generation": 1})
    assert Message.objects.filter(object_id=shared.pk).count() == 2


def test_an_invitation_is_renewed_once_from_one_page(cast, browse):
    invitation = accounts.invite_colleague(
        organisation=cast.campus, address="nova@example.org", role="editor", by=cast.campus_owner
    )
    browser = browse(cast.campus_owner)
    address = cast.campus_owner.url("accounts:invitation-renew", pk=invitation.pk)
    page = browser.get(cast.campus_owner.url("accounts:people")).content.decode()
    assert '<input type="hidden" name="generation" value="1">' in page
    assert "A new invitation is on its way." in words(browser, address, {"generation": 1})
    said = words(browser, address, {"generation": 1})
    assert "The invitation of nova@example.org was renewed before. Nothing more was sent." in said
    assert "A new invitation is on its way." not in said
    assert Message.objects.filter(object_id=invitation.pk).count() == 2
    assert "A new invitation is on its way." in words(browser, address, {"generation": 2})


def test_a_vision_is_published_once(cast, browse):
    version = vision.begin(by=cast.campus_editor, title="Together")
    fill(version, cast.campus_editor)
    browser, address = browse(cast.campus_editor), cast.campus_editor.url("vision:publish", pk=version.pk)
    assert "Version 1 has been published." in words(browser, address)
    said = words(browser, address)
    assert "Version 1 was published before." in said
    assert "has been published" not in said
    version.refresh_from_db()
    assert version.state == "published"


@pytest.fixture
def reviewer(cast) -> Reviewer:
    version = vision.begin(by=cast.campus_editor, title="Together")
    fill(version, cast.campus_editor)
    vision.ask_review(version=version, members=[cast.campus_owner], due=None, by=cast.campus_editor)
    return Reviewer.objects.get(version=version)


def test_who_is_no_longer_asked_hears_that_the_verdict_was_not_saved(cast, browse, reviewer):
    browser, answer = browse(cast.campus_owner), {"verdict": "changes", "note": "More colour"}
    address = cast.campus_owner.url("vision:review-verdict", pk=reviewer.version_id)
    for _twice in range(2):
        assert "Your review has been saved." in words(browser, address, answer)
    assert Message.objects.filter(kind="vision.review_answered").count() == 1
    vision.withdraw_reviewer(reviewer=reviewer, by=cast.campus_editor)
    said = words(browser, address, {**answer, "note": "Less colour"})
    assert "The review has ended; your answer is no longer needed." in said
    assert "Your review has been saved." not in said
    reviewer.refresh_from_db()
    assert reviewer.note == "More colour"


def test_a_journey_is_archived_restored_and_counted_twice_without_harm(cast, browse, services):  # noqa: F811
    person = {"name": "Sam", "share": 10}
    row = journeys.start_journey(by=cast.campus_editor, title="Day", persona=None, stages=["In"], new_persona=person)
    browser = browse(cast.campus_editor)
    for name, said in (
        ("journey-count", "is included in the figures from now on"), ("journey-archive", "is now in the archive"),
        ("journey-restore", "has been restored from the archive"),
    ):  # fmt: skip
        for _twice in range(2):
            assert said in words(browser, cast.campus_editor.url(f"services:{name}", pk=row.pk))
    journeys.archive_journey(journey=row, by=cast.campus_editor)
    said = words(browser, cast.campus_editor.url("services:journey-count", pk=row.pk))
    assert "is included in the figures" not in said
    assert "is in the archive and does not count" in said


def test_what_was_removed_before_is_said_to_be_gone(cast, browse, starting):  # noqa: F811
    home.add_link(partnership=starting, by=cast.campus_editor, label="Orders", url="https://orders.example")
    address = cast.campus_editor.url("partnerships:link-remove", pk=starting.links.get().pk)
    browser = browse(cast.campus_editor)
    assert "The link is removed." in words(browser, address)
    answer = browser.post(address)
    assert answer.status_code == 404
    assert "is no longer there, or you may not see it. Nothing was saved." in answer.content.decode()
    assert "Nothing was saved" not in browser.get("/o/nowhere/").content.decode()


def test_a_row_of_the_profile_that_was_removed_is_not_said_to_be_saved(cast, browse):
    browser = browse(cast.catering_owner)
    there = {"name": "Bo", "role": "Chef", "email": "bo@catering.example"}
    assert "Added." in words(browser, cast.catering_owner.url("partnerships:contact-add"), there)
    row = Contact.objects.get()
    address = cast.catering_owner.url("partnerships:contact", pk=row.pk)
    for _twice in range(2):
        assert "Saved." in words(browser, address, {**there, "role": "Cook"})
    assert "Removed." in words(browser, cast.catering_owner.url("partnerships:contact-remove", pk=row.pk))
    assert "Nothing was saved." in words(browser, address, {**there, "role": "Chef"})
    assert not Contact.objects.exists()


def test_two_owners_who_answer_one_request_differently_hear_what_is_so(cast, browse):
    request = AccessRequest.objects.create(organisation=cast.campus, user=cast.kliniek_owner.user)
    address = cast.campus_owner.url("accounts:access-request", pk=request.pk)
    browser = browse(cast.campus_owner)
    assert "You declined." in words(browser, address, {"answer": "decline"})
    said = words(browser, address, {"answer": "give", "role": "reader"})
    assert "answered before" in said
    assert "now has access" not in said
    with pytest.raises(ValidationError, match="answered before"):
        accounts.give_access(request=request, by=cast.campus_owner, role="reader")


def test_a_membership_that_had_ended_is_not_handed_over_again(cast, browse):
    accounts.end_membership(membership=cast.campus_reader, by=cast.campus_owner)
    address = cast.campus_owner.url("accounts:member-end", pk=cast.campus_reader.pk)
    answer = browse(cast.campus_owner).post(address, {"successor": cast.campus_editor.pk}, follow=True)
    assert "had ended already. Nothing was changed." in answer.content.decode()

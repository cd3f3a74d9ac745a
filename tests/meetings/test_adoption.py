"""Minutes from draft to adopted by both sides, frozen, numbered, corrected."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import AuditEvent, Membership
from common.models import Conflict
from documents.models import Job
from meetings import actions
from meetings.models import Amendment, Approval, Decision, Meeting, Minutes, MinutesText
from notifications.actions import dispatch_due
from notifications.models import Message
from tests.meetings.conftest import fresh, place_of


def test_both_sides_adopt_and_everything_is_numbered(review, cast):
    assert review.state == Minutes.State.REVIEW
    assert [(a.side, a.kind) for a in review.approvals.all()] == [("client", "adopted")]
    actions.approve(minutes=review, sha256=review.sha256, by=cast.catering_editor)
    minutes = fresh(review)
    assert (minutes.state, minutes.number, minutes.version) == (Minutes.State.ADOPTED, 1, 1)
    assert fresh(minutes.meeting).state == Meeting.State.ADOPTED
    assert Decision.objects.get().number == 1
    assert minutes.content["items"][0]["text"] == "<p>Queues of <strong>nine</strong> minutes.</p>"
    assert Job.objects.filter(kind="meetings.minutes_pdf", object_id=minutes.pk).count() == 1


def test_adopting_twice_is_harmless(adopted, cast):
    actions.approve(minutes=adopted, sha256=adopted.sha256, by=cast.catering_editor)
    assert Approval.objects.count() == 2
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda m: Minutes.objects.filter(pk=m.pk).update(corrects_because="x"),
        lambda m: MinutesText.objects.filter(minutes=m).update(text="x"),
        lambda m: Decision.objects.filter(minutes=m).update(text="x"),
        lambda m: Approval.objects.filter(minutes=m).update(job_title="x"),
        lambda m: Minutes.objects.filter(pk=m.pk).delete(),
        lambda m: Decision.objects.filter(minutes=m).delete(),
    ],
)
def test_adopted_minutes_are_frozen_by_the_database(adopted, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change(adopted)


def test_a_text_that_changed_meanwhile_is_not_adopted(review, cast):
    with pytest.raises(ValidationError, match="changed while you read"):
        actions.approve(minutes=review, sha256="0" * 64, by=cast.catering_editor)
    assert fresh(review).state == Minutes.State.REVIEW


def test_reader_and_absent_contributor_do_not_adopt(review, cast):
    for member in (cast.catering_reader, cast.catering_contributor):
        with pytest.raises(PermissionDenied):
            actions.approve(minutes=review, sha256=review.sha256, by=member)


def test_a_contributor_who_was_there_adopts(make, cast):
    meeting = make(members=[cast.campus_editor, cast.catering_contributor], days=-1, afterwards=True)
    minutes = meeting.versions.get()
    place = place_of(meeting, cast.catering_contributor)
    assert place.present is True
    actions.send_for_review(minutes=minutes, by=cast.campus_editor, adopt=True)
    actions.approve(minutes=minutes, sha256=fresh(minutes).sha256, by=cast.catering_contributor)
    assert fresh(minutes).is_adopted


def test_one_person_never_adopts_for_both_sides(review, cast):
    double = Membership.objects.create(user=cast.campus_editor.user, organisation=cast.catering, role="owner")
    with pytest.raises(ValidationError, match="nobody acts for both"):
        actions.approve(minutes=review, sha256=review.sha256, by=double)


def test_an_open_amendment_holds_adoption_up(review, cast):
    text = review.texts.get(item__title="Lunch peak")
    actions.amend(minutes=review, text=text, proposal="It was seven minutes", by=cast.catering_editor)
    actions.amend(minutes=review, text=text, proposal="It was seven minutes", by=cast.catering_editor)
    assert Amendment.objects.count() == 1
    with pytest.raises(ValidationError, match="still open"):
        actions.approve(minutes=review, sha256=review.sha256, by=cast.catering_editor)


def test_taking_an_amendment_over_voids_what_was_adopted(review, cast):
    text = review.texts.get(item__title="Lunch peak")
    amendment = actions.amend(minutes=review, text=text, proposal="Seven minutes", by=cast.catering_editor)
    Message.objects.all().delete()
    revision = fresh(text).revision
    actions.take_amendment(
        amendment=amendment, html="<p>Queues of seven minutes.</p>", revision=revision, by=cast.campus_editor
    )
    minutes = fresh(review)
    assert minutes.sha256 != review.sha256
    assert not minutes.approvals.filter(voided_at=None).exists()
    assert minutes.content["items"][0]["text"] == "<p>Queues of seven minutes.</p>"
    # Who took it over knows, and who proposed it hears so in the answer.
    assert [(m.kind, m.receiver_id) for m in Message.objects.all()] == [
        ("meetings.change_answered", cast.catering_editor.user_id)
    ]
    with pytest.raises(ValidationError):
        actions.approve(minutes=minutes, sha256=review.sha256, by=cast.catering_editor)


def test_taking_over_an_older_text_is_a_conflict(review, cast):
    text = review.texts.get(item__title="Lunch peak")
    amendment = actions.amend(minutes=review, text=text, proposal="Seven", by=cast.catering_editor)
    with pytest.raises(Conflict):
        actions.take_amendment(amendment=amendment, html="<p>x</p>", revision=0, by=cast.campus_editor)


def test_dismissing_needs_a_reason(review, cast):
    text = review.texts.first()
    amendment = actions.amend(minutes=review, text=text, proposal="Seven", by=cast.catering_editor)
    with pytest.raises(ValidationError):
        actions.dismiss_amendment(amendment=amendment, answer=" ", by=cast.campus_editor)
    actions.dismiss_amendment(amendment=amendment, answer="Nine was measured", by=cast.campus_editor)
    actions.approve(minutes=review, sha256=review.sha256, by=cast.catering_editor)
    assert fresh(review).is_adopted


def test_silence_is_shown_as_no_objection_and_never_as_adoption(review):
    assert actions.close_reviews(timezone.now()) == 0
    later = review.review_until + timedelta(seconds=1)
    assert [actions.close_reviews(later) for _ in range(3)] == [1, 0, 0]
    answers = {a.side: (a.kind, a.by) for a in Approval.objects.filter(minutes=review)}
    assert answers["supplier"] == ("no_objection", None)
    assert fresh(review).is_adopted


def test_who_sends_minutes_adopts_them_for_the_own_side(held, cast):
    minutes = held.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor)
    assert [(a.side, a.kind, a.by) for a in minutes.approvals.all()] == [("client", "adopted", cast.campus_editor)]


def test_who_may_not_adopt_sends_minutes_without_adopting_them(held, cast):
    minutes = held.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_contributor)
    assert (fresh(minutes).state, minutes.approvals.count()) == (Minutes.State.REVIEW, 0)


def test_silence_of_both_fixes_minutes_without_anybody_having_adopted_them(held, cast):
    minutes = held.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor, adopt=False)
    assert actions.close_reviews(fresh(minutes).review_until + timedelta(seconds=1)) == 1
    assert {(a.side, a.kind, a.by) for a in minutes.approvals.all()} == {
        ("client", "no_objection", None), ("supplier", "no_objection", None),
    }  # fmt: skip


def test_the_term_ends_with_the_day_of_the_client_wherever_the_meeting_is(held, cast):
    Meeting.objects.filter(pk=held.pk).update(time_zone="Pacific/Kiritimati")
    minutes = held.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor)
    minutes = fresh(minutes)
    end = minutes.review_until.astimezone(ZoneInfo("Europe/Amsterdam"))
    assert (end.date(), end.strftime("%H:%M")) == (minutes.last_day, "23:59")


def lapsed(minutes):
    """As if its term had passed."""
    Minutes.objects.filter(pk=minutes.pk).update(review_until=timezone.now() - timedelta(hours=1))


def test_a_text_that_was_taken_over_goes_round_with_a_term_of_its_own(review, cast):
    text = review.texts.get(item__title="Lunch peak")
    amendment = actions.amend(minutes=review, text=text, proposal="Seven", by=cast.catering_editor)
    lapsed(review)
    actions.take_amendment(amendment=amendment, html="<p>Seven.</p>", revision=text.revision, by=cast.campus_editor)
    assert actions.close_reviews(timezone.now()) == 0
    until = fresh(review).review_until
    assert until > timezone.now() + timedelta(days=4)
    assert actions.close_reviews(until + timedelta(seconds=1)) == 1
    assert {a.kind for a in review.approvals.filter(voided_at=None)} == {"no_objection"}


def test_who_adopted_before_a_text_was_taken_over_is_asked_again(review, cast):
    approval = review.approvals.get()
    Approval.objects.filter(pk=approval.pk).update(by=cast.campus_owner)
    text = review.texts.get(item__title="Lunch peak")
    amendment = actions.amend(minutes=review, text=text, proposal="Seven", by=cast.catering_contributor)
    Message.objects.all().delete()
    actions.take_amendment(amendment=amendment, html="<p>Seven.</p>", revision=text.revision, by=cast.campus_editor)
    told = Message.objects.values_list("kind", "receiver__email")
    assert sorted(told) == [
        ("meetings.change_answered", "contributor@catering.example"),
        ("meetings.minutes_to_adopt", "editor@catering.example"),
        ("meetings.minutes_to_adopt", "owner@campus.example"),
    ]


@pytest.mark.parametrize("end", ["dismiss", "withdraw"])
def test_after_a_proposal_both_sides_have_their_term_again(review, cast, end):
    amendment = actions.amend(minutes=review, text=review.texts.first(), proposal="No", by=cast.catering_editor)
    lapsed(review)
    if end == "dismiss":
        actions.dismiss_amendment(amendment=amendment, answer="It was nine", by=cast.campus_editor)
    else:
        actions.withdraw_amendment(amendment=amendment, by=cast.catering_editor)
    assert actions.close_reviews(timezone.now()) == 0
    assert fresh(review).review_until > timezone.now() + timedelta(days=4)


def test_an_objection_outlives_the_term(review, cast):
    actions.amend(minutes=review, text=review.texts.first(), proposal="No", by=cast.catering_editor)
    assert actions.close_reviews(timezone.now() + timedelta(days=30)) == 0


def test_only_the_sending_side_takes_back(review, cast):
    with pytest.raises(PermissionDenied):
        actions.take_back(minutes=review, by=cast.catering_editor)
    actions.take_back(minutes=review, by=cast.campus_editor)
    minutes = fresh(review)
    assert (minutes.state, minutes.sha256, fresh(minutes.meeting).state) == ("draft", "", Meeting.State.HELD)
    assert not minutes.approvals.filter(voided_at=None).exists()


def test_a_correction_is_a_new_version_and_the_old_one_stays(adopted, cast):
    meeting = fresh(adopted.meeting)
    second = actions.begin_correction(meeting=meeting, because="A name was wrong", by=cast.catering_editor)
    assert (
        actions.begin_correction(meeting=meeting, because="A name was wrong", by=cast.catering_editor).pk == second.pk
    )
    text = second.texts.select_related("minutes__meeting__partnership").get(item__title="Lunch peak")
    actions.save_text(text=text, revision=1, html="<p>Corrected.</p>", by=cast.catering_editor)
    actions.note_decision(
        meeting=meeting, by=cast.catering_editor, text="Two tills", valid_from=timezone.localdate(),
        supersedes=Decision.objects.get(number=1),
    )  # fmt: skip
    actions.send_for_review(minutes=second, by=cast.catering_editor, adopt=True)
    actions.approve(minutes=second, sha256=fresh(second).sha256, by=cast.campus_editor)
    second = fresh(second)
    assert (second.number, second.version, second.state) == (1, 2, Minutes.State.ADOPTED)
    assert fresh(adopted).content["items"][0]["text"] == "<p>Queues of <strong>nine</strong> minutes.</p>"
    assert {d.number: d.state for d in Decision.objects.all()} == {1: "superseded", 2: "valid"}
    assert fresh(meeting).state == Meeting.State.ADOPTED


def test_numbers_of_two_meetings_follow_each_other(adopted, make, cast):
    meeting = make(days=-2, afterwards=True)
    minutes = meeting.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor, adopt=True)
    actions.approve(minutes=minutes, sha256=fresh(minutes).sha256, by=cast.catering_owner)
    assert fresh(minutes).number == 2


def test_sending_waits_for_the_meeting_to_be_held(planned, cast):
    actions.begin(meeting=planned, by=cast.campus_editor)
    with pytest.raises(ValidationError, match="Close the meeting first"):
        actions.send_for_review(minutes=planned.versions.get(), by=cast.campus_editor)


def test_steps_are_audited_for_both_sides(adopted, cast):
    events = set(AuditEvent.objects.visible_to(cast.catering_owner).values_list("event", flat=True))
    assert {"meetings.minutes_sent", "meetings.minutes_approved", "meetings.minutes_adopted"} <= events
    assert not AuditEvent.objects.visible_to(cast.kliniek_owner).filter(event__startswith="meetings").exists()


def test_guests_get_adopted_minutes_by_mail(held, cast):
    actions_guest = [("Guus Gast", "guus@gast.example")]
    meeting = Meeting.objects.get(pk=held.pk)
    from meetings.models import Participant

    Participant.objects.create(meeting=meeting, name=actions_guest[0][0], address=actions_guest[0][1])
    minutes = held.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor, adopt=True)
    actions.approve(minutes=minutes, sha256=fresh(minutes).sha256, by=cast.catering_editor)
    told = Message.objects.filter(kind="meetings.minutes_for_guest", receiver=None)
    assert [m.address for m in told] == ["guus@gast.example"]


def test_before_its_time_minutes_go_out_only_when_somebody_says_that_it_was_held(planned, cast, browse):
    actions.begin(meeting=planned, by=cast.campus_editor)
    actions.finish(meeting=planned, by=cast.campus_editor)
    # As one that began hours before its time on the same day.
    Meeting.objects.filter(pk=planned.pk).update(starts_at=planned.starts_at, ends_at=planned.ends_at)
    client, minutes = browse(cast.campus_editor), planned.versions.get()
    page = client.get(cast.campus_editor.url("meetings:minutes", pk=planned.pk)).content.decode()
    assert 'name="early"' in page
    address = cast.campus_editor.url("meetings:send", pk=planned.pk)
    answer = client.post(address, {}, follow=True)
    assert "is planned for later" in answer.content.decode()
    assert fresh(minutes).state == Minutes.State.DRAFT
    client.post(address, {"early": "1"})
    minutes = fresh(minutes)
    assert minutes.state == Minutes.State.REVIEW
    # Five working days after its end: a week, at least.
    assert minutes.review_until - planned.ends_at > timedelta(days=5)


def test_the_term_counts_from_sending_when_the_meeting_is_over(review):
    assert timedelta(days=4) < review.review_until - timezone.now() < timedelta(days=9)


def test_owners_of_actions_hear_with_the_minutes_and_once(held, cast):
    for text, owner in (("Their own", cast.campus_editor), ("Count the queue", cast.catering_editor)):
        actions.make_action(
            partnership=held.partnership, meeting=held, by=cast.campus_editor, text=text, owner=owner,
            due=timezone.localdate() + timedelta(days=30),
        )  # fmt: skip
    given = Message.objects.filter(kind="meetings.action_given")
    assert not given.exists()
    minutes = held.versions.get()
    for _ in range(2):
        actions.send_for_review(minutes=minutes, by=cast.campus_editor)
        actions.take_back(minutes=minutes, by=cast.campus_editor)
    assert [one.receiver_id for one in given] == [cast.catering_editor.user_id]


def test_adopted_minutes_go_to_everybody_who_was_invited(adopted):
    told = Message.objects.filter(kind="meetings.minutes_for_guest").values_list("receiver__email", flat=True)
    assert sorted(told) == ["editor@campus.example", "editor@catering.example"]


def test_the_mail_with_adopted_minutes_lists_to_each_the_own_actions_that_are_open(held, cast):
    rows = [("Count the queue", cast.catering_editor), ("Ask the roster", cast.campus_editor),
            ("Done already", cast.catering_editor)]  # fmt: skip
    made = [
        actions.make_action(
            partnership=held.partnership, meeting=held, by=cast.campus_editor, text=text, owner=owner,
            due=timezone.localdate() + timedelta(days=30),
        )
        for text, owner in rows
    ]  # fmt: skip
    actions.close_action(action=made[2], by=cast.campus_editor)
    minutes = held.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor, adopt=True)
    actions.approve(minutes=minutes, sha256=fresh(minutes).sha256, by=cast.catering_editor)
    Message.objects.exclude(kind="meetings.minutes_for_guest").delete()
    mail.outbox = []
    dispatch_due()
    told = {
        one.to[0]: [text for text, _owner in rows if all(text in body for body in (one.body, html_of(one)))]
        for one in mail.outbox
    }
    assert told == {"editor@campus.example": ["Ask the roster"], "editor@catering.example": ["Count the queue"]}
    assert all("Done already" not in one.body + html_of(one) for one in mail.outbox)


def html_of(message) -> str:
    return next(content for content, kind in message.alternatives if kind == "text/html")

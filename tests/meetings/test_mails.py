"""Invitations and their calendar entries, read back with a reader of our own."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from meetings import actions
from meetings.models import Participant
from notifications.actions import dispatch_due
from notifications.models import Message
from tests.meetings.conftest import at, fresh
from tests.meetings.ics import parse, plain


def send() -> list:
    """Everything that waits, as mails."""
    mail.outbox = []
    dispatch_due()
    return mail.outbox


def calendar_of(message):
    content, kind = next(
        (a.content, a.mimetype) for a in message.alternatives if a.mimetype.startswith("text/calendar")
    )
    return parse(content), kind


@pytest.fixture
def invited(make, cast, pair):
    """Planned for a moment in winter, with a guest, in a place with all that must be escaped."""
    meeting = make(
        starts_at=at("2027-03-29T08:00"),
        members=[cast.campus_editor, cast.catering_editor],
        guests=[("Guus Gast", "guus@gast.example")],
        place="Zaal 1, gang; links\\rechts",
        title="Ontslag van de vorige leverancier",
    )
    actions.add_item(meeting=meeting, by=cast.campus_editor, title="Lunch & diner")
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    return fresh(meeting)


def test_everybody_is_invited_with_a_calendar_entry(invited, cast):
    mails = {one.to[0]: one for one in send()}
    assert set(mails) == {"editor@campus.example", "editor@catering.example", "guus@gast.example"}
    mine = mails["editor@catering.example"]
    assert mine.from_email == '"Editor Campus Noord via Samenspel" <post@samenspel.example>' or (
        "Editor Campus Noord via Samenspel" in mine.from_email
    )
    assert mine.reply_to == ["editor@campus.example"]
    assert f"/o/catering/meetings/{invited.pk}/" in mine.body
    assert "Lunch & diner" in mine.body
    entry, kind = calendar_of(mine)
    assert kind == "text/calendar; method=REQUEST"
    event = entry.part("VEVENT")
    assert entry.value("METHOD") == "REQUEST"
    assert event.value("UID") == f"{invited.pk.hex}@localhost"
    assert event.value("SEQUENCE") == "0"
    assert event.all("DTSTART") == [({"TZID": "Europe/Amsterdam"}, "20270329T100000")]
    assert event.all("DTEND") == [({"TZID": "Europe/Amsterdam"}, "20270329T120000")]
    assert plain(event.value("LOCATION")) == "Zaal 1, gang; links\\rechts"
    assert event.value("ORGANIZER") == "mailto:editor@campus.example"
    people = {value: parameters for parameters, value in event.all("ATTENDEE")}
    assert people["mailto:editor@campus.example"]["PARTSTAT"] == "ACCEPTED"
    assert people["mailto:editor@catering.example"]["PARTSTAT"] == "NEEDS-ACTION"
    assert people["mailto:guus@gast.example"]["CN"] == "Guus Gast"
    assert entry.part("VTIMEZONE").value("TZID") == "Europe/Amsterdam"


def test_a_calendar_entry_has_the_title_and_for_members_a_link_in_its_description(invited, cast):
    for one in send():
        event = calendar_of(one)[0].part("VEVENT")
        summary = "Ontslag van de vorige leverancier · Campus Noord – Smaakvol Catering"
        assert plain(event.value("SUMMARY")) == summary
        linked = f"/meetings/{invited.pk}/" in plain(event.value("DESCRIPTION"))
        assert linked == (one.to != ["guus@gast.example"])


CALL = "https://meet.example/samen?a=1,2;3"


@pytest.mark.parametrize("place,location", [("Room 9", "Room 9"), ("", CALL)])
def test_a_calendar_entry_leads_to_the_video_call(make, cast, place, location):
    meeting = make(starts_at=at("2027-03-29T08:00"), place=place, link=CALL, guests=[("Guus", "guus@gast.example")])
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    mails = send()
    assert len(mails) == 3
    for one in mails:
        event = calendar_of(one)[0].part("VEVENT")
        assert plain(event.value("DESCRIPTION")).splitlines()[0] == f"Video call: {CALL}"
        assert plain(event.value("LOCATION")) == location


def test_a_call_that_is_added_later_comes_into_the_calendar(invited, cast):
    send()
    actions.change_meeting(meeting=invited, revision=invited.revision, by=cast.campus_editor, link=CALL)
    event = calendar_of(next(one for one in send() if one.to == ["editor@catering.example"]))[0].part("VEVENT")
    assert event.value("SEQUENCE") == "1"
    assert f"Video call: {CALL}" in plain(event.value("DESCRIPTION"))


def test_a_mail_about_a_change_says_what_it_was_and_is(invited, cast):
    send()
    actions.change_meeting(
        meeting=invited, revision=invited.revision, by=cast.campus_editor, place="Room 9",
        starts_at=at("2027-03-30T08:00"), ends_at=at("2027-03-30T09:00"),
    )  # fmt: skip
    body = next(one.body for one in send() if one.to == ["editor@catering.example"])
    assert (
        "Time: was Monday 29 March 2027, 10:00–12:00 (Amsterdam), is now Tuesday 30 March 2027, 10:00–11:00 (Amsterdam)"
    ) in body
    assert "Place: was Zaal 1, gang; links\\rechts, is now Room 9" in body
    assert "Title:" not in body


def test_of_changes_in_one_mail_the_first_old_time_is_said(invited, cast):
    send()
    for day in (30, 31):
        invited = fresh(invited)
        actions.change_meeting(
            meeting=invited, revision=invited.revision, by=cast.campus_editor,
            starts_at=at(f"2027-03-{day}T08:00"), ends_at=at(f"2027-03-{day}T09:00"),
        )  # fmt: skip
    assert "was Monday 29 March 2027, 10:00–12:00 (Amsterdam), is now Wednesday 31 March" in send()[0].body


def test_every_mail_about_a_meeting_is_called_by_its_title(invited, cast):
    def begins():
        """A long subject ends at a word."""
        return {one.subject.partition(" –")[0].rstrip("…") for one in send()}

    name = "Ontslag van de vorige leverancier: Campus Noord"
    assert begins() == {f"Invitation for 29 March: {name}", f"For your calendar, 29 March: {name}"}
    actions.change_meeting(
        meeting=invited, revision=invited.revision, by=cast.campus_editor,
        starts_at=at("2027-03-30T08:00"), ends_at=at("2027-03-30T09:00"),
    )  # fmt: skip
    assert begins() == {f"Changed, now 30 March: {name}"}
    actions.cancel(meeting=fresh(invited), by=cast.campus_editor)
    assert begins() == {f"Cancelled, 30 March: {name}"}


def test_a_guest_gets_no_link(invited):
    guest = next(one for one in send() if one.to == ["guus@gast.example"])
    assert "/o/" not in guest.body
    assert "Lunch & diner" in guest.body
    entry, _kind = calendar_of(guest)
    assert entry.part("VEVENT").all("URL") == []


def test_a_moved_meeting_raises_the_sequence_and_keeps_the_uid(invited, cast):
    first = calendar_of(send()[0])[0].part("VEVENT")
    actions.change_meeting(
        meeting=invited, revision=invited.revision, by=cast.catering_editor,
        starts_at=at("2027-03-30T08:00"), ends_at=at("2027-03-30T09:00"),
    )  # fmt: skip
    mails = send()
    assert len(mails) == 3
    event = calendar_of(mails[0])[0].part("VEVENT")
    assert (event.value("UID"), event.value("SEQUENCE")) == (first.value("UID"), "1")
    assert event.all("DTSTART")[0][1] == "20270330T100000"


def test_of_many_changes_the_last_is_mailed_once(invited, cast):
    send()
    for day in (30, 31):
        invited = fresh(invited)
        actions.change_meeting(
            meeting=invited, revision=invited.revision, by=cast.campus_editor,
            starts_at=at(f"2027-03-{day}T08:00"), ends_at=at(f"2027-03-{day}T09:00"),
        )  # fmt: skip
    mails = send()
    assert len(mails) == 3
    assert {calendar_of(one)[0].part("VEVENT").value("SEQUENCE") for one in mails} == {"2"}


def test_a_change_of_purpose_mails_nobody(invited, cast):
    send()
    actions.change_meeting(meeting=invited, revision=invited.revision, by=cast.campus_editor, purpose="To agree")
    assert send() == []


def test_cancelling_takes_it_out_of_every_calendar(invited, cast):
    send()
    actions.cancel(meeting=invited, by=cast.catering_editor, because="Bram is ill")
    mails = send()
    assert len(mails) == 3
    for one in mails:
        entry, kind = calendar_of(one)
        event = entry.part("VEVENT")
        assert kind.endswith("method=CANCEL")
        assert (entry.value("METHOD"), event.value("STATUS"), event.value("SEQUENCE")) == ("CANCEL", "CANCELLED", "1")
        assert "Bram is ill" in one.body


def test_who_is_taken_off_is_told_and_nobody_else(invited, cast):
    send()
    actions.set_people(meeting=invited, by=cast.campus_editor, members=[cast.campus_editor, cast.catering_editor])
    (one,) = send()
    assert one.to == ["guus@gast.example"]
    entry, _kind = calendar_of(one)
    assert entry.value("METHOD") == "CANCEL"
    assert [value for _p, value in entry.part("VEVENT").all("ATTENDEE")] == ["mailto:guus@gast.example"]
    actions.set_people(
        meeting=fresh(invited), by=cast.campus_editor, members=[cast.campus_editor, cast.catering_editor],
        guests=[("Guus Gast", "guus@gast.example")],
    )  # fmt: skip
    (again,) = send()
    entry, _kind = calendar_of(again)
    assert (entry.value("METHOD"), entry.part("VEVENT").value("SEQUENCE")) == ("REQUEST", "2")


def test_an_invitation_that_was_cancelled_before_it_left_is_not_sent_and_neither_is_the_cancellation(invited, cast):
    actions.cancel(meeting=invited, by=cast.campus_editor)
    assert send() == []
    assert Message.objects.filter(state=Message.State.VOID).count() == 6


def test_a_change_before_the_invitation_left_makes_one_invitation(invited, cast):
    actions.change_meeting(meeting=invited, revision=invited.revision, by=cast.campus_editor, place="Room 9")
    mails = send()
    assert [one.subject.split(" 29 ")[0] for one in mails].count("Invitation for") == 2
    assert len(mails) == 3
    assert "Room 9" in mails[0].body


def test_who_was_put_on_the_list_and_taken_off_again_hears_nothing(invited, cast):
    send()
    members = [cast.campus_editor, cast.catering_editor]
    guests = [("Guus Gast", "guus@gast.example"), ("Kim Bos", "kim@bos.example")]
    actions.set_people(meeting=fresh(invited), by=cast.campus_editor, members=members, guests=guests)
    actions.set_people(meeting=fresh(invited), by=cast.campus_editor, members=members, guests=guests[:1])
    assert send() == []


def test_a_change_and_a_cancellation_at_once_become_the_cancellation(invited, cast):
    send()
    actions.change_meeting(meeting=invited, revision=invited.revision, by=cast.campus_editor, place="Room 9")
    actions.cancel(meeting=fresh(invited), by=cast.campus_editor)
    assert {calendar_of(one)[0].value("METHOD") for one in send()} == {"CANCEL"}


@pytest.mark.parametrize("moves_before", [True, False])
def test_moved_and_cancelled_within_a_minute_leaves_every_calendar(invited, cast, moves_before):
    """Whether the move left before the cancellation or not: the numbers rise, and the last takes the entry out."""
    sent = send()
    actions.change_meeting(
        meeting=invited, revision=invited.revision, by=cast.campus_editor,
        starts_at=at("2027-03-30T08:00"), ends_at=at("2027-03-30T09:00"),
    )  # fmt: skip
    sent = sent + send() if moves_before else sent
    actions.cancel(meeting=fresh(invited), by=cast.catering_editor)
    sent = sent + send()
    moved = [("REQUEST", "1")] if moves_before else []
    told: dict[str, list] = {}
    for one in sent:
        entry, _kind = calendar_of(one)
        told.setdefault(one.to[0], []).append((entry.value("METHOD"), entry.part("VEVENT").value("SEQUENCE")))
    assert told == {
        address: [("REQUEST", "0"), *moved, ("CANCEL", "2")]
        for address in ("editor@campus.example", "editor@catering.example", "guus@gast.example")
    }
    known = "30 March" if moves_before else "29 March"
    assert {one.subject.partition(":")[0] for one in sent[-3:]} == {f"Cancelled, {known}"}


def test_the_calendar_entry_of_every_mail_names_its_charset_once(invited, cast):
    sent = send()
    actions.cancel(meeting=invited, by=cast.campus_editor)
    sent = sent + send()
    lines = [
        " ".join(part["Content-Type"].split())
        for one in sent
        for part in one.message().walk()
        if part.get_content_type() == "text/calendar"
    ]
    methods = ["CANCEL"] * 3 + ["REQUEST"] * 3
    assert sorted(lines) == [f'text/calendar; method="{one}"; charset="utf-8"' for one in methods]


def test_a_mail_is_headed_by_its_whole_subject(invited):
    one = next(one for one in send() if one.to == ["editor@catering.example"])
    headed = "Invitation for 29 March: Ontslag van de vorige leverancier: Campus Noord – Smaakvol Catering"
    assert one.subject.endswith("…")
    assert f"<h1>{headed}</h1>" in one.alternatives[0].content


def test_no_text_of_a_mail_has_two_empty_lines_on_end(invited, cast):
    sent = send()
    actions.cancel(meeting=invited, by=cast.campus_editor)
    assert [one.to for one in sent + send() if "\n\n\n" in one.body] == []


def test_whose_invitation_could_not_be_sent_is_invited_with_the_change(invited, cast):
    send()
    Message.objects.filter(kind="meetings.invitation", address="guus@gast.example").update(state="failed")
    actions.change_meeting(meeting=invited, revision=invited.revision, by=cast.campus_editor, place="Room 9")
    subjects = {one.to[0]: one.subject.split()[0] for one in send()}
    assert subjects == {
        "editor@campus.example": "Other", "editor@catering.example": "Other", "guus@gast.example": "Invitation",
    }  # fmt: skip


def test_a_newer_mail_about_a_meeting_waits_for_the_older_one_to_the_same_receiver(invited, cast):
    now = timezone.now()
    actions.cancel(meeting=invited, by=cast.campus_editor)
    first, second = Message.objects.filter(address="guus@gast.example").order_by("moment")
    Message.objects.filter(pk=first.pk).update(state="claimed", claimed_at=now)
    due = Message.objects.due(timezone.now()).in_turn(timezone.now())
    assert second not in due
    Message.objects.filter(pk=first.pk).update(state="sent")
    assert second in due.all()


@pytest.mark.parametrize(
    "changes,subject",
    [
        ({"ends_at": at("2027-03-29T11:00")}, "Other end time, 29 March: "),
        ({"place": "Room 9"}, "Other place, 29 March: "),
        ({"link": CALL}, "Other link for the video call, 29 March: "),
        ({"title": "Lunch"}, "Other title, 29 March: "),
        ({"starts_at": at("2027-03-29T09:00")}, "Changed, now at 11:00 on 29 March: "),
        ({"place": "Room 9", "link": CALL}, "Changed, 29 March: "),
    ],
)
def test_the_subject_says_what_changed(invited, cast, changes, subject):
    send()
    actions.change_meeting(meeting=invited, revision=invited.revision, by=cast.campus_editor, **changes)
    found = {one.to[0]: one.subject for one in send()}
    assert found["editor@catering.example"].startswith(subject)


LONG = "Donaudampfschifffahrtsgesellschaftskapitänskajütenausstattungsbesprechung"


@pytest.mark.parametrize(
    "zone,title,subject",
    [
        ("Europe/Amsterdam", "Tactical meeting about the lunch peak of the spring", (
            "Changed, now 30 March: Tactical meeting about the lunch peak of the spring…"
        )),
        ("Europe/Amsterdam", LONG, f"Changed, now 30 March: {LONG[:54]}…"),
    ],
)  # fmt: skip
def test_the_subject_of_a_change_keeps_the_beginning_of_a_long_title(make, cast, zone, title, subject):
    meeting = make(starts_at=at("2027-03-29T08:00"), title=title, time_zone=zone)
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    send()
    meeting = fresh(meeting)
    actions.change_meeting(
        meeting=meeting, revision=meeting.revision, by=cast.campus_editor, starts_at=at("2027-03-30T08:00"),
        ends_at=at("2027-03-30T09:00"),
    )  # fmt: skip
    assert {one.subject for one in send()} == {subject}


def test_where_the_readers_own_clock_leaves_no_room_the_subject_keeps_the_title(make, cast):
    meeting = make(starts_at=at("2027-03-11T01:00"), title=LONG, time_zone="America/New_York")
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    send()
    meeting = fresh(meeting)
    actions.change_meeting(
        meeting=meeting, revision=meeting.revision, by=cast.campus_editor, starts_at=at("2027-03-11T02:00"),
        ends_at=at("2027-03-11T03:00"),
    )  # fmt: skip
    assert {one.subject for one in send()} == {f"Changed, now at 21:00 (New York) on 10 March: {LONG[:31]}…"}


def test_a_change_is_told_by_who_made_it_and_reaches_their_own_calendar_too(invited, cast):
    send()
    member = cast.catering_editor
    actions.change_meeting(meeting=invited, revision=invited.revision, by=member, ends_at=at("2027-03-29T11:00"))
    mails = {one.to[0]: one for one in send()}
    assert set(mails) == {"editor@campus.example", "editor@catering.example", "guus@gast.example"}
    assert "You changed this meeting." in mails["editor@catering.example"].body
    assert calendar_of(mails["editor@catering.example"])[0].part("VEVENT").value("SEQUENCE") == "1"
    mine = mails["editor@campus.example"]
    assert mine.reply_to == ["editor@catering.example"]
    assert "Editor Smaakvol Catering of Smaakvol Catering changed this meeting." in mine.body


def test_who_must_answer_again_is_told_so(invited, cast):
    send()
    actions.reply(meeting=invited, answer="accepted", by=cast.catering_editor)
    actions.change_meeting(
        meeting=invited, revision=invited.revision, by=cast.campus_editor, ends_at=at("2027-03-29T11:00")
    )
    mails = {one.to[0]: one.body for one in send()}
    assert "Please answer again whether you are coming" in mails["editor@catering.example"]
    assert "Please answer again" not in mails["guus@gast.example"]


def test_minutes_that_are_taken_back_are_told_to_the_other_side_with_the_reason(held, cast):
    send()
    minutes = held.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor, adopt=True)
    send()
    actions.take_back(minutes=minutes, by=cast.campus_contributor, because="A decision is missing")
    (one,) = send()
    assert (one.to, one.reply_to) == (["editor@catering.example"], ["contributor@campus.example"])
    assert one.subject.startswith("Campus Noord withdrew the minutes of ")
    assert "A decision is missing" in one.body
    actions.send_for_review(minutes=minutes, by=cast.campus_editor, adopt=True)
    (again,) = send()
    assert again.subject.startswith("New text of the minutes of ")
    assert "This is the new text" in again.body


def test_minutes_that_were_taken_back_before_they_were_asked_for_are_not_told(held, cast):
    send()
    minutes = held.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor, adopt=True)
    actions.take_back(minutes=minutes, by=cast.campus_editor)
    assert send() == []


def test_recording_afterwards_mails_nobody(make, cast):
    make(days=-3, afterwards=True, guests=[("Guus Gast", "guus@gast.example")])
    assert send() == []


def test_an_address_with_a_line_break_never_reaches_a_calendar(invited, cast):
    Participant.objects.filter(membership=None).update(name="Guus\r\nATTENDEE:mailto:x@y.example")
    for one in send():
        entry, _kind = calendar_of(one)
        assert len(entry.part("VEVENT").all("ATTENDEE")) == 3


def test_minutes_to_adopt_go_to_those_who_may(held, cast):
    send()
    actions.send_for_review(minutes=held.versions.get(), by=cast.campus_editor, adopt=True)
    (one,) = send()
    assert one.to == ["editor@catering.example"]
    assert f"/o/catering/meetings/{held.pk}/adoption/" in one.body


def test_minutes_that_were_adopted_meanwhile_ask_nobody(held, cast):
    send()
    minutes = held.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor)
    actions.approve(minutes=minutes, sha256=fresh(minutes).sha256, by=cast.campus_owner)
    assert [one.to for one in send()] == [["editor@catering.example"]]


def test_planning_is_one_statement_whatever_the_number(make, cast, django_assert_max_num_queries):
    meeting = make(guests=[(f"Gast {n}", f"g{n}@gast.example") for n in range(9)])
    with django_assert_max_num_queries(12):
        actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    assert Message.objects.filter(kind="meetings.invitation").count() == 11
    assert fresh(meeting).told_at - timezone.now() < timedelta(seconds=1)


def test_who_organises_hears_that_somebody_is_not_coming(invited, cast):
    send()
    actions.reply(meeting=invited, answer="accepted", by=cast.catering_editor)
    assert send() == []
    actions.reply(meeting=invited, answer="declined", by=cast.catering_editor)
    (one,) = send()
    assert one.to == ["editor@campus.example"]
    assert one.subject == "Editor Smaakvol Catering is not coming: Ontslag van de vorige leverancier"
    assert f"/o/campus/meetings/{invited.pk}/" in one.body
    assert one.reply_to == ["editor@catering.example"]
    actions.reply(meeting=invited, answer="declined", by=cast.campus_editor)
    assert send() == []


def test_a_change_of_mind_before_the_mail_went_tells_nobody(invited, cast):
    send()
    for answer in ("declined", "accepted"):
        actions.reply(meeting=invited, answer=answer, by=cast.catering_editor)
    assert send() == []


@pytest.mark.parametrize("days", [0, 30])
def test_who_is_given_an_action_between_meetings_hears_it_at_once(pair, cast, days):
    due = timezone.localdate() + timedelta(days=days)
    make = {"partnership": pair, "by": cast.campus_editor, "due": due}
    action = actions.make_action(**make, text="Call the roster office", owner=cast.catering_editor)
    actions.make_action(**make, text="My own", owner=cast.campus_editor)
    (one,) = send()
    assert one.to == ["editor@catering.example"]
    assert one.subject == "For you: Call the roster office"
    assert "Editor Campus Noord assigned this action to you." in one.body
    assert f"/o/catering/meetings/actions/{action.pk}/" in one.body
    actions.change_action(action=action, revision=1, by=cast.campus_editor, owner=cast.catering_contributor)
    assert [one.to for one in send()] == [["contributor@catering.example"]]


def test_actions_in_minutes_that_are_being_written_are_told_of_with_the_minutes_unless_they_are_due(planned, cast):
    actions.begin(meeting=planned, by=cast.campus_editor)
    send()
    for text, days in (("Now", 1), ("Later", 10)):
        actions.make_action(
            partnership=planned.partnership, meeting=fresh(planned), by=cast.campus_editor, text=text,
            owner=cast.catering_editor, due=timezone.localdate() + timedelta(days=days),
        )  # fmt: skip
    assert [one.subject for one in send()] == ["For you: Now"]


def test_an_action_that_was_done_before_the_mail_went_tells_nobody(pair, cast):
    action = actions.make_action(
        partnership=pair, by=cast.campus_editor, text="Call", owner=cast.catering_editor, due=timezone.localdate()
    )
    actions.close_action(action=action, by=cast.catering_editor)
    assert send() == []


def test_who_organises_and_who_sends_are_told_apart_and_nobody_is_invited_by_themselves(invited):
    organizers = {one.to[0]: calendar_of(one)[0].part("VEVENT").all("ORGANIZER")[0] for one in send()}
    organizer = {"CN": "Editor Campus Noord", "SENT-BY": "mailto:post@samenspel.example"}
    assert organizers["editor@catering.example"] == (organizer, "mailto:editor@campus.example")
    assert organizers["guus@gast.example"] == (organizer, "mailto:editor@campus.example")
    assert organizers["editor@campus.example"] == ({"CN": "Samenspel"}, "mailto:post@samenspel.example")


def test_a_cancellation_for_one_person_says_nothing_of_the_meeting_itself(invited, cast):
    send()
    actions.set_people(meeting=invited, by=cast.campus_editor, members=[cast.campus_editor, cast.catering_editor])
    (one,) = send()
    event = calendar_of(one)[0].part("VEVENT")
    assert (one.to, event.all("STATUS")) == (["guus@gast.example"], [])
    actions.cancel(meeting=fresh(invited), by=cast.campus_editor)
    assert {calendar_of(one)[0].part("VEVENT").value("STATUS") for one in send()} == {"CANCELLED"}


def test_no_mail_asks_its_receiver_to_answer_to_themselves(invited):
    replies = {one.to[0]: one.reply_to for one in send()}
    assert replies["editor@campus.example"] == []
    assert replies["editor@catering.example"] == ["editor@campus.example"]


def test_calendar_entries_hold_the_ascii_of_a_domain(make, cast):
    User.objects.filter(pk=cast.campus_editor.user_id).update(email="jan@bücher.example")
    meeting = make(members=[cast.campus_editor, cast.catering_editor], guests=[("Kim Bos", "kim@straße.example")])
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    mails = {one.to[0]: one for one in send()}
    assert set(mails) == {"jan@xn--bcher-kva.example", "editor@catering.example", "kim@xn--strae-oqa.example"}
    theirs = mails["editor@catering.example"]
    assert theirs.reply_to == ["jan@xn--bcher-kva.example"]
    event = calendar_of(theirs)[0].part("VEVENT")
    assert event.value("ORGANIZER") == "mailto:jan@xn--bcher-kva.example"
    assert {value for _parameters, value in event.all("ATTENDEE")} == {f"mailto:{address}" for address in mails}

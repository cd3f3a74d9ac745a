"""What others are told of meetings: the overview, the PDF."""

import re
from datetime import time, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from documents import attachments, jobs
from documents.attachments import check, keep
from documents.models import Job, Rendering
from meetings import actions
from meetings.asked import asked_of, coming_for
from meetings.models import Meeting, MeetingSeries
from meetings.pdf import document, kept_pdf
from notifications.actions import dispatch_due
from tests.meetings.conftest import downloaded, fresh


def test_invitations_minutes_and_actions_are_asked_of_who_they_concern(cast, planned, pair):
    assert [(one.kind, one.who) for one in asked_of(cast.catering_editor)] == [("respond", "Campus Noord")]
    assert asked_of(cast.campus_editor) == []
    actions.reply(meeting=planned, answer="accepted", by=cast.catering_editor)
    actions.make_action(
        partnership=pair, by=cast.campus_editor, text="Call", owner=cast.catering_editor,
        due=timezone.localdate() - timedelta(days=2),
    )  # fmt: skip
    actions.make_action(
        partnership=pair, by=cast.campus_editor, text="Much later", owner=cast.catering_editor,
        due=timezone.localdate() + timedelta(days=60),
    )  # fmt: skip
    assert [(one.kind, one.title) for one in asked_of(cast.catering_editor)] == [("act", "Call")]
    assert asked_of(cast.kliniek_owner) == []


def test_minutes_are_asked_of_who_may_adopt_until_the_side_did(cast, review):
    assert [one.kind for one in asked_of(cast.catering_editor)] == ["adopt"]
    assert [one.kind for one in asked_of(cast.catering_owner)] == ["adopt"]
    for member in (cast.catering_reader, cast.catering_contributor, cast.campus_editor, cast.kliniek_owner):
        assert asked_of(member) == []
    actions.approve(minutes=review, sha256=review.sha256, by=cast.catering_owner)
    assert asked_of(cast.catering_editor) == []


def test_what_comes_is_shown_to_who_sees_it(cast, planned, make):
    make(days=5)
    assert [one.url for one in coming_for(cast.catering_editor)] == [
        cast.catering_editor.url("meetings:detail", pk=planned.pk)
    ]
    assert coming_for(cast.kliniek_owner) == []
    actions.cancel(meeting=planned, by=cast.campus_editor)
    assert coming_for(cast.catering_editor) == []


def test_the_pdf_is_made_once_from_the_frozen_row(cast, adopted, browse):
    member, address = cast.campus_reader, cast.campus_reader.url("meetings:pdf", pk=adopted.pk)
    assert browse(member).get(address).status_code == 302
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.failure) == (Job.State.DONE, "")
    file = kept_pdf(fresh(adopted))
    assert attachments.read(file).startswith(b"%PDF-")
    assert file.name == "minutes-1-campus-catering-version-1-en.pdf"
    answer = browse(member).get(address)
    assert downloaded(answer)[:5] == b"%PDF-"
    assert browse(cast.kliniek_owner).get(cast.kliniek_owner.url("meetings:pdf", pk=adopted.pk)).status_code == 404
    downloaded(browse(member).post(address))
    assert Rendering.objects.count() == 1


def test_a_guest_gets_the_pdf(cast, make, mailoutbox):
    meeting = make(days=3, guests=[("Guus Gast", "guus@gast.example")])
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    actions.begin(meeting=fresh(meeting), by=cast.campus_editor)
    actions.finish(meeting=fresh(meeting), by=cast.campus_editor)
    minutes = meeting.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor, adopt=True, early=True)
    actions.approve(minutes=minutes, sha256=fresh(minutes).sha256, by=cast.catering_editor)
    dispatch_due()
    found = [one for one in mailoutbox if one.to == ["guus@gast.example"] and one.attachments]
    day = date_format(fresh(meeting).local_start, "j F")
    assert [one.subject for one in found] == [f"Minutes of {day}: Tactical meeting: Campus Noord – Smaakvol Catering"]
    name, content, kind = found[0].attachments[0]
    assert (name, kind, content[:5]) == ("minutes-1-campus-catering-version-1-en.pdf", "application/pdf", b"%PDF-")


def mails_of(meeting, cast) -> dict:
    """The first mail to each once both sides adopted the minutes of a meeting."""
    mail.outbox = []
    minutes = meeting.versions.order_by("-version")[0]
    actions.send_for_review(minutes=minutes, by=cast.campus_editor, adopt=True)
    dispatch_due()
    actions.approve(minutes=minutes, sha256=fresh(minutes).sha256, by=cast.catering_editor)
    dispatch_due()
    return {one.to[0]: one for one in reversed(mail.outbox)}


def test_a_guest_of_a_meeting_recorded_afterwards_gets_its_minutes_and_nothing_else(cast, make):
    meeting = make(days=-1, afterwards=True, guests=[("Guus Gast", "guus@gast.example")])
    dispatch_due()
    assert mail.outbox == []
    found = mails_of(meeting, cast)
    assert set(found) == {"editor@campus.example", "editor@catering.example", "guus@gast.example"}
    assert "You are on the list of “Tactical meeting”." in found["guus@gast.example"].body
    assert len(found["guus@gast.example"].attachments) == 1


@pytest.mark.parametrize("afterwards", [True, False])
def test_the_form_says_what_a_guest_gets(cast, browse, pair, afterwards):
    member = cast.campus_editor
    address = member.url("meetings:new") + f"?partnership={pair.pk}&level=tactical"
    page = browse(member).get(address + "&afterwards=1" * afterwards).content.decode()
    assert ("Guests get only the minutes" in page) == afterwards
    assert ("get the invitation and the adopted minutes" in page) == (not afterwards)


def test_a_correction_says_that_it_is_one(cast, make, browse):
    meeting = make(days=-1, afterwards=True, guests=[("Guus Gast", "guus@gast.example")])
    mails_of(meeting, cast)
    actions.begin_correction(meeting=fresh(meeting), because="A name was wrong", by=cast.catering_editor)
    found = mails_of(meeting, cast)
    day = date_format(fresh(meeting).local_start, "j F")
    assert found["guus@gast.example"].subject.startswith(f"Corrected minutes of {day}: ")
    mine = found["editor@catering.example"]
    assert mine.subject == f"Adopt the corrected minutes of {day} with Campus Noord"
    for one in found.values():
        assert "were corrected" in one.body
        assert "A name was wrong" in one.body


def test_an_older_version_leads_to_the_newer_one_and_is_not_corrected(cast, adopted, browse):
    member = cast.campus_editor
    address = member.url("meetings:adoption", pk=adopted.meeting_id) + "?version=1"
    assert "Correct the minutes" in browse(member).get(address).content.decode()
    meeting = fresh(adopted.meeting)
    second = actions.begin_correction(meeting=meeting, because="A name was wrong", by=member)
    page = browse(member).get(address).content.decode()
    assert "A correction of these minutes is being written" in page
    actions.send_for_review(minutes=second, by=member, adopt=True)
    actions.approve(minutes=second, sha256=fresh(second).sha256, by=cast.catering_editor)
    page = browse(member).get(address).content.decode()
    assert "These minutes were corrected" in page
    assert "?version=2" in page
    assert "A name was wrong" in page
    assert "Correct the minutes" not in page


def test_files_of_an_item_show_in_the_minutes_wherever_they_are_read(cast, browse, planned):
    item = planned.items.get(title="Lunch peak")
    upload = check(SimpleUploadedFile("menu.txt", b"Soup"))
    actions.attach(item=item, attachment=keep(upload, by=cast.campus_editor.user), by=cast.campus_editor)
    actions.begin(meeting=planned, by=cast.campus_editor)
    actions.finish(meeting=fresh(planned), by=cast.campus_editor)
    client, address = browse(cast.campus_editor), cast.campus_editor.url("meetings:file", pk=item.files.get().pk)
    assert address in client.get(cast.campus_editor.url("meetings:minutes", pk=planned.pk)).content.decode()
    minutes = planned.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor, early=True)
    assert address in client.get(cast.campus_editor.url("meetings:adoption", pk=planned.pk)).content.decode()
    assert "menu.txt" in render_to_string("meetings/pdf/minutes.html", document(fresh(minutes)))
    assert (
        browse(cast.kliniek_owner).get(cast.kliniek_owner.url("meetings:file", pk=item.files.get().pk)).status_code
        == 404
    )


@pytest.mark.parametrize("in_series", [False, True])
def test_what_was_left_goes_on_only_where_a_series_has_a_next_meeting(cast, planned, pair, in_series):
    if in_series:
        series = MeetingSeries.objects.create(
            partnership=pair, level="tactical", title="Tactical", rule="FREQ=MONTHLY", length=60,
            first_on=timezone.localdate(), start_time=time(10), time_zone="Europe/Amsterdam",
            made_by=cast.campus_editor,
        )  # fmt: skip
        Meeting.objects.filter(pk=planned.pk).update(series=series)
    meeting = fresh(planned)
    actions.begin(meeting=meeting, by=cast.campus_editor)
    actions.finish(meeting=fresh(meeting), by=cast.campus_editor)
    minutes = meeting.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor, early=True)
    html = render_to_string("meetings/pdf/minutes.html", document(fresh(minutes)))
    assert ("goes on to the next meeting" in html) == in_series
    assert ("Not discussed." in html) != in_series


def test_an_item_with_text_that_was_not_discussed_is_said_to_go_on(cast, browse, held):
    series = MeetingSeries.objects.create(
        partnership=held.partnership, level="tactical", title="Tactical", rule="FREQ=MONTHLY", length=60,
        first_on=timezone.localdate(), start_time=time(10), time_zone="Europe/Amsterdam", made_by=cast.campus_editor,
    )  # fmt: skip
    Meeting.objects.filter(pk=held.pk).update(series=series)
    actions.mark_discussed(item=held.items.get(title="Lunch peak"), discussed=False, by=cast.campus_editor)
    minutes = held.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor)
    page = browse(cast.catering_editor).get(cast.catering_editor.url("meetings:adoption", pk=held.pk)).content.decode()
    for html in (page, render_to_string("meetings/pdf/minutes.html", document(fresh(minutes)))):
        of_item = html[html.index("Lunch peak") : html.index("Signals from users")]
        assert of_item.index("Queues of") < of_item.index("Goes on to the next meeting.")


def test_the_form_of_an_adopted_meeting_says_that_it_is_fixed_and_how_to_correct_it(cast, browse, adopted):
    address = cast.campus_editor.url("meetings:edit", pk=adopted.meeting_id)
    answer = browse(cast.campus_editor).get(address)
    assert answer.status_code == 403
    assert cast.campus_editor.url("meetings:correction", pk=adopted.meeting_id) in answer.content.decode()
    reader = browse(cast.campus_reader).get(cast.campus_reader.url("meetings:edit", pk=adopted.meeting_id))
    assert reader.status_code == 403
    assert "Correct the minutes" not in reader.content.decode()


def test_a_decision_recorded_afterwards_holds_from_the_day_of_the_meeting(cast, browse, make):
    meeting = make(days=-40, afterwards=True)
    actions.add_item(meeting=meeting, by=cast.campus_editor, title="Lunch peak", minutes=20)
    day = meeting.local_start.date().isoformat()
    editor = browse(cast.campus_editor)
    form = editor.get(cast.campus_editor.url("meetings:decision-new", pk=meeting.pk))
    assert form.context["form"]["valid_from"].value().isoformat() == day
    written = editor.get(cast.campus_editor.url("meetings:minutes", pk=meeting.pk)).content.decode()
    assert set(re.findall(r'name="valid_from" value="([^"]*)"', written)) == {day}


@pytest.mark.parametrize("end", ["ahead", "past", "cancelled"])
def test_to_shorten_the_agenda_is_advised_only_while_it_helps(cast, browse, planned, end):
    actions.add_item(meeting=planned, by=cast.campus_editor, title="Everything else", minutes=400)
    if end == "cancelled":
        actions.cancel(meeting=planned, by=cast.campus_editor)
    if end == "past":
        now = timezone.now()
        Meeting.objects.filter(pk=planned.pk).update(starts_at=now - timedelta(hours=2), ends_at=now)
    page = browse(cast.campus_editor).get(cast.campus_editor.url("meetings:detail", pk=planned.pk))
    assert ("Shorten an item" in page.content.decode()) == (end == "ahead")

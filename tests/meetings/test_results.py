"""What others are told of meetings: the overview, the PDF."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format

from documents import attachments, jobs
from documents.models import Job, Rendering
from meetings import actions
from meetings.asked import asked_of, coming_for
from meetings.pdf import kept_pdf
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
    assert file.name == "minutes 1 version 1.pdf"
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
    assert (name, kind, content[:5]) == ("minutes 1 version 1.pdf", "application/pdf", b"%PDF-")

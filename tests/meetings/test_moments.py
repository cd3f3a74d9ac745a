"""One way to say the time of a meeting: its own clock with the place, and the reader's where that differs."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from accounts.models import User
from meetings import actions
from meetings.moments import hours_of, moment_of, start_of
from meetings.pdf import _frame
from tests.meetings.conftest import at, fresh
from tests.meetings.test_mails import send

AMSTERDAM, LONDON, NEW_YORK = (ZoneInfo(name) for name in ("Europe/Amsterdam", "Europe/London", "America/New_York"))


@pytest.fixture
def meet(make):
    """meet(zone, "2027-03-29T08:00") lasts an hour."""

    def made(zone, begin, **more):
        return make(starts_at=at(begin), ends_at=at(begin) + timedelta(hours=1), time_zone=zone, **more)

    return made


@pytest.mark.parametrize(
    "zone,begin,reader,said",
    [
        ("Europe/Amsterdam", "2027-03-29T08:00", None, "10:00–11:00 (Amsterdam)"),
        ("Europe/Amsterdam", "2027-03-29T08:00", AMSTERDAM, "10:00–11:00 (Amsterdam)"),
        ("Europe/Amsterdam", "2027-03-29T08:00", ZoneInfo("Europe/Brussels"), "10:00–11:00 (Amsterdam)"),
        ("Europe/Amsterdam", "2027-03-29T08:00", LONDON, "10:00–11:00 (Amsterdam; for you 09:00–10:00, London)"),
        # Eight in the evening in New York is the next day in Amsterdam.
        ("America/New_York", "2027-03-11T01:00", AMSTERDAM,
         "20:00–21:00 (New York; for you Thursday 11 March 02:00–03:00, Amsterdam)"),
        # It ends on another day than it began for the reader.
        ("Europe/Amsterdam", "2027-03-29T04:30", NEW_YORK,
         "06:30–07:30 (Amsterdam; for you 00:30–01:30, New York)"),
        ("Europe/Amsterdam", "2027-03-29T03:30", NEW_YORK,
         "05:30–06:30 (Amsterdam; for you Sunday 28 March 23:30–Monday 29 March 00:30, New York)"),
    ],
)  # fmt: skip
def test_hours_are_said_on_the_clock_of_the_meeting_and_on_that_of_the_reader(meet, zone, begin, reader, said):
    assert hours_of(meet(zone, begin), reader) == said


def test_a_moment_in_dutch_names_the_places_as_dutch_does(meet):
    with translation.override("nl"):
        said = moment_of(meet("Europe/Amsterdam", "2027-03-29T08:00"), LONDON)
    assert said == "maandag 29 maart 2027, 10:00–11:00 (Amsterdam; voor jou 09:00–10:00, Londen)"


def test_a_start_is_said_alone_to_who_reads_by_the_same_clock(meet):
    meeting = meet("America/New_York", "2027-03-11T01:00")
    assert start_of(meeting, NEW_YORK) == "20:00"
    assert start_of(meeting, AMSTERDAM) == "20:00 (New York; for you Thursday 11 March 02:00, Amsterdam)"


SAID = "Wednesday 10 March 2027, 20:00–21:00 (New York; for you Thursday 11 March 02:00–03:00, Amsterdam)"


def test_page_text_and_html_of_a_mail_say_the_same(meet, cast, browse):
    meeting = meet("America/New_York", "2027-03-11T01:00", guests=[("Guus", "guus@gast.example")])
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    mails = {one.to[0]: one for one in send()}
    mine = mails["editor@catering.example"]
    html = next(one.content for one in mine.alternatives if one.mimetype == "text/html")
    page = browse(cast.catering_editor).get(cast.catering_editor.url("meetings:detail", pk=meeting.pk))
    for text in (mine.body, html, page.content.decode()):
        assert SAID in text
    assert "Wednesday 10 March 2027, 20:00–21:00 (New York)\n" in mails["guus@gast.example"].body


def test_lists_and_what_is_asked_are_dated_by_the_clock_of_the_meeting(meet, cast, browse):
    meeting = meet("America/New_York", "2027-03-11T01:00")
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    client = browse(cast.catering_editor)
    page = client.get(cast.catering_editor.url("meetings:list")).content.decode()
    assert '<span class="date"><b>10</b><span>Mar</span></span>' in page
    assert "20:00–21:00 (New York; for you Thursday 11 March 02:00–03:00, Amsterdam)" in page


def test_the_pdf_of_minutes_names_the_place_of_the_clock(adopted):
    meeting = adopted.meeting
    meeting.starts_at, meeting.ends_at, meeting.time_zone = at("2027-03-29T08:00"), at("2027-03-29T09:00"), "Asia/Tokyo"
    adopted.meeting = meeting
    assert ("Time", "17:00–18:00 (Tokyo)") in [(str(name), value) for name, value in _frame(adopted).facts]


def test_a_time_zone_alone_is_told_in_words_and_asks_nobody_again(meet, cast):
    meeting = meet("Europe/Amsterdam", "2027-03-29T08:00")
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    actions.reply(meeting=fresh(meeting), answer="accepted", by=cast.catering_editor)
    send()
    actions.change_meeting(
        meeting=fresh(meeting), revision=fresh(meeting).revision, by=cast.campus_editor, time_zone="Europe/London"
    )
    mine = next(one for one in send() if one.to == ["editor@catering.example"])
    assert mine.subject.startswith("Other time zone, 29 March: ")
    was = "Monday 29 March 2027, 10:00–11:00 (Amsterdam)"
    now = "Monday 29 March 2027, 09:00–10:00 (London; for you 10:00–11:00, Amsterdam)"
    assert f"- Time: was {was}, is now {now}\n" in mine.body
    assert "let us know again" not in mine.body
    assert {one.reply for one in meeting.participants.all()} == {"accepted"}


def test_the_reader_far_away_is_told_where_the_last_day_ends(review, cast, browse):
    User.objects.filter(pk=cast.catering_editor.user_id).update(time_zone="Pacific/Kiritimati")
    page = browse(cast.catering_editor).get(cast.catering_editor.url("meetings:adoption", pk=review.meeting_id))
    with translation.override("en"):
        day = f"{review.last_day:%A} {review.last_day.day} {review.last_day:%B}"
    assert f"At the end of {day} (Amsterdam) the minutes are fixed." in page.content.decode()


def test_a_guest_reads_where_the_clock_stands_that_is_not_the_clients(meet):
    with translation.override("en"):
        assert start_of(meet("America/New_York", "2027-03-29T14:00")) == "10:00 (New York)"
        assert start_of(meet("Europe/Amsterdam", "2027-03-29T08:00")) == "10:00"


def test_who_cancels_is_told_what_they_did_themselves(meet, cast):
    meeting = meet("Europe/Amsterdam", "2027-03-29T08:00")
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    send()
    actions.cancel(meeting=fresh(meeting), by=cast.campus_editor)
    bodies = {one.to[0]: one.body for one in send()}
    assert "You have cancelled the meeting" in bodies["editor@campus.example"]
    assert "Editor Campus Noord of Campus Noord has cancelled" in bodies["editor@catering.example"]

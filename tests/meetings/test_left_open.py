"""Open actions of earlier meetings, where the agenda speaks of them."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import timezone

from meetings import actions
from meetings.agendas import Point
from meetings.left_open import item_about_it
from meetings.models import Action, AgendaItem, Meeting
from meetings.pdf import document
from tests.meetings.conftest import fresh


def url(member, name, **kwargs) -> str:
    return member.url(f"meetings:{name}", **kwargs)


def act(cast, pair, text, **details):
    return actions.make_action(
        partnership=pair, by=cast.campus_editor, text=text, owner=cast.catering_editor, due=timezone.localdate(),
        **details,
    )  # fmt: skip


@pytest.fixture
def meeting(cast, make):
    found = make()
    actions.add_item(meeting=found, by=cast.campus_editor, title="Vorig verslag en open acties")
    actions.plan_meeting(meeting=found, by=cast.campus_editor)
    return found


@pytest.mark.parametrize("title", ["Open acties", "open actions ", "Previous minutes and open actions"])
def test_item_about_open_actions_is_known_in_both_languages(title):
    items = [AgendaItem(title="Something else"), AgendaItem(title=title)]
    assert item_about_it(items) is items[1]
    assert item_about_it(items[:1]) is None


def test_open_actions_of_earlier_meetings_stand_on_the_agenda_and_are_closed_there(cast, browse, pair, meeting):
    left, done = act(cast, pair, "Order the beans"), act(cast, pair, "Clean the machine")
    actions.close_action(action=done, by=cast.catering_editor, state="done", closing_note="")
    act(cast, pair, "Of this meeting", meeting=meeting)
    client, address = browse(cast.campus_editor), url(cast.campus_editor, "detail", pk=meeting.pk)
    assert [one.text for one in client.get(address).context["left_open"]] == ["Order the beans"]
    answer = client.post(
        url(cast.campus_editor, "action", pk=left.pk), {"state": "done", "from": "detail", "meeting": str(meeting.pk)}
    )
    assert answer["Location"] == address + "#left-open"
    assert Action.objects.get(pk=left.pk).state == "done"
    assert client.get(address).context["left_open"] == []


def test_open_actions_stand_in_the_minutes_that_are_written(cast, browse, pair, meeting):
    act(cast, pair, "Order the beans")
    actions.begin(meeting=meeting, by=cast.campus_editor)
    page = browse(cast.catering_editor).get(url(cast.catering_editor, "minutes", pk=meeting.pk))
    assert [one.text for one in page.context["left_open"]] == ["Order the beans"]
    assert "Done: Order the beans" in page.content.decode()


def test_who_may_not_close_an_action_gets_no_button(cast, browse, pair, meeting):
    act(cast, pair, "Order the beans")
    page = browse(cast.campus_reader).get(url(cast.campus_reader, "detail", pk=meeting.pk)).content.decode()
    assert ("Order the beans" in page, "Done: Order the beans" in page) == (True, False)


def test_a_foreign_meeting_leads_back_to_the_action(cast, browse, pair, make):
    left = act(cast, pair, "Order the beans")
    for foreign in ("x", str(pair.pk)):
        answer = browse(cast.campus_editor).post(
            url(cast.campus_editor, "action", pk=left.pk), {"state": "done", "from": "detail", "meeting": foreign}
        )
        assert answer["Location"] == url(cast.campus_editor, "action", pk=left.pk)
        actions.reopen_action(action=Action.objects.get(pk=left.pk), by=cast.campus_editor)


@pytest.fixture
def series(cast, pair):
    """Weekly, with one item, that is about open actions."""
    return actions.make_series(
        partnership=pair, by=cast.campus_editor, members=[cast.campus_editor, cast.catering_editor],
        level="operational", title="Consultation", rule="FREQ=WEEKLY", length=30,
        first_on=timezone.localdate() + timedelta(days=7), start_time=time(9), time_zone="Europe/Amsterdam",
        points=[Point("Open acties", "discuss", 10)],
    )  # fmt: skip


def test_actions_of_the_own_series_stand_first(cast, browse, pair, make, series):
    before, meeting = (actions.make_next(series=series, by=cast.campus_editor) for _ in range(2))
    act(cast, pair, "Of another meeting", meeting=make())
    act(cast, pair, "Between meetings")
    act(cast, pair, "Of the series", meeting=before)
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "detail", pk=meeting.pk))
    found = [one.text for one in page.context["left_open"]]
    assert found == ["Of the series", "Of another meeting", "Between meetings"]


@pytest.mark.parametrize("many", [50, 51])
def test_a_list_of_open_actions_that_is_cut_says_how_many_there_are(cast, browse, pair, meeting, many):
    one = act(cast, pair, "Do it")
    more = [Action(**{field.attname: getattr(one, field.attname) for field in Action._meta.concrete_fields})
            for _ in range(many - 1)]  # fmt: skip
    for row in more:
        row.pk = uuid4()
    Action.objects.bulk_create(more)
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "detail", pk=meeting.pk)).content.decode()
    all_of_it = f'href="{url(cast.campus_editor, "actions")}?whose=all&amp;partnership={pair.pk}"'
    said = "50 of 51 open actions of earlier meetings are listed." in page
    assert (page.count("Done: Do it"), said, all_of_it in page) == (50, many > 50, many > 50)


def hold_and_send(cast, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(state="planned", told_at=timezone.now())
    actions.begin(meeting=fresh(meeting), by=cast.campus_editor)
    actions.finish(meeting=fresh(meeting), by=cast.campus_editor)
    there = [one.pk for one in meeting.participants.all()]
    actions.mark_present(meeting=fresh(meeting), present=there, by=cast.campus_editor)
    minutes = meeting.versions.get()
    actions.send_for_review(minutes=minutes, by=cast.campus_editor, early=True)
    return fresh(minutes)


def closed_in(minutes) -> list:
    (item,) = document(minutes)["items"]
    return [(one["text"], str(one["state"]), one["because"]) for one in item["closed"]]


def close(cast, action, state="done", closing_note="") -> None:
    actions.close_action(action=action, by=cast.campus_editor, state=state, closing_note=closing_note)


def test_minutes_say_once_which_actions_of_earlier_meetings_were_closed(cast, browse, pair, series, make):
    """Of the series; in the minutes of the meeting at or before which they were closed, and in no others."""
    first, second, third = (actions.make_next(series=series, by=cast.campus_editor) for _ in range(3))
    done, dropped, later, foreign = (
        act(cast, pair, text, meeting=meeting)
        for text, meeting in (("Beans", first), ("Milk", first), ("Tea", first), ("Elsewhere", make()))
    )
    with time_machine.travel(timezone.now() - timedelta(hours=2), tick=False):
        hold_and_send(cast, first)
    with time_machine.travel(timezone.now() - timedelta(hours=1), tick=False):
        close(cast, done)
        close(cast, dropped, "dropped", "The supplier stopped")
        close(cast, foreign)
        minutes = hold_and_send(cast, second)
    assert closed_in(minutes) == [("Beans", "done", ""), ("Milk", "dropped", "The supplier stopped")]
    html = render_to_string("meetings/pdf/minutes.html", document(minutes) | {"minutes": minutes})
    assert "Milk (Editor Smaakvol Catering, Smaakvol Catering): dropped, The supplier stopped" in html
    page = browse(cast.catering_editor).get(url(cast.catering_editor, "adoption", pk=second.pk)).content.decode()
    assert "Closed actions of earlier meetings" in page and "Elsewhere" not in page
    close(cast, later)
    assert closed_in(hold_and_send(cast, third)) == [("Tea", "done", "")]


def test_closed_actions_stand_with_the_open_ones_while_a_meeting_is_ahead(cast, browse, pair, series):
    first, second = (actions.make_next(series=series, by=cast.campus_editor) for _ in range(2))
    done = act(cast, pair, "Beans", meeting=first)
    with time_machine.travel(timezone.now() - timedelta(hours=2), tick=False):
        hold_and_send(cast, first)
    close(cast, done)
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "detail", pk=second.pk))
    assert [one.text for one in page.context["left_closed"]] == ["Beans"]

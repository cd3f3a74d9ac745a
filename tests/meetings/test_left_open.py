"""Open actions of earlier meetings, where the agenda speaks of them."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from meetings import actions
from meetings.agendas import Point
from meetings.left_open import item_about_it
from meetings.models import Action, AgendaItem


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


def test_actions_of_the_own_series_stand_first(cast, browse, pair, make):
    series = actions.make_series(
        partnership=pair, by=cast.campus_editor, level="operational", title="Consultation", rule="FREQ=WEEKLY",
        length=30, first_on=timezone.localdate() + timedelta(days=7), start_time=time(9),
        time_zone="Europe/Amsterdam", points=[Point("Open acties", "discuss", 10)],
    )  # fmt: skip
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

"""Who was there: who is ticked by default, and that no tick is lost."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings import actions
from meetings.models import Meeting, Minutes, Participant
from tests.meetings.conftest import fresh, place_of

GUEST = ("Guus Gast", "guus@gast.example")
JSON = {"Accept": "application/json"}


def url(member, name, meeting) -> str:
    return member.url(f"meetings:{name}", pk=meeting.pk)


def there(meeting) -> set:
    return set(Participant.objects.filter(meeting=meeting, present=True))


@pytest.fixture
def begun(make, cast):
    """Both editors, two contributors of whom one said perhaps, and a guest; the editor of Catering never answered."""
    people = [cast.campus_editor, cast.campus_contributor, cast.catering_editor, cast.catering_contributor]
    meeting = make(members=people, guests=[GUEST])
    actions.add_item(meeting=meeting, by=cast.campus_editor, title="Lunch peak")
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    meeting = fresh(meeting)
    actions.reply(meeting=meeting, answer="tentative", by=cast.campus_contributor)
    actions.reply(meeting=meeting, answer="accepted", by=cast.catering_contributor)
    actions.begin(meeting=meeting, by=cast.campus_editor)
    # As if its time had come.
    now = timezone.now()
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=now - timedelta(hours=2), ends_at=now)
    return fresh(meeting)


@pytest.fixture
def place(begun, cast):
    return lambda name: place_of(begun, getattr(cast, name))


def test_ticked_by_default_is_who_said_to_come(begun, place):
    assert there(begun) == {place("campus_editor"), place("catering_contributor")}


def test_of_what_is_recorded_afterwards_all_are_ticked(make, cast):
    meeting = make(days=-1, afterwards=True, guests=[GUEST])
    assert there(meeting) == set(Participant.objects.filter(meeting=meeting))


def ticks(begun, *places, base=None) -> dict:
    """What the form of the page sends: who is ticked, and what the page began with."""
    data = {"people": "1", **{f"present-{one.pk}": "on" for one in places}}
    if base is not None:
        data |= {"base-people": "1", **{f"base-present-{one.pk}": "on" for one in base}}
    return data


def mark(browse, member, meeting) -> int:
    return browse(member).get(url(member, "minutes", meeting)).context["people_mark"]


def test_a_tick_is_saved_by_the_script(begun, place, cast, browse):
    member = cast.catering_editor
    data = ticks(begun, place("catering_editor")) | {"revision": mark(browse, member, begun)}
    answer = browse(member).post(url(member, "present", begun), data, headers=JSON)
    assert answer.status_code == 200
    assert there(begun) == {place("catering_editor")}
    # Unticked once more, from the number that came back.
    again = ticks(begun) | {"revision": answer.json()["revision"]}
    assert browse(member).post(url(member, "present", begun), again, headers=JSON).status_code == 200
    assert there(begun) == set()


def test_two_who_tick_at_the_same_time_lose_nothing_of_each_other(begun, place, cast, browse):
    """Each page began with the same list; the second one is behind, and sends along what it began with."""
    before = list(there(begun))
    first, second = cast.campus_editor, cast.catering_editor
    shown = mark(browse, first, begun)
    mine = ticks(begun, *before, place("campus_contributor")) | {"revision": shown}
    assert browse(first).post(url(first, "present", begun), mine, headers=JSON).status_code == 200
    theirs = [place("catering_editor"), place("campus_editor")]
    data = ticks(begun, *theirs) | {"revision": shown}
    assert browse(second).post(url(second, "present", begun), data, headers=JSON).status_code == 409
    data = ticks(begun, *theirs, base=before) | {"revision": shown}
    assert browse(second).post(url(second, "present", begun), data, headers=JSON).status_code == 200
    assert there(begun) == {place("campus_editor"), place("campus_contributor"), place("catering_editor")}


@pytest.mark.parametrize("button", ["finish", "send"])
def test_ticks_go_along_with_the_button_that_ends_the_writing(begun, place, cast, browse, button):
    if button == "send":
        actions.finish(meeting=begun, by=cast.campus_editor)
    member = cast.campus_editor
    browse(member).post(url(member, button, begun), ticks(begun, place("catering_editor")))
    assert there(begun) == {place("catering_editor")}
    assert fresh(begun).state == ("held" if button == "finish" else "review")


def test_minutes_in_which_nobody_was_there_are_not_sent(begun, cast, browse):
    actions.finish(meeting=begun, by=cast.campus_editor)
    member = cast.campus_editor
    answer = browse(member).post(url(member, "send", begun), ticks(begun), follow=True)
    assert "Nobody is ticked under “Who was there”" in answer.content.decode()
    minutes = Minutes.objects.get(meeting=begun)
    assert (minutes.state, there(begun)) == ("draft", set())
    with pytest.raises(ValidationError, match="Nobody is ticked"):
        actions.send_for_review(minutes=minutes, by=member)


def test_ticks_are_not_changed_once_the_minutes_were_sent(begun, place, cast, browse):
    actions.finish(meeting=begun, by=cast.campus_editor)
    actions.send_for_review(minutes=Minutes.objects.get(meeting=begun), by=cast.campus_editor)
    member = cast.catering_editor
    answer = browse(member).post(url(member, "present", begun), ticks(begun, base=[]), headers=JSON)
    assert answer.status_code == 422
    assert "have been sent for adoption" in answer.json()["error"]

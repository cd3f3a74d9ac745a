"""What a meeting left: on one next meeting, with what was said and given out before."""

from datetime import time, timedelta
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from meetings import actions
from meetings.actions.agenda import carry
from meetings.content import content_of
from meetings.models import AgendaItem, Meeting, MeetingSeries, MinutesText
from tests.meetings.conftest import fresh, partnership_of
from tests.partnerships.test_race import at_once


def url(member, name, **kwargs) -> str:
    return member.url(f"meetings:{name}", **kwargs)


def series_of(pair, cast) -> MeetingSeries:
    return actions.make_series(
        partnership=pair, by=cast.campus_editor, members=[cast.campus_editor, cast.catering_editor],
        level="operational", title="Consultation", rule="FREQ=WEEKLY", length=30,
        first_on=timezone.localdate() + timedelta(days=7), start_time=time(9), time_zone="Europe/Amsterdam",
    )  # fmt: skip


@pytest.fixture
def weekly(pair, cast) -> MeetingSeries:
    return series_of(pair, cast)


def write(meeting, cast, title, html) -> None:
    text = MinutesText.objects.get(minutes__meeting=meeting, item__title=title)
    actions.save_text(text=text, revision=text.revision, html=html, by=cast.campus_editor)


def hold(meeting, cast, *, words="", action="") -> Meeting:
    """Holds it, with a text and an action under "The lifts"; without either the item was not discussed."""
    Meeting.objects.filter(pk=meeting.pk, state="draft").update(state="planned", told_at=timezone.now())
    meeting = fresh(meeting)
    actions.begin(meeting=meeting, by=cast.campus_editor)
    item = meeting.items.get(title="The lifts")
    if words:
        write(meeting, cast, "The lifts", f"<p>{words}</p>")
    if action:
        actions.make_action(
            partnership=meeting.partnership, meeting=meeting, item=item, by=cast.campus_editor, text=action,
            owner=cast.catering_editor, due=timezone.localdate() + timedelta(days=20),
        )  # fmt: skip
    actions.mark_discussed(item=item, discussed=bool(words or action), by=cast.campus_editor)
    actions.finish(meeting=fresh(meeting), by=cast.campus_editor)
    return fresh(meeting)


@pytest.fixture
def first(weekly, cast) -> Meeting:
    """Held, with words and an open action under "The lifts"."""
    meeting = actions.make_next(series=weekly, by=cast.campus_editor)
    actions.add_item(meeting=meeting, by=cast.campus_editor, title="The lifts")
    return hold(meeting, cast, words="Two of them stop", action="Call the engineer")


def lifts_in(page):
    return next(one for one in page.context["items"] if one.title == "The lifts")


def test_carried_item_shows_note_actions_and_minutes_of_the_earlier_meeting(cast, browse, weekly, first):
    following = actions.make_next(series=weekly, by=cast.campus_editor)
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "detail", pk=following.pk))
    (earlier,) = lifts_in(page).earlier
    assert (earlier.html, [one.text for one in earlier.actions]) == ("<p>Two of them stop</p>", ["Call the engineer"])
    words = page.content.decode()
    item = first.items.get(title="The lifts")
    assert f'href="{url(cast.campus_editor, "adoption", pk=first.pk)}#item-{item.pk}"' in words
    assert "Two of them stop" in words and "Call the engineer" in words


def test_item_carried_twice_shows_both_meetings_the_nearest_first(cast, browse, weekly, first):
    second = hold(actions.make_next(series=weekly, by=cast.campus_editor), cast)
    third = actions.make_next(series=weekly, by=cast.campus_editor)
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "detail", pk=third.pk))
    earlier = lifts_in(page).earlier
    assert [one.meeting for one in earlier] == [second, first]
    assert [one.discussed for one in earlier] == [False, True]
    assert [one.text for one in earlier[1].actions] == ["Call the engineer"]


def test_carried_item_shows_its_note_where_the_new_minutes_are_written(cast, browse, weekly, first):
    following = actions.make_next(series=weekly, by=cast.campus_editor)
    Meeting.objects.filter(pk=following.pk).update(state="planned", told_at=timezone.now())
    actions.begin(meeting=fresh(following), by=cast.campus_editor)
    page = browse(cast.catering_editor).get(url(cast.catering_editor, "minutes", pk=following.pk)).content.decode()
    assert "Two of them stop" in page and "Call the engineer" in page


def test_a_reader_sees_the_earlier_note_once_it_was_sent(cast, browse, weekly, first):
    following = actions.make_next(series=weekly, by=cast.campus_editor)
    address = url(cast.campus_reader, "detail", pk=following.pk)

    def seen() -> tuple[str, str]:
        page = browse(cast.campus_reader).get(address)
        leads = [name for name in ("adoption", "detail") if f'"{url(cast.campus_reader, name, pk=first.pk)}' in
                 page.content.decode()]  # fmt: skip
        return lifts_in(page).earlier[0].html, leads[0]

    assert seen() == ("", "detail")
    Meeting.objects.filter(pk=first.pk).update(starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now())
    actions.mark_present(
        meeting=fresh(first), by=cast.campus_editor, present=[first.participants.get(membership=cast.campus_editor).pk]
    )
    actions.send_for_review(minutes=first.versions.get(), by=cast.campus_editor)
    assert seen() == ("<p>Two of them stop</p>", "adoption")


def test_who_is_invited_only_to_the_new_meeting_reads_nothing_of_the_earlier(cast, browse, weekly, first):
    following = actions.make_next(series=weekly, by=cast.campus_editor)
    Meeting.objects.filter(pk=following.pk).update(state="planned", told_at=timezone.now())
    pair = fresh(following).partnership
    pair.team.filter(membership=cast.catering_reader).delete()
    following.participants.create(membership=cast.catering_reader, side="supplier")
    page = browse(cast.catering_reader).get(url(cast.catering_reader, "detail", pk=following.pk))
    assert lifts_in(page).earlier == []
    assert "Two of them stop" not in page.content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_carried_items_cost_the_same_number_of_queries(cast, browse, weekly, django_assert_num_queries, many):
    meeting = actions.make_next(series=weekly, by=cast.campus_editor)
    for n in range(many - 1):
        actions.add_item(meeting=meeting, by=cast.campus_editor, title=f"More {n}")
    actions.add_item(meeting=meeting, by=cast.campus_editor, title="The lifts")
    hold(meeting, cast, words="Two of them stop", action="Call the engineer")
    Meeting.objects.filter(pk=meeting.pk).update(state="held")
    following = actions.make_next(series=weekly, by=cast.campus_editor)
    client, address = browse(cast.campus_editor), url(cast.campus_editor, "detail", pk=following.pk)
    client.get(address)
    with django_assert_num_queries(14):
        client.get(address)


def test_minutes_say_from_which_meeting_an_item_was_carried_over(cast, browse, weekly, first):
    following = hold(actions.make_next(series=weekly, by=cast.campus_editor), cast, words="Repaired")
    (item,) = content_of(following.versions.get())["items"]
    assert item["carried_from"] == first.local_start.date().isoformat()


def test_the_database_keeps_an_item_from_going_to_two_meetings(cast, weekly, first):
    later = [actions.make_next(series=weekly, by=cast.campus_editor) for _ in range(2)]
    carried = AgendaItem.objects.get(carried_from__meeting=first)
    carried.pk, carried.meeting = None, later[1]
    with pytest.raises(IntegrityError, match="item_carried_to_one_meeting"), transaction.atomic():
        carried.save(force_insert=True)


# Two at the same moment ------------------------------------------------------------------------


@pytest.fixture
def left(committed_cast):
    """A meeting of a series that left something, and two meetings of no series, committed."""
    cast = committed_cast
    team = [cast.campus_editor, cast.catering_editor]
    pair = partnership_of(cast.campus_owner, cast.catering_owner, team, "Samen aan tafel")
    weekly = series_of(pair, cast)
    meeting = actions.make_next(series=weekly, by=cast.campus_editor)
    actions.add_item(meeting=meeting, by=cast.campus_editor, title="The lifts")
    return cast, weekly, hold(meeting, cast)


def test_two_next_meetings_made_at_one_moment_carry_an_item_once(left):
    cast, weekly, meeting = left
    made = at_once(*[lambda: actions.make_next(series=weekly, by=cast.campus_editor)] * 2)
    assert not [one for one in made if isinstance(one, Exception)]
    assert AgendaItem.objects.filter(carried_from__meeting=meeting).count() == 1


def test_an_item_that_goes_on_elsewhere_meanwhile_is_refused_with_a_sentence(left):
    """The other transaction holds the item until this one waits for it."""
    cast, weekly, meeting = left
    first, second = (
        actions.make_next(series=weekly, by=cast.campus_editor, after=timezone.localdate() + timedelta(days=days))
        for days in (20, 40)
    )
    AgendaItem.objects.filter(carried_from__isnull=False).delete()
    answers = []

    def go_on() -> None:
        try:
            with translation.override("en"), transaction.atomic():
                carry(fresh(first), meeting)
        except ValidationError as error:
            answers.append(error.messages)
        finally:
            connection.close()

    waiter = Thread(target=go_on)
    item = meeting.items.get(title="The lifts")
    with transaction.atomic():
        AgendaItem.objects.create(
            meeting=second, position=9, title=item.title, side=item.side, put_by=item.put_by, carried_from=item
        )
        waiter.start()
        while waiter.is_alive() and not _somebody_waits():
            waiter.join(0.01)
    waiter.join(30)
    assert answers == [["What was left went on to another meeting at the same moment, so nothing was changed. "
                        "Try again."]]  # fmt: skip
    assert [one.meeting for one in AgendaItem.objects.filter(carried_from=item)] == [second]


def _somebody_waits() -> bool:
    """For this connection; what its transaction sees of the activity of others is frozen, locks are not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return cursor.fetchone() is not None

"""Series, twelve meetings with their minutes, four that come, decisions and actions."""

from datetime import date, datetime, time, timedelta
from typing import Any

from common.richtext import from_plain
from documents.models import Job
from meetings import actions
from meetings.models import Action, AgendaItem, Meeting, MeetingSeries, Minutes, MinutesText
from overview.demo import meeting_texts as texts
from overview.demo.clock import at as when
from overview.demo.meeting_minutes import PAST
from overview.demo.world import World
from partnerships.models import Partnership

PEOPLE = {
    "S": "fm@rijnoever.example",
    "C": "contract@rijnoever.example",
    "L": "assessor@rijnoever.example",
    "H": "huisvesting@rijnoever.example",
    "B": "account@groene-tafel.example",
    "N": "team@groene-tafel.example",
    "F": "service@groene-tafel.example",
    "K": "account@helderwit.example",
    "M": "team@helderwit.example",
    "Z": "fm@zorgwaard.example",
    "D": "assessor@zorgwaard.example",
}


def load(world: World) -> None:
    """Everything of this room."""
    series = {key: _series(world, key, *values) for key, values in texts.SERIES.items()}
    for key, days, hour, place, who, state, items in PAST:
        _past(world, series[key], (days, hour, place, who), state, items)
    for key, days, hour, place, who, planned, items in texts.COMING:
        _coming(world, series[key], (days, hour, place, who), planned, items)
    for supplier, who, text, due in texts.BETWEEN:
        pair = _pair("rijnoever", supplier)
        actions.make_action(
            partnership=pair, by=_editor(world, pair), text=text, owner=_who(world, who), due=_due(world, due)
        )
    # Who loads the scenario did not ask for these PDFs.
    Job.objects.for_system("demo").filter(kind="meetings.minutes_pdf").update(seen_at=world.at(0))


def _who(world: World, letter: str) -> Any:
    return world.member[PEOPLE[letter]]


def _pair(client: str, supplier: str) -> Partnership:
    rows = Partnership.objects.for_system("demo").select_related("client", "supplier")
    return rows.get(client__slug=client, supplier__slug=supplier)


def _editor(world: World, pair: Partnership) -> Any:
    """Who plans the meetings of a partnership: the facility manager sees them all."""
    return world.member[f"fm@{pair.client.slug}.example"]


def _series(
    world: World, key: str, client: str, supplier: str, level: str, title: str, rule: str, length: int, who: str
) -> MeetingSeries:
    pair = _pair(client, supplier)
    first = next(days for of, days, *_rest in PAST if of == key)
    with when(world.at(first - 14, 9)):
        return actions.make_series(
            partnership=pair,
            by=_editor(world, pair),
            members=[_who(world, one) for one in who],
            points=texts.POINTS[key],
            level=level,
            title=title,
            rule=rule,
            length=length,
            first_on=world.workday(first),
            start_time=time(_hour(key)),
            time_zone="Europe/Amsterdam",
        )


def _hour(key: str) -> int:
    """When a series meets: as its next meeting does, or else its last."""
    rows = [(of, hour) for of, _days, hour, *_rest in [*texts.COMING, *PAST]]
    return next(hour for of, hour in rows if of == key)


def _due(world: World, days: int) -> date:
    """A working day: what is late is late also on a Monday."""
    if days >= 0:
        return world.workday(days)
    day = world.day(days)
    return day - timedelta(days=max(day.weekday() - 4, 0))


def _meeting(world: World, series: MeetingSeries, facts: tuple, *, now: datetime) -> Meeting:
    days, hour, place, who = facts
    starts_at = world.at(days, hour)
    with when(now):
        return actions.make_meeting(
            partnership=series.partnership,
            by=_editor(world, series.partnership),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=series.length),
            members=[_who(world, one) for one in who],
            series=series,
            level=series.level,
            title=series.title,
            time_zone="Europe/Amsterdam",
            place=place,
            language="nl",
        )


# What is past ----------------------------------------------------------------------------------


def _past(world: World, series: MeetingSeries, facts: tuple, state: str, items: list) -> None:
    """Planned ten days ahead, held, written down, and then as far as `state` says."""
    starts_at = world.at(facts[0], facts[1])
    meeting = _meeting(world, series, facts, now=starts_at - timedelta(days=10))
    by = meeting.organiser
    with when(starts_at - timedelta(days=9)):
        for title, purpose, minutes, who, *_rest in items:
            actions.add_item(meeting=meeting, by=_who(world, who), title=title, purpose=purpose, minutes=minutes)
        actions.plan_meeting(meeting=meeting, by=by)
    with when(starts_at - timedelta(days=8)):
        meeting.refresh_from_db()
        for member in _listed(meeting):
            actions.reply(meeting=meeting, answer="accepted", by=member)
    with when(starts_at):
        actions.begin(meeting=meeting, by=by)
    for number, item in enumerate(items):
        with when(starts_at + timedelta(minutes=8 * (number + 1))):
            _write(world, meeting, item)
    with when(starts_at + timedelta(minutes=series.length)):
        actions.finish(meeting=meeting, by=by)
    _close_actions(world, meeting, items)
    _adopt(world, meeting, state, facts[3])


def _write(world: World, meeting: Meeting, item: tuple) -> None:
    title, _purpose, _minutes, _by, text, decisions, promises = item
    writer = meeting.organiser
    row = AgendaItem.objects.for_system("demo").get(meeting=meeting, title=title)
    if text:
        words = MinutesText.objects.for_system("demo").select_related(
            "minutes__meeting__partnership__client", "minutes__meeting__partnership__supplier"
        )
        words_of_item = words.get(item=row)
        actions.save_text(text=words_of_item, revision=words_of_item.revision, html=from_plain(text), by=writer)
    for decided, reason, alternatives in decisions:
        day: date = meeting.local_start.date()
        actions.note_decision(
            meeting=meeting, by=writer, text=decided, reason=reason, alternatives=alternatives,
            valid_from=day + timedelta(days=7), look_again_on=day + timedelta(days=365), item=row,
        )  # fmt: skip
    for owner, what, due, _done in promises:
        actions.make_action(
            partnership=meeting.partnership, meeting=meeting, item=row, by=writer, text=what,
            owner=_who(world, owner), due=_due(world, due),
        )  # fmt: skip


def _close_actions(world: World, meeting: Meeting, items: list) -> None:
    for _title, _purpose, _minutes, _who_put, _text, _decisions, promises in items:
        for _owner, what, _due, done in promises:
            if done is None:
                continue
            action = (
                Action.objects.for_system("demo")
                .select_related("owner", "partnership", "meeting")
                .get(meeting=meeting, text=what)
            )
            with when(world.at(done, 16, 10)):
                actions.close_action(action=action, by=action.owner)


def _adopt(world: World, meeting: Meeting, state: str, who: str) -> None:
    """Sent the same day and adopted by the other side some days later; the last set is still under review."""
    minutes = Minutes.objects.for_system("demo").select_related("meeting__partnership").get(meeting=meeting)
    if state == "held":
        return
    with when(meeting.ends_at + timedelta(hours=4)):
        actions.send_for_review(minutes=minutes, by=meeting.organiser, adopt=True)
    minutes.refresh_from_db()
    other = _who(world, next(one for one in "BNKM" if one in who))
    if state == "adopted":
        with when(_after(world, meeting, 4)):
            actions.approve(minutes=minutes, sha256=minutes.sha256, by=other)
        return
    first = minutes.texts.order_by("item__position").exclude(text="")[0]
    with when(_after(world, meeting, 1)):
        actions.amend(minutes=minutes, text=first, proposal=texts.AMENDMENT, by=_who(world, "N"))
    with when(_after(world, meeting, 1) + timedelta(hours=6)):
        actions.dismiss_amendment(amendment=minutes.amendments.get(), answer=texts.DISMISSED, by=meeting.organiser)
    actions.save_note(meeting=meeting, text=texts.NOTE, revision=0, by=meeting.organiser)


def _after(world: World, meeting: Meeting, days: int) -> datetime:
    """The morning of a working day, so many days after a meeting."""
    return world.at((meeting.local_start.date() - world.today).days + days, 9)


# What comes ------------------------------------------------------------------------------------


def _coming(world: World, series: MeetingSeries, facts: tuple, planned: bool, items: list) -> None:
    """With the usual agenda, what both sides added, and the answers of half of the people."""
    with when(world.at(-6, 11)):
        last = Meeting.objects.for_system("demo").filter(series=series).order_by("-starts_at").first()
        assert last
        meeting = actions.make_next(series=series, by=_editor(world, series.partnership), after=last.local_start.date())
        starts_at = world.at(facts[0], facts[1])
        actions.change_meeting(
            meeting=meeting,
            revision=meeting.revision,
            by=meeting.organiser,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=series.length),
            place=facts[2],
        )
        for title, purpose, minutes, who, explanation in items:
            actions.add_item(
                meeting=meeting, by=_who(world, who), title=title,
                purpose=purpose, minutes=minutes, explanation=explanation,
            )  # fmt: skip
        if not planned:
            return
        actions.plan_meeting(meeting=meeting, by=meeting.organiser)
    meeting.refresh_from_db()
    with when(world.at(-3, 14)):
        for member in _listed(meeting)[1:-1]:
            actions.reply(meeting=meeting, answer="accepted", by=member)


def _listed(meeting: Meeting) -> list[Any]:
    """The members on the list."""
    rows = meeting.participants.select_related("membership__user", "membership__organisation").order_by("pk")
    return [one.membership for one in rows]

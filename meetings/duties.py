"""What hangs on one person in meetings: organising, series, places at the table, and actions."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from accounts.handover import Duty, Held, Thing, register
from accounts.models import Membership
from accounts.rules import can_contribute, can_edit
from meetings.actions import handing_over
from meetings.models import Action, Meeting, MeetingSeries, Participant
from partnerships.duties import check_sees, who_sees
from partnerships.models import Partnership

PAIR = ("partnership__client", "partnership__supplier")
Fits = Callable[[Membership], bool]


def _by_partnership(
    duty: Duty, member: Membership, rows: Iterable[Any], thing: Callable[[Any], Thing], may: Fits | None = None
) -> list[Held]:
    """One for each partnership; for who sees it, and whose role allows it where `may` asks that."""
    places: dict[Partnership, list[Any]] = {}
    for row in rows:
        places.setdefault(row.partnership, []).append(row)
    fits = who_sees(member, [one.pk for one in places])

    def fitting(sees: Fits) -> Fits:
        return lambda one: sees(one) and (may is None or may(one))

    return [
        Held(duty, one.pk, one.name, [thing(row) for row in found], found, fits=fitting(fits(one.pk)))
        for one, found in places.items()
    ]


def _meeting(meeting: Meeting) -> Thing:
    return Thing(_with_day(meeting), "meetings:detail", meeting.pk)


def _titled(meeting: Meeting) -> str:
    return f"{meeting.title}, {date_format(meeting.local_start, 'j F Y')}"


_with_day = lazy(_titled, str)


# Organising ------------------------------------------------------------------------------------


def _organised(member: Membership, by: Membership) -> list[Held]:
    rows = Meeting.objects.for_system("somebody leaves").filter(
        organiser=member,
        state__in=[*Meeting.AHEAD, Meeting.State.UNDER_WAY, Meeting.State.HELD, Meeting.State.REVIEW],
        partnership__state__in=Partnership.ALIVE,
    )
    return _by_partnership(
        ORGANISER, member, rows.select_related(*PAIR, "organiser__user").order_by("starts_at"), _meeting, can_edit
    )


def _give_meetings(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    assert taker
    check_sees(taker, held.rows[0].partnership)
    for meeting in held.rows:
        handing_over.hand_over_meeting(meeting=meeting, taker=taker, by=by)


def _series(member: Membership, by: Membership) -> list[Held]:
    rows = (
        MeetingSeries.objects.for_system("somebody leaves")
        .running()
        .filter(made_by=member, partnership__state__in=Partnership.ALIVE)
    )
    return _by_partnership(
        SERIES, member, rows.select_related(*PAIR).order_by("title"),
        lambda row: Thing(row.title, "meetings:series", row.pk), can_edit,
    )  # fmt: skip


def _give_series(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    assert taker
    check_sees(taker, held.rows[0].partnership)
    handing_over.hand_over_series(series=held.rows, taker=taker)


# Places ----------------------------------------------------------------------------------------


def _places(member: Membership, by: Membership) -> list[Held]:
    # Of a meeting that is under way the minutes say who was there, also when that person leaves before its end.
    coming = Meeting.objects.for_system("somebody leaves").coming().exclude(state=Meeting.State.UNDER_WAY)
    # A draft of the other side is not known here; its organiser hears at planning who has left.
    rows = Participant.objects.visible_to(member).of(member).filter(meeting__in=coming)
    found: list[Any] = list(rows.select_related(*(f"meeting__{name}" for name in PAIR)).order_by("meeting__starts_at"))
    for row in found:
        row.partnership = row.meeting.partnership
    series = MeetingSeries.objects.for_system("somebody leaves").running().filter(members=member)
    found += series.select_related(*PAIR).order_by("title")
    return _by_partnership(PLACE, member, found, _place)


def _place(row: Any) -> Thing:
    return _meeting(row.meeting) if isinstance(row, Participant) else Thing(row.title, "meetings:series", row.pk)


def _give_places(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    for row in held.rows:
        if isinstance(row, Participant):
            handing_over.hand_over_place(place=row, taker=taker, by=by)
        else:
            handing_over.hand_over_usual_place(series=row, giver=giver, taker=taker)


# Actions ---------------------------------------------------------------------------------------


def _actions(member: Membership, by: Membership) -> list[Held]:
    rows = (
        Action.objects.for_system("somebody leaves").open().of(member).known_to_owner().select_related(*PAIR, "meeting")
    )
    return _by_partnership(
        ACTION, member, rows.order_by("due"), lambda row: Thing(row.text, "meetings:action", row.pk),
        # Whose it is may do it, whatever the role.
        may=lambda one: one.pk == member.pk or can_contribute(one),
    )  # fmt: skip


def _give_actions(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    assert taker
    check_sees(taker, held.rows[0].partnership)
    for action in held.rows:
        handing_over.hand_over_action(action=action, taker=taker, by=by)


PLACE = Duty(
    "meetings.place", gettext_lazy("Takes part in meetings"),
    ("meetings.Participant.membership", "meetings.MeetingSeries.members"), _places, _give_places,
    without=gettext_lazy("Nobody takes these places."),
)  # fmt: skip
ORGANISER = Duty(
    "meetings.organiser", gettext_lazy("Organises meetings"), ("meetings.Meeting.organiser",), _organised,
    _give_meetings,
)  # fmt: skip
SERIES = Duty(
    "meetings.series", gettext_lazy("Set up a series of meetings"), ("meetings.MeetingSeries.made_by",), _series,
    _give_series,
)  # fmt: skip
ACTION = Duty("meetings.action", gettext_lazy("Open actions"), ("meetings.Action.owner",), _actions, _give_actions)

_WROTE = "who did it then; everybody who may write goes on"
register(
    PLACE, ORGANISER, SERIES, ACTION,
    history={
        "meetings.Meeting.told_by": "who made the last change; answers no longer go to them once they left",
        "meetings.AgendaItem.put_by": _WROTE,
        "meetings.Minutes.sent_by": "who sent them then; once they left, whoever may adopt answers proposals",
        "meetings.Minutes.taken_back_by": _WROTE,
        "meetings.MinutesText.changed_by": _WROTE,
        "meetings.Approval.by": "an adoption stays that of who gave it",
        "meetings.Receipt.by": "who saw them then",
        "meetings.Amendment.by": "who proposed it; their side may withdraw it",
        "meetings.Amendment.answered_by": _WROTE,
        "meetings.PrivateNote.changed_by": _WROTE,
        "meetings.Decision.ended_by": _WROTE,
        "meetings.Action.closed_by": _WROTE,
        "meetings.Action.made_by": "who gave it then",
    },
)  # fmt: skip

"""What usually stands on the agenda of each level, and how often it meets."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from meetings.models.series import Level, Purpose


@dataclass(frozen=True)
class Point:
    """A point of a fixed agenda."""

    title: str
    purpose: str = Purpose.DISCUSS
    minutes: int = 10


@dataclass(frozen=True)
class Habit:
    """How a level meets: in the first year and later, and how long."""

    first_year: str
    later: str
    length: int


HABITS = {
    Level.OPERATIONAL: Habit("FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", 30),
    Level.TACTICAL: Habit("FREQ=MONTHLY", "FREQ=WEEKLY;INTERVAL=6", 60),
    Level.STRATEGIC: Habit("FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=4", 90),
    Level.COOPERATION: Habit("FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=6", 90),
    Level.ANNUAL: Habit("FREQ=YEARLY", "FREQ=YEARLY", 120),
}

AGENDAS: dict[str, tuple[Point, ...]] = {
    Level.OPERATIONAL: (
        Point(gettext_noop("Open actions"), Purpose.INFORM, 5),
        Point(gettext_noop("Disruptions and what we learn from them")),
        Point(gettext_noop("Signals from users")),
        Point(gettext_noop("Planning of the coming weeks"), Purpose.INFORM, 5),
    ),
    Level.TACTICAL: (
        Point(gettext_noop("Previous minutes and open actions"), Purpose.INFORM, 5),
        Point(gettext_noop("Performance and experience of the past period"), Purpose.DISCUSS, 15),
        Point(gettext_noop("Ideas for improvement, from both sides"), Purpose.DISCUSS, 15),
        Point(gettext_noop("Changes and risks")),
        Point(gettext_noop("Escalations"), Purpose.DECIDE, 5),
        Point(gettext_noop("What we ask of each other"), Purpose.DISCUSS, 10),
    ),
    Level.STRATEGIC: (
        Point(gettext_noop("Developments and interests, from both sides"), Purpose.DISCUSS, 25),
        Point(gettext_noop("Are we still on the way to the vision"), Purpose.DISCUSS, 20),
        Point(gettext_noop("Value for both"), Purpose.DECIDE, 20),
        Point(gettext_noop("Result of the relationship check"), Purpose.DISCUSS, 15),
        Point(gettext_noop("Plan for the year"), Purpose.DECIDE, 10),
    ),
    Level.COOPERATION: (
        Point(gettext_noop("Result of the relationship check"), Purpose.DISCUSS, 30),
        Point(gettext_noop("How we behave towards each other"), Purpose.DISCUSS, 30),
        Point(gettext_noop("What we ask of each other"), Purpose.DECIDE, 30),
    ),
    Level.ANNUAL: (
        Point(gettext_noop("Value of the past year, for both"), Purpose.DISCUSS, 40),
        Point(gettext_noop("Objectives for the coming year"), Purpose.DECIDE, 40),
        Point(gettext_noop("Go on, adjust or end"), Purpose.DECIDE, 40),
    ),
}


def agenda_of(level: str, language: str) -> list[Point]:
    """The usual agenda, in the language of the minutes; from then on it is the meeting's own text."""
    with translation.override(language):
        return [Point(_(point.title), point.purpose, point.minutes) for point in AGENDAS[level]]

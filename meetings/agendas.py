"""What usually stands on the agenda of each level, and how often it meets."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as said

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
        Point(said("Open actions"), Purpose.INFORM, 5),
        Point(said("Disruptions and what we learn from them")),
        Point(said("Signals from users")),
        Point(said("Planning of the coming weeks"), Purpose.INFORM, 5),
    ),
    Level.TACTICAL: (
        Point(said("Previous minutes and open actions"), Purpose.INFORM, 5),
        Point(said("Performance and experience of the past period"), Purpose.DISCUSS, 15),
        Point(said("Ideas for improvement, from both sides"), Purpose.DISCUSS, 15),
        Point(said("Changes and risks")),
        Point(said("Escalations"), Purpose.DECIDE, 5),
        Point(said("What we ask of each other"), Purpose.DISCUSS, 10),
    ),
    Level.STRATEGIC: (
        Point(said("Developments and interests, from both sides"), Purpose.DISCUSS, 25),
        Point(said("Are we still on the way to the vision"), Purpose.DISCUSS, 20),
        Point(said("Value for both"), Purpose.DECIDE, 20),
        Point(said("Result of the relationship check"), Purpose.DISCUSS, 15),
        Point(said("Plan for the year"), Purpose.DECIDE, 10),
    ),
    Level.COOPERATION: (
        Point(said("Result of the relationship check"), Purpose.DISCUSS, 30),
        Point(said("How we behave towards each other"), Purpose.DISCUSS, 30),
        Point(said("What we ask of each other"), Purpose.DECIDE, 30),
    ),
    Level.ANNUAL: (
        Point(said("Value of the past year, for both"), Purpose.DISCUSS, 40),
        Point(said("Objectives for the coming year"), Purpose.DECIDE, 40),
        Point(said("Go on, adjust or end"), Purpose.DECIDE, 40),
    ),
}


def agenda_of(level: str, language: str) -> list[Point]:
    """The usual agenda, in the language of the minutes; from then on it is the meeting's own text."""
    with translation.override(language):
        return [Point(_(point.title), point.purpose, point.minutes) for point in AGENDAS[level]]

"""Where a partnership stands in the eight stages of ISO 44001: guidance, computed from what exists, never stored.

The stages are told in our own words. Rooms above add what they know with `@evidence(stage)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import Partnership

State = Partnership.State
YEAR = timedelta(days=365)

NAMES: tuple[tuple[Promise, Promise], ...] = (
    (gettext_lazy("Know why"), gettext_lazy("Why work together, who stands for it, and how it serves the vision.")),
    (gettext_lazy("Know what"), gettext_lazy("The case: goals, knowledge, risks, and a thought about the end.")),
    (gettext_lazy("Know yourself"), gettext_lazy("Is our own side ready: people, skills, behaviour?")),
    (gettext_lazy("Choose each other"), gettext_lazy("Choose on cooperation, not on delivery alone.")),
    (gettext_lazy("Work together"), gettext_lazy("Joint rules, roles, goals, information and a way out of trouble.")),
    (gettext_lazy("Create value"), gettext_lazy("Improve together, and show what it brings both sides.")),
    (gettext_lazy("Stay together"), gettext_lazy("Watch the relation, and pass it on when people change.")),
    (gettext_lazy("Part well"), gettext_lazy("End as agreed, hand over, and take along what was learned.")),
)


@dataclass(frozen=True)
class Facts:
    """What is known of a partnership."""

    state: str
    sponsors: int = 0  # sides that named one
    leads: int = 0
    has_reason: bool = False
    goals: int = 0
    steps_done: int = 0
    steps: int = 0
    agreement_in_force: bool = False
    running_since: date | None = None
    today: date | None = None
    handed_over: bool = False


@dataclass(frozen=True)
class Output:
    """Something that a stage leaves behind, and whether it is there."""

    text: str
    is_there: bool


@dataclass(frozen=True)
class Stage:
    number: int
    name: str
    purpose: str
    outputs: list[Output]
    state: str  # "done", "now" or "later"

    @property
    def missing(self) -> list[Output]:
        return [output for output in self.outputs if not output.is_there]


Evidence = Callable[[Partnership], Output]
_MORE: dict[int, list[Evidence]] = {}


def evidence(stage: int) -> Callable[[Evidence], Evidence]:
    """Registers a function of a room above that says whether an output of a stage is there."""

    def register(function: Evidence) -> Evidence:
        _MORE.setdefault(stage, []).append(function)
        return function

    return register


def current(facts: Facts) -> int:
    """The stage by what has happened: 4 while proposed, 5 until the agreement and the start are done, and so on."""
    if facts.state in (State.ENDING, State.ENDED):
        return 8
    if facts.state in (State.PROPOSED, State.DECLINED, State.WITHDRAWN):
        return 4
    if facts.state == State.STARTING or not facts.agreement_in_force:
        return 5
    since, today = facts.running_since, facts.today
    return 7 if since and today and today - since >= YEAR else 6


def stages(facts: Facts, partnership: Partnership | None = None) -> list[Stage]:
    """All eight, each with its outputs; `partnership` is handed to what rooms above registered."""
    now = current(facts)
    found = []
    for number, (name, purpose) in enumerate(NAMES, start=1):
        outputs = _outputs(facts)[number - 1]
        if partnership is not None:
            outputs = outputs + [check(partnership) for check in _MORE.get(number, [])]
        state = "now" if number == now else ("done" if number < now else "later")
        found.append(Stage(number, str(name), str(purpose), outputs, state))
    return found


def _outputs(facts: Facts) -> list[list[Output]]:
    accepted = facts.state in (*Partnership.ALIVE, State.ENDED)
    return [
        [Output(_("a sponsor on both sides"), facts.sponsors == 2)],
        [Output(_("the reason in words"), facts.has_reason), Output(_("goals of both sides"), facts.goals > 0)],
        [Output(_("somebody who leads on both sides"), facts.leads == 2)],
        [Output(_("a proposal that the supplier accepted"), accepted)],
        [
            Output(_("an agreement in force"), facts.agreement_in_force),
            Output(
                _("the start programme completed"), facts.state not in (State.PROPOSED, State.STARTING) and accepted
            ),
        ],
        [Output(_("goals to measure value by"), facts.goals > 0)],
        [Output(_("a year of working together"), current(facts) >= 7 and facts.running_since is not None)],
        [Output(_("everything on the hand-over list done"), facts.handed_over)],
    ]

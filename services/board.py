"""A journey ready to show: its stages with their numbered moments, and its picture with the table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from pictures import journey as drawing
from services.models import ContactMoment, Journey, Location, Service, Stage
from services.pictures import drawn

# Where a part can be moved to, with the icon and the words of its button.
WAYS = {
    "up": ("arrow-up", gettext_lazy("Up")),
    "down": ("arrow-down", gettext_lazy("Down")),
    "left": ("arrow-left", gettext_lazy("To the stage before")),
    "right": ("arrow-right", gettext_lazy("To the next stage")),
    "earlier": ("arrow-left", gettext_lazy("Earlier")),
    "later": ("arrow-right", gettext_lazy("Later")),
}


@dataclass(frozen=True)
class Way:
    """A button that moves something one place; off where there is nowhere to go."""

    to: str
    is_on: bool
    has_focus: bool

    @property
    def icon(self) -> str:
        return WAYS[self.to][0]

    @property
    def label(self) -> str:
        return str(WAYS[self.to][1])


@dataclass(frozen=True)
class Focus:
    """Where the eye goes after a change: which part, and whether to its move buttons (and to which)."""

    pk: UUID | None = None
    to: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Shown:
    """A stage or a contact moment with what its place allows."""

    row: Any
    number: int
    ways: tuple[Way, ...]
    has_focus: bool
    is_open: bool
    moments: list["Shown"] = field(default_factory=list)

    @property
    def handle_has_focus(self) -> bool:
        return self.has_focus and not any(way.has_focus for way in self.ways)


@dataclass(frozen=True)
class Board:
    stages: list[Shown]
    archived: list[ContactMoment]

    @property
    def moments(self) -> list[Shown]:
        return [moment for stage in self.stages for moment in stage.moments]


def board_of(member: Membership, journey: Journey, focus: Focus | None = None) -> Board:
    """The journey's stages and moments in order; five queries."""
    focus = focus or Focus()
    moments = (
        ContactMoment.objects.visible_to(member)
        .active()
        .in_order()
        .prefetch_related(
            Prefetch("services", Service.objects.visible_to(member).by_name()),
            Prefetch("locations", Location.objects.visible_to(member).by_name()),
        )
    )
    rows = Stage.objects.visible_to(member).active().filter(journey=journey).in_order()
    stages = list(rows.prefetch_related(Prefetch("moments", moments)))
    archived = ContactMoment.objects.visible_to(member).filter(stage__journey=journey, archived_at__isnull=False)
    number, shown = 0, []
    for place, stage in enumerate(stages):
        found = list(stage.moments.all())
        shown.append(_shown(stage, place + 1, {"earlier": place > 0, "later": place < len(stages) - 1}, focus))
        for spot, moment in enumerate(found):
            number += 1
            on = {"up": spot > 0, "down": spot < len(found) - 1, "left": place > 0, "right": place < len(stages) - 1}
            shown[-1].moments.append(_shown(moment, number, on, focus))
    return Board(shown, list(archived.select_related("stage").order_by("-archived_at")))


def _shown(row: Any, number: int, on: dict[str, bool], focus: Focus) -> Shown:
    here = focus.pk == row.pk
    is_open = here and focus.is_open
    ways = tuple(Way(to, is_on, is_open and is_on and to == focus.to) for to, is_on in on.items())
    return Shown(row, number, ways, here, is_open)


def experience(value: int | None) -> str:
    """As people write it: +1, 0, −2."""
    if value is None:
        return _("not known")
    return f"+{value}" if value > 0 else str(value).replace("-", "−")


def picture_of(journey: Journey, board: Board) -> dict[str, Any]:
    """`svg`, `narrow_svg`, `headings` and `rows` for the figure; empty without contact moments."""
    if not board.moments:
        return {}
    lanes = _lanes(board)
    stages = [
        drawing.Stage(stage.row.title, tuple(_plain(one.row, lanes) for one in stage.moments)) for stage in board.stages
    ]
    words: tuple[Any, ...] = (journey.title, journey.persona.name, stages, list(lanes.values()))
    return {
        "svg": drawn_journey(*words),
        "narrow_svg": drawn_journey(*words, narrow=True),
        "headings": [
            _("Contact moment"), _("Stage"), _("Channel"), _("Services"), _("Importance"), _("Now"), _("Desired"),
            _("Evidence"), _("Moment of truth"),
        ],
        "rows": [_row(stage, one) for stage in board.stages for one in stage.moments],
    }  # fmt: skip


def drawn_journey(
    title: str, persona: str, stages: Sequence[drawing.Stage], lanes: Sequence[str], *, narrow: bool = False,
    broad: bool = False,
) -> SafeString:  # fmt: skip
    """The picture of a journey, with the words of its legend."""
    words = drawing.Words(
        now=_("experience now"),
        desired=_("experience desired"),
        truth=_("moment of truth"),
        assumption=_("assumption"),
        talks=_("a few conversations"),
        measured=_("measured"),
    )
    description = _("Experience now and desired over the stages of %(persona)s, with the services beneath.")
    return drawn(
        drawing.journey(title=title, description=description % {"persona": persona}, stages=stages, lanes=lanes,
                        words=words, narrow=narrow, broad=broad)
    )  # fmt: skip


def moment_words(now: int | None, desired: int | None, evidence: Any, is_truth: bool) -> str:
    """A contact moment for who does not see the picture."""
    words = [
        _("now %(value)s") % {"value": experience(now)},
        _("desired %(value)s") % {"value": experience(desired)},
        str(evidence),
        *([_("moment of truth")] if is_truth else []),
    ]
    return ", ".join(words)


def _lanes(board: Board) -> dict[UUID, str]:
    """Every service that plays a part, in the order in which the user meets it."""
    return {service.pk: service.name for one in board.moments for service in one.row.services.all()}


def _plain(moment: ContactMoment, lanes: dict[UUID, str]) -> drawing.Moment:
    places = {key: place for place, key in enumerate(lanes)}
    return drawing.Moment(
        label=moment.happens,
        now=moment.now,
        desired=moment.desired,
        evidence=moment.evidence,
        is_truth=moment.is_truth,
        lanes=frozenset(places[service.pk] for service in moment.services.all()),
        href=f"#moment-{moment.pk}",
        detail=moment_words(moment.now, moment.desired, moment.get_evidence_display(), moment.is_truth),
    )


def _row(stage: Shown, one: Shown) -> Sequence[Any]:
    moment = one.row
    return [
        f"{one.number}. {moment.happens}",
        stage.row.title,
        moment.get_channel_display(),
        ", ".join(service.name for service in moment.services.all()) or "–",
        moment.importance if moment.importance is not None else _("not known"),
        experience(moment.now),
        experience(moment.desired),
        moment.get_evidence_display(),
        _("yes") if moment.is_truth else _("no"),
    ]

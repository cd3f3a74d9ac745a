"""What the customer journeys say about each service (methods B.3).

Per service, exactly as fractions:

*Contact* (C2) = 1 + 4 × the mean over the journeys, weighted by the persona's share of the users, of the share
of the journey's stages in which the user meets the service: in person 1, by telephone 3/4, digitally 1/2; the
strongest in a stage counts, and a stage without the service counts 0.

*Effect on satisfaction* (C3) = 1 + 4 × the mean of (importance - 1)/4 over the service's contact moments; a
moment of truth counts as importance 5; weights: assumption 1/2, a few conversations 4/5, measured 1.

*Gap* = the mean of desired - now, 0 where that is negative, over the moments where both are known, with the
weights of C3: from 0 to 4, the room to improve. It never touches C2 or C3, so a service that is good today
keeps its weight.

What this holds:
- Moments of one stage (which has one persona) are averaged first: together they weigh as much as one. In that
  average those with the same value and the same evidence count once, so splitting a moment in two changes
  nothing, whatever else stands in the stage. Which other services deliver a moment plays no part.
- Several journeys of one persona share its weight equally, in all three figures: a copy changes nothing.
- Unknown stays unknown: a moment without importance counts for contact only, one without now or desired has no
  gap, and a figure without any moment behind it is None, not 1.
- A journey without contact moments says nothing yet and is left out, as is all that is archived.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import count
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from accounts.models import Organisation
from services.models import ContactMoment, Journey, Stage

STRENGTH = {"in_person": Fraction(1), "telephone": Fraction(3, 4), "digital": Fraction(1, 2)}
FACTOR = {"assumption": Fraction(1, 2), "talks": Fraction(4, 5), "measured": Fraction(1)}
ZERO = Fraction(0)


@dataclass(frozen=True)
class Moment:
    """A contact moment as plain data; the words say where a figure comes from."""

    key: Hashable
    happens: str
    channel: str
    evidence: str
    services: frozenset[Hashable]
    # The names of its services that are in use, so that a quote is not read as if it were about one of them.
    names: tuple[str, ...] = ()
    importance: int | None = None
    is_truth: bool = False
    now: int | None = None
    desired: int | None = None
    quotes: tuple[str, ...] = ()
    source: str = ""
    evidence_on: date | None = None
    journey: Hashable = None
    journey_title: str = ""
    stage_title: str = ""
    persona: str = ""
    # Of every hundred users; and its place among all moments of the client.
    share: int = 0
    place: int = 0

    @property
    def worth(self) -> Fraction | None:
        """Importance from 0 to 1."""
        if self.is_truth:
            return Fraction(1)
        return None if self.importance is None else Fraction(self.importance - 1, 4)

    @property
    def gap(self) -> Fraction | None:
        if self.now is None or self.desired is None:
            return None
        return Fraction(max(0, self.desired - self.now))


@dataclass(frozen=True)
class Path:
    """A journey as plain data: its persona, the persona's share of the users, and the moments of each stage."""

    persona: Hashable
    share: int
    stages: tuple[tuple[Moment, ...], ...]

    @property
    def says_something(self) -> bool:
        return any(self.stages)


@dataclass(frozen=True)
class Figures:
    """Of one service: `contact` (C2) and `effect` (C3) from 1 to 5, `gap` from 0 to 4; None is unknown.

    `moments` are the contact moments behind them, in the order of the journeys.
    """

    contact: Fraction | None = None
    effect: Fraction | None = None
    gap: Fraction | None = None
    moments: tuple[Moment, ...] = field(default=())


UNKNOWN = Figures()


def figures(paths: Iterable[Path], services: Collection[Hashable]) -> dict[Hashable, Figures]:
    """The figures of each of the services; UNKNOWN for one without contact moments."""
    telling = [path for path in paths if path.says_something]
    journeys = Counter(path.persona for path in telling)
    return {service: _figures_of(service, telling, journeys) for service in services}


def _figures_of(service: Hashable, paths: list[Path], journeys: Counter) -> Figures:
    moments = tuple(one for path in paths for stage in path.stages for one in stage if service in one.services)
    if not moments:
        return UNKNOWN
    effect = _mean(_weighed(service, paths, journeys, "worth"))
    return Figures(
        contact=1 + 4 * (_mean(_met(service, paths, journeys)) or ZERO),
        effect=None if effect is None else 1 + 4 * effect,
        gap=_mean(_weighed(service, paths, journeys, "gap")),
        moments=moments,
    )


def _met(service: Hashable, paths: list[Path], journeys: Counter) -> Iterator[tuple[Fraction, Fraction]]:
    """Per journey its weight, and the share of its stages in which the service is met."""
    for path in paths:
        strongest = [
            max((STRENGTH[one.channel] for one in stage if service in one.services), default=ZERO)
            for stage in path.stages
        ]
        yield Fraction(path.share, journeys[path.persona]), sum(strongest, ZERO) / len(strongest)


def _weighed(
    service: Hashable, paths: list[Path], journeys: Counter, value: str
) -> Iterator[tuple[Fraction, Fraction]]:
    """Per different value its weight and itself, where known; those of one stage weigh as much as one moment."""
    for path in paths:
        for stage in path.stages:
            different = {(FACTOR[one.evidence], getattr(one, value)) for one in stage if service in one.services}
            known = [(factor, amount) for factor, amount in different if amount is not None]
            for factor, amount in known:
                yield factor / len(known) / journeys[path.persona], amount


def _mean(weighed: Iterable[tuple[Fraction, Fraction]]) -> Fraction | None:
    total, whole = ZERO, ZERO
    for weight, value in weighed:
        total, whole = total + weight * value, whole + weight
    return total / whole if whole else None


def evidence_of(client: Organisation, services: Collection[UUID]) -> dict[UUID, Figures]:
    """The figures of these services of the client by their keys, as its journeys are now; two queries."""
    return figures(paths_of(client), services)  # type: ignore[return-value]


def paths_of(client: Organisation) -> list[Path]:
    """The client's journeys in use as plain data, but for those without stages; two queries."""
    journeys = Journey.objects.for_system("the client's own journeys").filter(client=client).counting()
    rows = Stage.objects.of_client(client.pk).active().filter(journey__in=journeys).select_related("journey__persona")
    stages: dict[Journey, list[Stage]] = {}
    for stage in rows.order_by("journey__title", "journey_id", "position", "created_at", "pk"):
        stages.setdefault(stage.journey, []).append(stage)
    moments: dict[UUID, list[ContactMoment]] = {stage.pk: [] for found in stages.values() for stage in found}
    keys = ArrayAgg("services", filter=Q(services__isnull=False), default=[])
    in_use = Q(services__isnull=False, services__archived_at=None)
    names = ArrayAgg("services__name", filter=in_use, default=[])
    active = ContactMoment.objects.of_client(client.pk).active().filter(stage__in=list(moments))
    for moment in active.annotate(service_keys=keys, service_names=names).in_order():
        moments[moment.stage_id].append(moment)
    places = count()
    return [
        Path(
            persona=journey.persona_id,
            share=journey.persona.share,
            stages=tuple(
                tuple(_plain(one, stage, journey, next(places)) for one in moments[stage.pk]) for stage in found
            ),
        )
        for journey, found in stages.items()
    ]


def _plain(moment: Any, stage: Stage, journey: Journey, place: int) -> Moment:
    return Moment(
        key=moment.pk,
        happens=moment.happens,
        channel=moment.channel,
        evidence=moment.evidence,
        services=frozenset(moment.service_keys),
        names=tuple(sorted(moment.service_names, key=str.casefold)),
        importance=moment.importance,
        is_truth=moment.is_truth,
        now=moment.now,
        desired=moment.desired,
        quotes=tuple(moment.quotes),
        source=moment.source,
        evidence_on=moment.evidence_on,
        journey=journey.pk,
        journey_title=journey.title,
        stage_title=stage.title,
        persona=journey.persona.name,
        share=journey.persona.share,
        place=place,
    )

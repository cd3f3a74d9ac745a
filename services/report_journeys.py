"""The journeys of a report: as they were when the round closed if it asked them something, otherwise as they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from accounts.models import Membership
from pictures import journey as drawing
from services.board import drawn_journey, moment_words
from services.computed import Said
from services.evidence import Moment, evidence_of
from services.models import AssessedService, EvidenceLevel, Journey, Persona
from services.rounds import Outcome

MOST_QUOTES = 4


@dataclass(frozen=True)
class Told:
    """The journeys of the services, `at` which moment, and whether that is how they were when the round closed."""

    journeys: Sequence[dict[str, Any]]
    at: datetime | None
    is_kept: bool


def told(outcome: Outcome, member: Membership, closed_at: datetime) -> Told:
    """The journeys in which users meet the services of the round, each once, with its picture and what users say."""
    assessed = outcome.assessed.values()
    said = outcome.said or _now(assessed, member)
    moments = _moments(said, outcome)
    journeys = _journeys(moments, member)
    rows = Journey.objects.visible_to(member).filter(pk__in={one.journey for one, _services in moments})
    changed = max(rows.values_list("changed_at", flat=True), default=None)
    return Told(journeys, closed_at if outcome.said else changed, is_kept=bool(outcome.said))


def _now(assessed: Iterable[AssessedService], member: Membership) -> Said:
    rows = list(assessed)
    found = evidence_of(member.organisation, {row.service_id for row in rows})
    return {row.pk: found[row.service_id] for row in rows}


Met = tuple[Moment, tuple[str, ...]]


def _moments(said: Said, outcome: Outcome) -> list[Met]:
    """Each contact moment once, in the order of the journeys, with the services of the round that it names."""
    names: dict[Any, list[str]] = {}
    found: dict[Any, Moment] = {}
    for key, figures_of in said.items():
        for one in figures_of.moments:
            found[one.key] = one
            names.setdefault(one.key, []).append(outcome.assessed[key].name)
    ordered = sorted(found.values(), key=lambda one: one.place)
    return [(one, tuple(sorted(names[one.key], key=str.casefold))) for one in ordered]


def _journeys(moments: list[Met], member: Membership) -> list[dict[str, Any]]:
    """Journeys that say the same, as a copy does that nobody changed yet, are told once."""
    matters = dict(Persona.objects.visible_to(member).values_list("name", "matters"))
    different: dict[Any, dict[str, Any]] = {}
    for _key, group in groupby(moments, key=lambda met: met[0].journey):
        own = list(group)
        first = own[0][0]
        same = different.setdefault(_content(own), {"moments": own, "first": first, "copies": []})
        if same["first"] is not first:
            same["copies"].append({"title": first.journey_title, "persona": first.persona})
    personas = [one["first"].persona for one in different.values()]
    return [
        {
            "title": first.journey_title,
            "persona": first.persona,
            "share": first.share,
            "matters": matters.get(first.persona, ""),
            "shares_persona": personas.count(first.persona) > 1,
            "copies": one["copies"],
            "picture": _picture(one["moments"]),
            "quotes": _quotes([met for met, _services in one["moments"]]),
            "moments": [
                {"number": number, "row": met, "services": services,
                 "evidence": EvidenceLevel(met.evidence).label}
                for number, (met, services) in enumerate(one["moments"], start=1)
            ],
        }
        for one in different.values()
        for first in [one["first"]]
    ]  # fmt: skip


def _content(moments: Iterable[Met]) -> tuple[Any, ...]:
    return tuple(
        (one.stage_title, one.happens, one.channel, one.evidence, one.importance, one.is_truth, one.now, one.desired,
         services)
        for one, services in moments
    )  # fmt: skip


def _picture(moments: Sequence[Met]) -> Any:
    lanes = {name: place for place, name in enumerate(dict.fromkeys(name for _one, names in moments for name in names))}
    stages = [
        drawing.Stage(title, tuple(_drawn(one, [lanes[name] for name in names]) for one, names in group))
        for title, group in groupby(moments, key=lambda met: met[0].stage_title)
    ]
    first = moments[0][0]
    return drawn_journey(first.journey_title, first.persona, stages, list(lanes), broad=True)


def _drawn(moment: Moment, lanes: Iterable[int]) -> drawing.Moment:
    return drawing.Moment(
        label=moment.happens,
        now=moment.now,
        desired=moment.desired,
        evidence=moment.evidence,
        is_truth=moment.is_truth,
        lanes=frozenset(lanes),
        detail=moment_words(moment.now, moment.desired, EvidenceLevel(moment.evidence).label, moment.is_truth),
    )


def _quotes(moments: Iterable[Moment]) -> list[dict[str, Any]]:
    """What users said, moments of truth and the widest gaps first."""
    telling = sorted((one for one in moments if one.quotes), key=lambda one: (not one.is_truth, -(one.gap or 0)))
    return [
        {
            "words": one.quotes[0], "moment": one.happens, "names": one.names, "is_truth": one.is_truth,
            "source": one.source,
        }
        for one in telling[:MOST_QUOTES]
    ]  # fmt: skip


def own_scores(outcome: Outcome) -> list[dict[str, Any]]:
    """Every value of one's own where the journeys were asked: who, in place of what (None where they are silent),
    which value, and why."""
    found = []
    for (assessed, who, criterion), score in outcome.scores.items():
        asked = next(one for one in outcome.criteria if one.pk == criterion)
        figure = outcome.computed(assessed, asked)
        if score.value is not None and asked.is_computed:
            assessor = next(one for one in outcome.assessors if one.pk == who)
            found.append({
                "service": outcome.assessed[assessed].name, "criterion": asked.name, "who": str(assessor.member),
                "before": figure, "value": score.value, "reason": score.reason,
            })  # fmt: skip
    return sorted(found, key=lambda one: (one["service"].casefold(), one["criterion"], one["who"]))

"""The criteria of a round that the journeys answer: as they are now while it is open, as they were once it closed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from accounts.models import Organisation
from services.evidence import UNKNOWN, Figures, Moment, evidence_of, paths_of
from services.models import AssessedService, Assessment, Criterion

# What each of our criteria takes from the journeys.
FIGURES = {"C2": "contact", "C3": "effect"}
# What of a contact moment is kept with a closed round: all that a page says of it.
KEPT = (
    "happens", "channel", "evidence", "importance", "is_truth", "now", "desired", "quotes", "journey_title",
    "stage_title", "persona", "share", "place", "source", "names",
)  # fmt: skip

Said = Mapping[UUID, Figures]
Cell = tuple[UUID, UUID]


def has_journeys(client: Organisation) -> bool:
    """Whether any journey of the client has contact moments."""
    return any(path.says_something for path in paths_of(client))


def said_in(
    assessment: Assessment, assessed: Iterable[AssessedService], criteria: Iterable[Criterion], client: Organisation
) -> Said:
    """Per row of the round what the journeys say of its service; empty where no criterion asks them."""
    if not any(one.is_computed for one in criteria):
        return {}
    rows = list(assessed)
    if assessment.shows_scores:
        return {row.pk: thawed(row.evidence) for row in rows}
    found = evidence_of(client, {row.service_id for row in rows})
    return {row.pk: found[row.service_id] for row in rows}


def computed(criterion: Criterion, said: Figures | None) -> Fraction | None:
    """The one value for all; None where the criterion is scored by hand or the journeys do not know."""
    if not criterion.is_computed or said is None:
        return None
    return getattr(said, FIGURES[criterion.code])


def asked_cells(assessed: Iterable[AssessedService], criteria: Collection[Criterion], said: Said) -> set[Cell]:
    """The cells that an assessor is asked to fill: all that the journeys do not."""
    return {
        (row.pk, criterion.pk)
        for row in assessed
        for criterion in criteria
        if computed(criterion, said.get(row.pk)) is None
    }


def unanswered(assessed: Iterable[AssessedService], criteria: Collection[Criterion], said: Said) -> list[str]:
    """The services for which the journeys do not answer all that is asked of them: people score that themselves."""
    asked = asked_cells(assessed, [one for one in criteria if one.is_computed], said)
    return [row.name for row in assessed if any(key == row.pk for key, _criterion in asked)]


def frozen(said: Figures) -> dict[str, Any]:
    """The figures as plain data, exactly, with the contact moments behind them."""
    return {
        **{
            name: None if (value := getattr(said, name)) is None else str(value)
            for name in ("contact", "effect", "gap")
        },
        "moments": [_frozen_moment(one) for one in said.moments],
    }


def _frozen_moment(moment: Moment) -> dict[str, Any]:
    plain = {name: value for name, value in asdict(moment).items() if name in KEPT}
    on = moment.evidence_on
    return {**plain, "key": str(moment.key), "journey": str(moment.journey), "evidence_on": on and on.isoformat()}


def thawed(data: Mapping[str, Any] | None) -> Figures:
    """The figures of a closed round again."""
    if data is None:
        return UNKNOWN
    values = {name: None if data[name] is None else Fraction(data[name]) for name in ("contact", "effect", "gap")}
    return Figures(**values, moments=tuple(_thawed_moment(one) for one in data["moments"]))


def _thawed_moment(data: Mapping[str, Any]) -> Moment:
    on = data["evidence_on"]
    # A round that closed before something was kept has the default of it.
    words = {name: data[name] for name in KEPT if name in data}
    return Moment(
        **words | {name: tuple(words[name]) for name in ("quotes", "names") if name in words},
        key=data["key"],
        journey=data["journey"],
        evidence_on=date.fromisoformat(on) if on else None,
        services=frozenset(),
    )

"""What the journeys say about services, in the words of a page."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import Membership
from services.evidence import Figures, Moment, evidence_of, figures, paths_of
from services.models import Service
from services.result import shown

# So many services are named of those that no journey names.
NAMED = 30


@dataclass(frozen=True)
class Said:
    """A service with its figures, written to one decimal."""

    service: Service
    figures: Figures

    @property
    def contact(self) -> str:
        return one_decimal(self.figures.contact)

    @property
    def effect(self) -> str:
        return one_decimal(self.figures.effect)

    @property
    def gap(self) -> str:
        return one_decimal(self.figures.gap)

    @property
    def moments(self) -> tuple[Moment, ...]:
        return self.figures.moments


def one_decimal(value: Fraction | None) -> str:
    return _("not known") if value is None else number_format(float(shown(value)), 1)


def said_of(member: Membership, service: Service) -> Said:
    """What the journeys say about one service."""
    return Said(service, evidence_of(member.organisation, [service.pk])[service.pk])


def all_said(member: Membership) -> dict[str, Any]:
    """The services in use that users meet, the strongest first; of those that no journey names the first few,
    with the number of the others; and what the shares of the personas whose journeys count add up to."""
    paths = paths_of(member.organisation)
    services = list(Service.objects.visible_to(member).active().by_name())
    found = figures(paths, [one.pk for one in services])
    rows = [Said(one, found[one.pk]) for one in services]
    said = [row for row in rows if row.moments]
    said.sort(key=lambda row: -((row.figures.contact or 0) + (row.figures.effect or 0)))
    unnamed = [row.service for row in rows if not row.moments]
    shares = {path.persona: path.share for path in paths}
    return {
        "said": said,
        "unnamed": unnamed[:NAMED],
        "unnamed_more": len(unnamed[NAMED:]),
        "shares": sum(shares.values()),
    }

"""What the journeys say about services, in the words of a page."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import Membership
from services.evidence import UNKNOWN, Figures, Moment, evidence_of
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
    return Said(service, evidence_of(member.organisation).get(service.pk, UNKNOWN))


def all_said(member: Membership) -> dict[str, Any]:
    """The services in use that users meet, the strongest first; and of those that no journey names the first few,
    with the number of the others."""
    figures = evidence_of(member.organisation)
    rows = [Said(one, figures[one.pk]) for one in Service.objects.visible_to(member).active().by_name()]
    said = [row for row in rows if row.moments]
    said.sort(key=lambda row: -((row.figures.contact or 0) + (row.figures.effect or 0)))
    unnamed = [row.service for row in rows if not row.moments]
    return {"said": said, "unnamed": unnamed[:NAMED], "unnamed_more": len(unnamed[NAMED:])}

"""The catalogue as a list: what is asked in the address, in which order, and its figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.postgres.lookups import Unaccent
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Lower

from accounts.models import Membership
from services.forms import ServiceFilter
from services.models import Choice, Location, Service

_NAME = Lower(Unaccent("name"))
_GROUP = Lower(Unaccent("group"))
ORDERS: dict[str, list] = {
    "name": [_NAME, "pk"],
    "-name": [_NAME.desc(), "pk"],
    "group": [_GROUP, _NAME, "pk"],
    "-group": [_GROUP.desc(), _NAME, "pk"],
    "supplier": [Lower(Unaccent("supplier_name")), _NAME, "pk"],
    "-supplier": [Lower(Unaccent("supplier_name")).desc(), _NAME, "pk"],
    "spend": [F("annual_spend").asc(nulls_last=True), _NAME, "pk"],
    "-spend": [F("annual_spend").desc(nulls_last=True), _NAME, "pk"],
    "users": [F("end_users").asc(nulls_last=True), _NAME, "pk"],
    "-users": [F("end_users").desc(nulls_last=True), _NAME, "pk"],
    "end": [F("contract_end").asc(nulls_last=True), _NAME, "pk"],
    "-end": [F("contract_end").desc(nulls_last=True), _NAME, "pk"],
}


def filter_of(member: Membership, data: Mapping[str, str]) -> ServiceFilter:
    """The filter, with the groups and locations that the organisation has."""
    services = Service.objects.visible_to(member)
    groups = list(services.order_by(_GROUP).values_list("group", flat=True).distinct())
    locations = Location.objects.visible_to(member).active().by_name().values_list("pk", "name")
    return ServiceFilter(
        data,
        groups=list(dict.fromkeys(groups)),
        locations=[(str(pk), name) for pk, name in locations],
    )


def with_choice(services: QuerySet) -> QuerySet:
    """Each with `chosen`, the relation that holds for it now (or None)."""
    latest = Choice.objects.for_system("annotates a service that came through its door").filter(service=OuterRef("pk"))
    return services.annotate(chosen=Subquery(latest.order_by("-created_at").values("kind")[:1]))


@dataclass(frozen=True)
class GroupFigures:
    """Services of one group: their spend together, and the users of the one that most people use.

    What is unknown is counted, not guessed; users are not added up, as they are mostly the same people.
    """

    name: str
    services: int
    spend: Decimal | None
    without_spend: int
    end_users: int | None


def figures_of(member: Membership) -> list[GroupFigures]:
    """Spend and users for each group of the services in use, the largest spend first."""
    rows = (
        Service.objects.visible_to(member)
        .active()
        .values("group")
        .annotate(
            services=Count("pk"),
            spend=Sum("annual_spend"),
            without_spend=Count("pk", filter=Q(annual_spend=None)),
            users=Max("end_users"),
        )
        .order_by(F("spend").desc(nulls_last=True), "group")
    )
    return [
        GroupFigures(row["group"], row["services"], row["spend"], row["without_spend"], row["users"]) for row in rows
    ]

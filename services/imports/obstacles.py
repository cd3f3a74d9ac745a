"""What stands in the way of undoing a file: what was built on its services and locations since."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from accounts.models import Membership
from services.models import AssessedService, Choice, ContactMoment, Import, ImportRow, Location, Service


class Obstacle(NamedTuple):
    """A service or location of the file, what happened to it, and with what; each with its address where it has one."""

    name: str
    url: str
    words: str
    other: str = ""
    other_url: str = ""


def obstacles(
    source: Import,
    rows: Sequence[ImportRow],
    services: dict[Any, Service],
    places: Sequence[Location],
    by: Membership,
) -> list[Obstacle]:
    """All of them, for who may see what is linked to.

    `rows` are those that were applied, `services` theirs by key, and `places` the locations that the file made.
    """
    made = [row.service_id for row in rows if row.kind == ImportRow.Kind.NEW]
    return [
        *_changed(source, rows, services, by),
        *_used(made, services, by),
        *_not_to_restore(rows, services, by),
        *_places_in_use(source, places, made, by),
    ]


def _link(by: Membership, service: Service) -> tuple[str, str]:
    return service.name, by.url("services:detail", pk=service.pk)


def _changed(
    source: Import, rows: Sequence[ImportRow], services: dict[Any, Service], by: Membership
) -> Iterator[Obstacle]:
    changed = [services[row.service_id] for row in rows if services[row.service_id].revision != row.revision]
    later = ImportRow.objects.visible_to(by).filter(
        service__in=[one.pk for one in changed], revision__isnull=False, source__state=Import.State.APPLIED,
        source__applied_at__gt=source.applied_at,
    )  # fmt: skip
    files = {row.service_id: row.source for row in later.select_related("source__file").order_by("source__applied_at")}
    for service in changed:
        if file := files.get(service.pk):
            url = by.url("services:import", pk=file.pk)
            yield Obstacle(*_link(by, service), _("was changed later by the file"), str(file), url)
        else:
            yield Obstacle(*_link(by, service), _("was changed since by somebody"))
    same = (row for row in rows if services[row.service_id].revision == row.revision)
    for service in (services[row.service_id] for row in same):
        if service.archived_at:
            yield Obstacle(*_link(by, service), _("was archived since"))


def _used(made: list[Any], services: dict[Any, Service], by: Membership) -> Iterator[Obstacle]:
    moments = ContactMoment.services.through.objects.filter(service__in=made)
    for service, journey, title in moments.values_list(
        "service", "contactmoment__stage__journey", "contactmoment__stage__journey__title"
    ).distinct():
        url = by.url("services:journey", pk=journey)
        yield Obstacle(*_link(by, services[service]), _("is used in the customer journey"), title, url)
    rounds = AssessedService.objects.visible_to(by).filter(service__in=made)
    for service, key, title in rounds.values_list("service", "assessment", "assessment__title").distinct():
        url = by.url("services:assessment", pk=key)
        yield Obstacle(*_link(by, services[service]), _("is assessed in the round"), title, url)
    for service in Choice.objects.visible_to(by).filter(service__in=made).values_list("service", flat=True).distinct():
        yield Obstacle(*_link(by, services[service]), _("has a choice of its relation"))
    for name, service, url in _partnerships("services", made, by):
        yield Obstacle(*_link(by, services[service]), _("is part of the partnership"), name if url else "", url)


def _partnerships(field: str, keys: list[Any], by: Membership) -> Iterator[tuple[str, Any, str]]:
    """Its name, what it holds of these, and its address for who may see it."""
    model: Any = Service._meta.get_field("partnerships").related_model  # that room knows ours, not we that room
    found = model.objects.for_system("a hidden one stands in the way too").filter(**{f"{field}__in": keys}).distinct()
    seen = set(model.objects.visible_to(by).values_list("pk", flat=True)) if keys else set()
    for key, name, one in found.values_list("pk", "name", field):
        if one in keys:
            yield name, one, by.url("partnerships:home", pk=key) if key in seen else ""


def _not_to_restore(rows: Sequence[ImportRow], services: dict[Any, Service], by: Membership) -> Iterator[Obstacle]:
    """Earlier names that were given away meanwhile, and earlier locations that are gone."""
    mine = Service.objects.visible_to(by).active()
    renamed = [row for row in rows if row.kind == ImportRow.Kind.CHANGED and "name" in row.changes]
    taken = set(
        mine.exclude(pk__in=services.keys())
        .filter(name__in=[row.changes["name"][0] for row in renamed])
        .values_list("name", flat=True)
    )
    before = {key for row in rows for key in row.places_before}
    there = {str(key) for key in Location.objects.visible_to(by).filter(pk__in=before).values_list("pk", flat=True)}
    for row in rows:
        if row.kind != ImportRow.Kind.CHANGED:
            continue
        if "name" in row.changes and row.changes["name"][0] in taken:
            yield Obstacle(*_link(by, services[row.service_id]), _("had a name that another service has now:"),
                           row.changes["name"][0])  # fmt: skip
        if set(row.places_before) - there:
            yield Obstacle(*_link(by, services[row.service_id]), _("had a location that is no longer there"))


def _places_in_use(source: Import, places: Sequence[Location], made: list[Any], by: Membership) -> Iterator[Obstacle]:
    url = by.url("services:locations")
    names = {place.pk: place.name for place in places}
    for place in places:
        if place.address or place.name != (source.made_locations or {}).get(str(place.pk)):
            yield Obstacle(place.name, url, _("was changed since by somebody"))
    changed = source.rows.filter(revision__isnull=False).values("service")
    others = Service.locations.through.objects.filter(location__in=names).exclude(service__in=changed)
    for key, service, name in others.values_list("location", "service", "service__name"):
        yield Obstacle(names[key], url, _("is a location of the service"), name, by.url("services:detail", pk=service))
    moments = ContactMoment.locations.through.objects.filter(location__in=names)
    for key, journey, title in moments.values_list(
        "location", "contactmoment__stage__journey", "contactmoment__stage__journey__title"
    ).distinct():
        yield Obstacle(names[key], url, _("is used in the customer journey"), title,
                       by.url("services:journey", pk=journey))  # fmt: skip
    for name, key, link in _partnerships("locations", list(names), by):
        yield Obstacle(names[key], url, _("is part of the partnership"), name if link else "", link)

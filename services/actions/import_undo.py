"""Taking back what a file of services changed, all of it or nothing."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record, record_each
from accounts.models import Membership
from accounts.rules import require
from services import audit, rules  # noqa: F401 - audit registers the events
from services.actions.catalogue import SHORT
from services.imports.obstacles import Obstacle, obstacles
from services.models import Import, ImportRow, Location, Service

BATCH = 500
NEW, CHANGED = ImportRow.Kind.NEW, ImportRow.Kind.CHANGED


class Obstructed(Exception):
    """Something was built on the file; `obstacles` names what. Nothing was undone."""

    def __init__(self, found: list[Obstacle]) -> None:
        super().__init__("built on")
        self.obstacles = found


@transaction.atomic
def undo_import(*, source: Import, by: Membership) -> None:
    """Removes the services and locations that a file added, and gives the changed services their earlier values back.

    Raises Obstructed when something was built on them since. Doing it twice is harmless.
    """
    require(rules.can_keep(by))
    rows = Import.objects.editable_by(by).select_for_update(of=("self",)).select_related("client", "file")
    source = rows.get(pk=source.pk)
    if source.state == Import.State.UNDONE:
        return
    if not source.can_be_undone:
        raise ValidationError(_("This file was not taken over, so there is nothing to undo."))
    applied, services, places = _held(source, lock=True)
    if found := obstacles(source, applied, services, places, by):
        raise Obstructed(found)
    changed = [row for row in applied if row.kind == CHANGED]
    added = [services[row.service_id] for row in applied if row.kind == NEW]
    _give_back(changed, services)
    _record(source, by, added, changed, services, places)
    _remove(added, places)
    source.state, source.undone_by, source.undone_at = Import.State.UNDONE, by, timezone.now()
    source.made_locations = None
    source.save(update_fields=["state", "undone_by", "undone_at", "made_locations"])


def what_obstructs(source: Import, by: Membership) -> list[Obstacle]:
    """What stands in the way of undoing a file now."""
    return obstacles(source, *_held(source), by)


def _held(source: Import, *, lock: bool = False) -> tuple[list[ImportRow], dict[Any, Service], list[Location]]:
    applied = list(source.rows.filter(revision__isnull=False).order_by("number"))
    services = Service.objects.for_system("those of the file").filter(pk__in=[row.service_id for row in applied])
    places = Location.objects.for_system("those of the file").filter(pk__in=source.made_locations or ())
    if lock:
        services, places = services.select_for_update(), places.select_for_update()
    return applied, {one.pk: one for one in services.order_by("pk")}, list(places.order_by("pk"))


def _give_back(rows: Sequence[ImportRow], services: dict[Any, Service]) -> None:
    """Earlier values, as a change of its own. The files before this one may be undone next: theirs is what is there."""
    fields = {"revision", "changed_at"}
    keys = [row.service_id for row in rows]
    earlier = ImportRow.objects.for_system("of earlier files").filter(
        service__in=keys, source__state=Import.State.APPLIED, revision=F("service__revision") - 1
    )
    ImportRow.objects.for_system("of earlier files").filter(pk__in=list(earlier.values_list("pk", flat=True))).update(
        revision=F("revision") + 2
    )
    for row in rows:
        service = services[row.service_id]
        service.revision += 1
        for name, (old, _new) in row.changes.items():
            if name != "locations":
                setattr(service, name, _value(name, old))
                fields.add(name)
    Service.objects.bulk_create(
        (services[key] for key in keys), batch_size=BATCH, update_conflicts=True, unique_fields=["id"],
        update_fields=sorted(fields),
    )  # fmt: skip
    moved = [row for row in rows if "locations" in row.changes]
    through = Service.locations.through
    through.objects.filter(service_id__in=[row.service_id for row in moved]).delete()
    links = (through(service_id=row.service_id, location_id=key) for row in moved for key in row.places_before)
    through.objects.bulk_create(links, batch_size=BATCH)


def _value(name: str, text: str) -> Any:
    """A value out of the text that a row keeps of it; see compare.plain."""
    field: Any = Service._meta.get_field(name)
    return field.to_python(text) if text or not field.null else None


def _remove(services: Sequence[Service], places: Sequence[Location]) -> None:
    keys = [service.pk for service in services]
    ImportRow.objects.for_system("what they say of a service that goes").filter(service__in=keys).update(service=None)
    Service.objects.for_system("those that the file added").filter(pk__in=keys).delete()
    Location.objects.for_system("those that the file added").filter(pk__in=[place.pk for place in places]).delete()


def _record(
    source: Import,
    by: Membership,
    added: Sequence[Service],
    changed: Sequence[ImportRow],
    services: dict[Any, Service],
    places: Sequence[Location],
) -> None:
    client, file = source.client, {"undone_file": str(source)}
    record("services.import_undone", organisation=client, by=by, about=source, removed=len(added),
           changed=len(changed))  # fmt: skip
    back = (
        (services[row.service_id], {**file, "changes": {
            key: pair[::-1] if key in SHORT else [] for key, pair in row.changes.items()}})
        for row in changed
    )  # fmt: skip
    record_each("services.service_changed", back, organisation=client, by=by)
    record_each("services.service_removed", ((one, file) for one in added), organisation=client, by=by)
    record_each("services.location_removed", ((one, file) for one in places), organisation=client, by=by)

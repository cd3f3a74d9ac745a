"""Buildings and sites."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership
from accounts.rules import require
from services import audit, rules  # noqa: F401 - audit registers the events
from services.models import Location


@transaction.atomic
def add_location(*, by: Membership, name: str, address: str = "") -> Location:
    """Adds a location of the member's organisation; its name must be free there."""
    require(rules.can_keep(by))
    location = Location(client=by.organisation, name=name, address=address)
    _saving_name(lambda: location.save(force_insert=True))
    record("services.location_added", organisation=by.organisation, by=by, about=location)
    return location


@transaction.atomic
def change_location(*, location: Location, by: Membership, name: str, address: str) -> None:
    """Renames a location or changes its address."""
    require(rules.can_keep(by))
    if (location.name, location.address) == (name, address):
        return
    before = location.name
    location.name, location.address = name, address
    _saving_name(lambda: location.save(update_fields=["name", "address"]))
    changes = {"name": [before, name]} if before != name else {"address": []}
    record("services.location_changed", organisation=by.organisation, by=by, about=location, changes=changes)


def _saving_name(save: Callable[[], Any]) -> None:
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        raise ValidationError({"name": _("There is already a location with this name.")}) from error


@transaction.atomic
def archive_location(*, location: Location, by: Membership) -> None:
    """Offers the location no more; services that name it keep it. Doing it twice is harmless."""
    require(rules.can_keep(by))
    active = Location.objects.editable_by(by).active().filter(pk=location.pk)
    if active.update(archived_at=timezone.now()):
        record("services.location_archived", organisation=by.organisation, by=by, about=location)


@transaction.atomic
def restore_location(*, location: Location, by: Membership) -> None:
    """Offers the location again, unless its name was taken meanwhile. Doing it twice is harmless."""
    require(rules.can_keep(by))
    archived = Location.objects.editable_by(by).filter(pk=location.pk, archived_at__isnull=False)
    if archived.exists():
        _saving_name(lambda: archived.update(archived_at=None))
        record("services.location_restored", organisation=by.organisation, by=by, about=location)

"""The catalogue: services, the starter list and the export."""

from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership
from accounts.rules import require
from common.models import revise
from documents.jobs import start
from documents.models import Job
from documents.renderings import Made
from services import audit, rules, starters  # noqa: F401 - audit registers the events
from services.catalogue_files import services_of, table_of
from services.models import Location, Service

# Fields whose old and new value go into the history. Of texts the log only says that they changed.
SHORT = {
    "name", "group", "delivery", "supplier_name", "annual_spend", "contract_end", "end_users",
    "code_en15221", "code_nen2748",
}  # fmt: skip
EXPORTS = ("pdf", "xlsx", "csv")
# Of these so many services are a file within half a second.
AT_ONCE, MOST_AT_ONCE = ("xlsx", "csv"), 1000


@transaction.atomic
def add_service(*, by: Membership, locations: Collection[Location] = (), **facts: Any) -> Service:
    """Adds a service to the catalogue of the member's organisation; its name must be free there."""
    require(rules.can_keep(by))
    service = Service(client=by.organisation, **facts)
    _saving_name(lambda: service.save(force_insert=True))
    service.locations.set(locations)
    record("services.service_added", organisation=by.organisation, by=by, about=service)
    return service


@transaction.atomic
def change_service(
    *, service: Service, by: Membership, revision: int, locations: Collection[Location] | None = None, **facts: Any
) -> None:
    """Changes the facts of a service, and keeps old and new in its history. Raises Conflict (common.models)."""
    require(rules.can_change(by, service))
    before = Service.objects.editable_by(by).select_for_update().get(pk=service.pk)
    changes = {name: [_short(getattr(before, name)), _short(value)] for name, value in facts.items()
               if getattr(before, name) != value}  # fmt: skip
    moved = locations is not None and {one.pk for one in locations} != set(
        before.locations.values_list("pk", flat=True)
    )
    if not changes and not moved:
        return
    _saving_name(lambda: revise(service, revision=revision, **facts))
    if moved:
        service.locations.set(locations or ())
        changes["locations"] = []
    data = {name: pair if name in SHORT else [] for name, pair in changes.items()}
    record("services.service_changed", organisation=by.organisation, by=by, about=service, changes=data)


def _short(value: Any) -> str:
    return "" if value is None else str(value)


def _saving_name(save: Callable[[], Any]) -> None:
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        raise ValidationError({"name": _("There is already a service with this name.")}) from error


@transaction.atomic
def archive_service(*, service: Service, by: Membership) -> None:
    """Takes the service out of the lists; what points to it stays. Doing it twice is harmless."""
    require(rules.can_change(by, service))
    active = Service.objects.editable_by(by).active().filter(pk=service.pk)
    if active.update(archived_at=timezone.now()):
        record("services.service_archived", organisation=by.organisation, by=by, about=service)


@transaction.atomic
def restore_service(*, service: Service, by: Membership) -> None:
    """Puts an archived service back, unless its name was taken meanwhile. Doing it twice is harmless."""
    require(rules.can_change(by, service))
    archived = Service.objects.editable_by(by).filter(pk=service.pk, archived_at__isnull=False)
    if not archived.exists():
        return
    _saving_name(lambda: archived.update(archived_at=None))
    record("services.service_restored", organisation=by.organisation, by=by, about=service)


def present_starters(by: Membership) -> set[str]:
    """Keys of the starter list that the organisation already has, whatever the case they are written in."""
    names = {name.casefold() for name in Service.objects.visible_to(by).active().values_list("name", flat=True)}
    return {one.key for one in starters.SERVICES if {one.name_nl.casefold(), one.name_en.casefold()} & names}


@transaction.atomic
def take_starters(*, by: Membership, keys: Collection[str]) -> int:
    """Copies services of the starter list in the organisation's language; returns how many were new."""
    require(rules.can_keep(by))
    # One at a time for each client, so that a double click finds what the first one made.
    type(by.organisation).objects.select_for_update(no_key=True).get(pk=by.organisation_id)
    language = by.organisation.language
    present = present_starters(by)
    fresh = [one for one in starters.SERVICES if one.key in set(keys) and one.key not in present]
    Service.objects.bulk_create(
        [Service(client=by.organisation, name=one.name(language), group=one.group(language)) for one in fresh]
    )
    if fresh:
        record("services.starters_taken", organisation=by.organisation, by=by, name=str(len(fresh)))
    return len(fresh)


@transaction.atomic
def export_at_once(*, by: Membership, form: str, filters: dict[str, str]) -> Made | None:
    """The spreadsheet or CSV file of what the filter shows; None for what takes so long that a worker makes it."""
    if form not in AT_ONCE:
        return None
    services = services_of(by, filters)
    if services.count() > MOST_AT_ONCE:
        return None
    record("services.exported", organisation=by.organisation, by=by, name=form.upper())
    return table_of(form, services, by, _language(by))


def _language(by: Membership) -> str:
    return (get_language() or by.user.language)[:2]


@transaction.atomic
def export_catalogue(*, by: Membership, form: str, filters: dict[str, str]) -> Job:
    """Starts the PDF, the spreadsheet or the CSV file of what the filter shows. `form` is one of EXPORTS."""
    if form not in EXPORTS:
        raise ValidationError(_("Choose PDF, spreadsheet or CSV."))
    job = start(
        f"services.catalogue_{form}",
        by=by,
        about=by.organisation,
        parameters={name: value for name, value in sorted(filters.items()) if value},
        language=_language(by),
    )
    record("services.exported", organisation=by.organisation, by=by, name=form.upper())
    return job

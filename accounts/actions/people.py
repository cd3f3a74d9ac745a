"""What people do with people and organisations."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import rules
from accounts.audit import record
from accounts.models import Connection, Membership, Organisation, User
from accounts.rules import require
from documents.attachments import keep

# Organisations ---------------------------------------------------------------------------------


def found_organisation(
    *,
    name: str,
    is_client: bool = False,
    is_supplier: bool = False,
    language: str = "nl",
    founder: User | None = None,
    **details: Any,
) -> Organisation:
    """Creates an organisation with a slug of its own, made from its name."""
    organisation = _with_free_slug(
        Organisation(name=name, is_client=is_client, is_supplier=is_supplier, language=language, **details)
    )
    record("accounts.organisation_founded", organisation=organisation, actor=founder, about=organisation)
    return organisation


def _with_free_slug(organisation: Organisation) -> Organisation:
    """Saved; where another of the same name is founded at the same moment, under the next slug."""
    for last_try in (False, False, True):
        organisation.slug = _free_slug(organisation.name)
        try:
            with transaction.atomic():
                organisation.save(force_insert=True)
            break
        except IntegrityError:
            if last_try:
                raise
    return organisation


def _free_slug(name: str) -> str:
    base = slugify(name)[:50].strip("-") or "organisatie"
    taken = set(Organisation.objects.for_system("slugs").filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


@transaction.atomic
def change_organisation(*, by: Membership, **changes: Any) -> None:
    """Changes name, number, languages, colour, logo or sides of one's own organisation; owners only.

    `logo` is a checked upload, or None to have none.
    """
    require(rules.is_owner(by))
    organisation = by.organisation
    _check_sides(organisation, {**_sides_of(organisation), **changes})
    if changes.get("logo"):
        changes["logo"] = keep(changes["logo"], by=by.user)
    if fields := save_changes(organisation, changes):
        record("accounts.organisation_changed", organisation=organisation, by=by, about=organisation, fields=fields)


def _sides_of(organisation: Organisation) -> dict[str, Any]:
    return {"is_client": organisation.is_client, "is_supplier": organisation.is_supplier}


def _check_sides(organisation: Organisation, sides: dict[str, Any]) -> None:
    if not (sides["is_client"] or sides["is_supplier"]):
        raise ValidationError(_("An organisation is a client, a supplier, or both. Choose at least one."))
    relations = Connection.objects.for_system("sides").active()
    if not sides["is_client"] and relations.filter(client=organisation).exists():
        raise ValidationError(_("You have suppliers, so you stay a client. End those relations first."))
    if not sides["is_supplier"] and relations.filter(supplier=organisation).exists():
        raise ValidationError(_("You have clients, so you stay a supplier. End those relations first."))


def save_changes(row: Model, changes: dict[str, Any]) -> list[str]:
    """Saves what differs and names it; a second submit of the same form finds nothing to do."""
    fields = [name for name, value in changes.items() if getattr(row, name) != value]
    for name in fields:
        setattr(row, name, changes[name])
    if fields:
        row.save(update_fields=fields)
    return fields


# Connections -----------------------------------------------------------------------------------


@transaction.atomic
def note_connection(*, connection: Connection, by: Membership, notes: str) -> None:
    """Keeps the client's private notes on a supplier."""
    require(rules.can_edit(by) and connection.client_id == by.organisation_id)
    if save_changes(connection, {"notes": notes}):
        record("accounts.connection_noted", organisation=connection.client, by=by, about=connection)


@transaction.atomic
def end_connection(*, connection: Connection, by: Membership) -> None:
    """Ends the relation, by an owner of either side; what was made together stays."""
    require(rules.is_owner(by) and by.organisation_id in (connection.client_id, connection.supplier_id))
    if connection.state != Connection.State.ACTIVE:
        return
    connection.state, connection.ended_at = Connection.State.ENDED, timezone.now()
    connection.save(update_fields=["state", "ended_at"])
    assert connection.supplier
    one, other = connection.client, connection.supplier
    if by.organisation_id == other.pk:
        one, other = other, one
    record("accounts.connection_ended", organisation=one, shared_with=other, by=by, about=connection, name=other.name)


# Oneself ---------------------------------------------------------------------------------------


@transaction.atomic
def change_profile(*, user: User, membership: Membership | None = None, **changes: Any) -> None:
    """Changes one's own name, language, time zone, theme and reminders; job title and telephone here."""
    here: dict[str, Any] = {name: changes.pop(name) for name in ("job_title", "telephone") if name in changes}
    fields = save_changes(user, changes)
    if membership:
        fields += save_changes(membership, here)
        if fields:
            record("accounts.profile_changed", organisation=membership.organisation, by=membership, fields=fields)

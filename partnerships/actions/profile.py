"""What a supplier keeps of itself."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership
from accounts.rules import require
from common.models import revise
from common.richtext import check_length, clean
from documents.attachments import Upload, keep
from partnerships import rules
from partnerships.models import Certificate, Contact, ProfileText, Reference, SupplierProfile

Row = TypeVar("Row", Certificate, Reference, Contact)
MOST = 40
EVENTS = {Certificate: "certificate", Reference: "reference", Contact: "contact"}


@transaction.atomic
def profile_of(by: Membership) -> SupplierProfile:
    """The profile of one's own organisation, made empty when there is none yet."""
    require(rules.may_have_profile(by))
    profile, made = SupplierProfile.objects.get_or_create(supplier=by.organisation)
    if made:
        ProfileText.objects.bulk_create(
            ProfileText(profile=profile, section=section) for section in ProfileText.Section.values
        )
    return profile


@transaction.atomic
def change_facts(*, profile: SupplierProfile, by: Membership, revision: int, **changes: Any) -> None:
    """Changes services, regions, size and website; raises Conflict for the second of two writers."""
    require(rules.can_keep_profile(by, profile))
    revise(profile, revision=revision, **changes)
    # Every colleague reads it later, whatever language the writer has.
    with translation.override(by.organisation.language):
        part = _("Facts")
    record("partnerships.profile_changed", organisation=by.organisation, by=by, about=profile, name=part)


@transaction.atomic
def write_text(*, text: ProfileText, by: Membership, revision: int, body: str) -> None:
    """Saves one text of the profile; raises Conflict for the second of two writers.

    No audit event: texts save themselves while one writes.
    """
    require(rules.can_keep_profile(by, text.profile))
    check_length(body)
    revise(text, revision=revision, changed_by=by, body=clean(body))


@transaction.atomic
def add(*, model: type[Row], profile: SupplierProfile, by: Membership, **fields: Any) -> Row:
    """Adds a certificate, reference or contact; `upload` is the file of a certificate."""
    require(rules.can_keep_profile(by, profile))
    if model._default_manager.filter(profile=profile).count() >= MOST:
        raise ValidationError(_("You can have at most forty. Remove one first."))
    row = model._default_manager.create(profile=profile, **_with_file(fields, by))
    record(f"partnerships.{EVENTS[model]}_added", organisation=by.organisation, by=by, about=row)
    return row


@transaction.atomic
def change(*, row: Row, by: Membership, **fields: Any) -> None:
    """Changes a certificate, reference or contact."""
    require(rules.can_keep_profile(by, row.profile))
    changes = _with_file(fields, by)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    record(f"partnerships.{EVENTS[type(row)]}_changed", organisation=by.organisation, by=by, about=row)


@transaction.atomic
def remove(*, row: Row, by: Membership) -> None:
    """Removes a certificate, reference or contact."""
    require(rules.can_keep_profile(by, row.profile))
    record(f"partnerships.{EVENTS[type(row)]}_removed", organisation=by.organisation, by=by, about=row)
    row.delete()


@transaction.atomic
def hand_over_contacts(*, contacts: Sequence[Contact], taker: Membership | None, by: Membership) -> None:
    """Names a colleague in the place of a contact who leaves, or nobody, in the caller's transaction."""
    for row in contacts:
        event = "partnerships.contact_changed" if taker else "partnerships.contact_removed"
        record(event, organisation=by.organisation, by=by, about=row)
        if taker is None:
            row.delete()
            continue
        row.name, row.email, row.telephone = taker.user.name, taker.user.email, taker.telephone
        row.save(update_fields=["name", "email", "telephone"])


def _with_file(fields: dict[str, Any], by: Membership) -> dict[str, Any]:
    upload: Upload | None = fields.pop("upload", None)
    return {**fields, "file": keep(upload, by=by.user)} if upload else fields

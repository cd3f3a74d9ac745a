"""A file of services: brought in, matched, applied, thrown away. The long work is in import_work.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership
from accounts.rules import require
from documents.attachments import Upload, forget, keep
from documents.jobs import start
from documents.models import Job
from services import audit, rules  # noqa: F401 - audit registers the events
from services.actions.import_work import count_again
from services.models import Import

# What is not applied, and what was, is looked at for so long.
KEPT = timedelta(days=7)
State = Import.State


@transaction.atomic
def start_import(*, by: Membership, upload: Upload) -> Import:
    """Keeps an uploaded file and has it read and compared in the background."""
    require(rules.can_keep(by))
    source = Import.objects.create(client=by.organisation, by=by, file=keep(upload, by=by.user))
    _start(source, "services.import_read", by)
    return source


@transaction.atomic
def match_columns(*, source: Import, by: Membership, matching: Sequence[str]) -> None:
    """Says which column holds what, and compares anew."""
    source = _to_change(source, by)
    if "name" not in matching:
        raise ValidationError(_("Choose the column that contains the name of the service."))
    source.matching = list(matching)
    source.save(update_fields=["matching"])
    _read_anew(source, by)


@transaction.atomic
def choose_sheet(*, source: Import, by: Membership, sheet: str) -> None:
    """Reads another sheet of the workbook, and compares that. What was said of this one is forgotten."""
    source = _to_change(source, by)
    if sheet not in source.other_sheets:
        raise ValidationError(_("This file has no such sheet to read."))
    source.other_sheets = [source.sheet, *(name for name in source.other_sheets if name != sheet)]
    source.sheet = sheet
    source.emptying = []
    source.save(update_fields=["sheet", "other_sheets", "emptying"])
    source.rows.update(is_wanted=None)
    _read_anew(source, by)


@transaction.atomic
def look_again(*, source: Import, by: Membership) -> None:
    """Compares the file anew with the catalogue as it is now. Doing it twice is harmless."""
    _read_anew(_to_change(source, by), by)


def _to_change(source: Import, by: Membership) -> Import:
    """The same, locked, when it is to be looked at or a step of it failed; refuses otherwise."""
    require(rules.can_keep(by))
    source = _locked(source, by)
    if source.state not in (State.READY, State.UNDONE) and not source.has_failed:
        raise ValidationError(_("We are still working on this file, or it was already imported."))
    return source


def _read_anew(source: Import, by: Membership) -> None:
    source.state = State.READING
    source.save(update_fields=["state"])
    _start(source, "services.import_read", by)


class Saved(NamedTuple):
    """Whether other rows are brought in now, and the numbers of those of which that cannot be said."""

    changed: bool
    refused: list[int]


@transaction.atomic
def choose_rows(
    *, source: Import, by: Membership, wanted: Mapping[int, bool], emptying: Mapping[str, bool] | None = None
) -> Saved:
    """Keeps which rows are brought in, by their numbers, and which fields become empty where the cell is; counts anew.

    What is so already stays. Refuses when the file is no longer to be looked at: then nothing is kept.
    """
    require(rules.can_keep(by))
    if not wanted and not emptying:
        return Saved(False, [])
    source = _locked(source, by)
    if source.state != State.READY:
        raise ValidationError(_why_not_now(source))
    before = source.turn
    if emptying:
        source.emptying = sorted({*source.emptying, *emptying} - {key for key, is_on in emptying.items() if not is_on})
        source.save(update_fields=["emptying"])
    refused = count_again(source, wanted)
    return Saved(source.turn != before, refused)


def _locked(source: Import, by: Membership) -> Import:
    mine = Import.objects.editable_by(by).select_for_update(of=("self",))
    return mine.select_related("job", "client", "applied_by__user").get(pk=source.pk)


def _why_not_now(source: Import) -> str:
    if source.state == State.APPLIED:
        return _("%(who)s has imported this file already, so your ticks were not saved.") % {
            "who": source.applied_by.user if source.applied_by else ""
        }
    if source.state == State.APPLYING:
        return _("This file is being imported already, so your ticks were not saved.")
    if source.state == State.UNDONE:
        return _("This import was undone, so your ticks were not saved. Look at the file again first.")
    return _("This file is being read again, so your ticks were not saved. Try again in a moment.")


@transaction.atomic
def apply_import(*, source: Import, by: Membership, only_good: bool = False, turn: int | None = None) -> None:
    """Has the file applied in the background; with `only_good` its wrong rows are left out.

    `turn` is that of the figures that were seen: when they changed since, nothing is applied.
    Done once, however often and by however many it is asked: who comes later finds it under way.
    """
    require(rules.can_keep(by))
    source = _locked(source, by)
    if source.state in (State.APPLYING, State.APPLIED) and not source.has_failed:
        return
    if source.state == State.READY and turn not in (None, source.turn):
        raise ValidationError(
            _("Nothing was imported: since you opened this page somebody changed the ticks. Check the figures first.")
        )
    if source.state != State.READY or source.lacks_name:
        raise ValidationError(_("Look at the file again first."))
    if source.counts.get("wrong") and not only_good:
        raise ValidationError(
            _("Correct the wrong rows first, or tick that the other rows may be imported without them.")
        )
    if not source.counts.get("new", 0) + source.counts.get("changed", 0):
        raise ValidationError(_("There is nothing in this file to import."))
    source.state, source.applied_by = State.APPLYING, by
    source.save(update_fields=["state", "applied_by"])
    _start(source, "services.import_apply", by)


def _start(source: Import, kind: str, by: Membership) -> None:
    source.job = start(kind, by=by, about=source, language=(get_language() or by.user.language)[:2])
    source.save(update_fields=["job"])


@transaction.atomic
def remove_import(*, source: Import, by: Membership) -> None:
    """Throws the file and what was read of it away; what was applied stays applied."""
    require(rules.can_keep(by))
    found = Import.objects.editable_by(by).select_for_update(of=("self",)).select_related("job", "file")
    row = found.filter(pk=source.pk).first()
    if row is None:
        return
    if row.state == State.APPLYING and not row.has_failed:
        raise ValidationError(_("This file is being imported; wait until that is done."))
    record("services.import_removed", organisation=by.organisation, by=by, name=str(row))
    _forget(row)


def forget_imports(now: datetime) -> int:
    """Throws away what is older than a week and not at work. Returns how many; safe to run at any time."""
    old = Import.objects.for_system("old files").filter(created_at__lt=now - KEPT)
    at_work = Q(job__state__in=[Job.State.WAITING, Job.State.RUNNING])
    keys = list(old.exclude(at_work).values_list("pk", flat=True))
    for pk in keys:
        with transaction.atomic():
            row = old.select_for_update(of=("self",)).select_related("file").filter(pk=pk).first()
            if row is not None:
                _forget(row)
    return len(keys)


def _forget(source: Import) -> None:
    file = source.file
    source.delete()
    forget(file)

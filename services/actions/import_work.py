"""What the worker does with a file of services: reads it, and applies it in one transaction."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.audit import record, record_each
from accounts.models import Membership, Organisation
from accounts.rules import require
from common.names import fold
from documents.attachments import read
from documents.jobs import Progress, told_at_once
from services import audit, rules, starters  # noqa: F401 - audit registers the events
from services.actions.catalogue import SHORT
from services.imports.cells import Cell, line_of
from services.imports.compare import CHANGED, NEW, SAME, Catalogue, Decision, adds_of, decide, names_added, say_kinds
from services.imports.fields import match
from services.imports.files import Table, read_table
from services.imports.workbook import UNCOMPUTED
from services.models import Import, ImportRow, Location, Service

BATCH = 500
# So many earlier files are asked how their columns were matched.
LAST_FILES = 5


# Reading -----------------------------------------------------------------------------------------


def read_import(*, pk: UUID, by: Membership, progress: Progress) -> None:
    """Reads the file of an import and says what it would change. May be done again."""
    source = Import.objects.editable_by(by).select_related("client", "file").get(pk=pk)
    if source.state != Import.State.READING:
        return
    progress(0, 4)
    table = read_table(read(source.file), source.sheet)
    progress(1, 4)
    headings = _headings(table)
    matching = source.matching if source.headings == headings and source.matching else _matched(source, table)
    catalogue = catalogue_of(source.client)
    # The list is the same, so what was said of its rows still holds.
    wanted = dict(source.rows.exclude(is_wanted=None).values_list("number", "is_wanted"))
    decisions = []
    if "name" in matching:
        decisions = decide(table.rows, matching, catalogue, table.headings, wanted, source.emptying)
    progress(2, 4)
    with told_at_once(progress) as tell, transaction.atomic():
        source = Import.objects.editable_by(by).select_for_update().get(pk=pk)
        if source.state != Import.State.READING:
            return
        source.rows.all().delete()
        rows = [_row(source, one, catalogue) for one in decisions]
        ImportRow.objects.bulk_create(rows, batch_size=BATCH)
        tell(3, 4)
        source.headings, source.matching, source.state = headings, matching, Import.State.READY
        source.counts = {"hidden": len(table.unseen.rows), "filtered": len(table.unseen.filtered)}
        source.unseen = {"columns": table.unseen.columns, "sheets": table.unseen.sheets}
        source.sheet, source.other_sheets = table.sheet, table.others
        _keep_figures(source, rows)
        source.save()
    progress(4, 4)


def _matched(source: Import, table: Table) -> list[str]:
    """The field of each column: as somebody said it of a column with this heading in the last file that had one,
    else as the heading names it. So a mended file needs not be matched anew."""
    before = Import.objects.for_system("the same client's files").filter(client=source.client_id)
    known: dict[str, str] = {}
    for one in before.exclude(pk=source.pk).exclude(matching=[]).order_by("-created_at")[:LAST_FILES]:
        for (heading, _sample), key in zip(one.headings, one.matching, strict=False):
            known.setdefault(fold(heading), key)
    return match(table.headings, known)


def _headings(table: Table) -> list[list[str]]:
    """Each column's heading, with the first thing that stands under it."""

    def sample(place: int) -> str:
        under = (line_of(cells[place]) for _number, cells in table.rows[:200] if place < len(cells))
        return next((text[:60] for text in under if text and text != UNCOMPUTED), "")

    return [[heading, sample(place)] for place, heading in enumerate(table.headings)]


def count_again(source: Import, wanted: Mapping[int, bool]) -> list[int]:
    """Keeps what somebody said of rows by their numbers, with what follows from it for others and for the figures, and
    from what was said of fields that are to become empty.

    Gives the numbers of rows of which that cannot be said. The catalogue is not asked: whether it still is as it was
    when the file was read shows when it is applied.
    """
    kept = source.rows.select_related("service").order_by("number")
    rows = list(kept.only(
        "source", "number", "name", "kind", "changes", "faults", "is_wanted", "looks_like", "adds", "blanks",
        "places_before", "revision", "service__archived_at",
    ))  # fmt: skip
    differ = [row for row in rows if row.number in wanted and row.is_ticked != wanted[row.number]]
    refused = [row.number for row in differ if not row.has_tick]
    before = {row.pk: _said(row) for row in rows}
    for row in differ:
        row.is_wanted = wanted[row.number] if row.has_tick else row.is_wanted
    say_kinds(rows, source.emptying)
    altered = [row for row in rows if before[row.pk] != _said(row)]
    if altered:
        for row in altered:
            row.cells = []  # never written: these rows are there already
        ImportRow.objects.bulk_create(
            altered, batch_size=BATCH, update_conflicts=True, unique_fields=["id"],
            update_fields=["is_wanted", "kind", "changes", "faults"],
        )  # fmt: skip
        _keep_figures(source, rows)
        source.save(update_fields=["counts", "new_locations", "new_groups", "turn"])
    return refused


def _said(row: ImportRow) -> tuple[Any, ...]:
    return row.is_wanted, row.kind, row.changes, row.faults


def _decide(source: Import, rows: Sequence[ImportRow], catalogue: Catalogue) -> list[Decision]:
    """What the rows mean that were read before."""
    asked: list[tuple[int, list[Cell]]] = [(row.number, row.cells) for row in rows]
    headings = [heading for heading, _sample in source.headings]
    wanted = {row.number: row.is_wanted for row in rows}
    return decide(asked, source.matching, catalogue, headings, wanted, source.emptying)


# What else than rows of each kind is counted: what reading alone can tell.
OF_READING = ("hidden", "filtered")


def _keep_figures(source: Import, rows: Sequence[ImportRow]) -> None:
    of_reading = {name: count for name, count in source.counts.items() if name in OF_READING and count}
    source.counts = Counter(row.kind for row in rows) | {"emptied": _emptied(rows)} | of_reading
    if blanks := Counter(key for row in rows if row.kind in (NEW, CHANGED, SAME) for key in row.blanks):
        source.counts["blanks"] = blanks
    adds = [row.adds for row in rows if row.kind in (NEW, CHANGED)]
    source.new_locations, source.new_groups = names_added(adds, "places"), names_added(adds, "groups")
    source.turn += 1


def _emptied(rows: Sequence[ImportRow]) -> int:
    return sum(not new for one in rows if one.kind == CHANGED for _old, new in one.changes.values())


def _row(source: Import, decision: Decision, catalogue: Catalogue) -> ImportRow:
    return ImportRow(
        source=source, number=decision.number, cells=decision.cells, name=decision.name, kind=decision.kind,
        service=decision.service, changes=decision.changes, faults=decision.faults, is_wanted=decision.is_wanted,
        looks_like=decision.looks_like, blanks=decision.blanks, adds=adds_of(decision, catalogue),
    )  # fmt: skip


def catalogue_of(client: Organisation, *, lock: bool = False) -> Catalogue:
    """All services and locations of a client; with `lock` nobody changes them until the transaction ends."""
    services = Service.objects.for_system("compares a file with them").filter(client=client)
    locations = Location.objects.for_system("compares a file with them").filter(client=client)
    if lock:
        services, locations = services.select_for_update(), locations.select_for_update()
    return Catalogue(list(services.prefetch_related("locations").order_by("pk")), list(locations), _group_for(client))


def _group_for(client: Organisation) -> Callable[[str], str]:
    """The group of a new service for which the file has none: that of the starter list, else "Other"."""
    with translation.override(client.language):
        other = _("Other services")
    known = {fold(name): one.group(client.language) for one in starters.SERVICES for name in (one.name_nl, one.name_en)}
    return lambda name: known.get(fold(name), other)


# Applying ----------------------------------------------------------------------------------------


def carry_out(*, pk: UUID, by: Membership, progress: Progress) -> None:
    """Applies a file: all its good rows or, when the catalogue changed since it was looked at, nothing."""
    require(rules.can_keep(by))
    try:
        with told_at_once(progress) as tell, transaction.atomic():
            source = Import.objects.editable_by(by).select_for_update(of=("self",)).select_related("client").get(pk=pk)
            if source.state == Import.State.APPLYING:
                _apply(source, by, tell)
    except IntegrityError as error:  # a service was added while we were at it
        raise _changed_since() from error


def _changed_since() -> ValidationError:
    return ValidationError(
        _("The catalogue changed since you opened this file. Nothing was imported. Look at it again.")
    )


def _apply(source: Import, by: Membership, progress: Progress) -> None:
    rows = list(source.rows.order_by("number"))
    total = len(rows) * 2
    progress(0, total)
    catalogue = catalogue_of(source.client, lock=True)
    decisions = _decide(source, rows, catalogue)
    if [one.as_shown() for one in decisions] != [_as_shown(row) for row in rows]:
        raise _changed_since()
    progress(len(rows), total)
    added = [decision for decision in decisions if decision.kind == NEW]
    changed = [decision for decision in decisions if decision.kind == CHANGED]
    before = {one.number: [str(place.pk) for place in _service(one).locations.all()] for one in changed}
    adds = [adds_of(decision, catalogue) for decision in [*added, *changed]]
    made = _add_places(source.client, names_added(adds, "places"), catalogue, by)
    _add(source.client, added)
    progress(len(rows) + len(added), total)
    _change(changed)
    _move([*added, *changed], catalogue)
    progress(total - 1, total)
    _record(source, by, added, changed)
    _keep_for_undoing(rows, [*added, *changed], before)
    source.made_locations = {str(place.pk): place.name for place in made}
    source.state, source.applied_at = Import.State.APPLIED, timezone.now()
    source.save(update_fields=["state", "applied_at", "made_locations"])
    progress(total, total)


def _as_shown(row: ImportRow) -> tuple[Any, ...]:
    return row.number, row.kind, row.service_id, row.changes, row.faults


def _add_places(client: Organisation, names: Sequence[str], catalogue: Catalogue, by: Membership) -> list[Location]:
    made = Location.objects.bulk_create([Location(client=client, name=name) for name in names], batch_size=BATCH)
    catalogue.places |= {fold(place.name): place for place in made}
    record_each("services.location_added", ((place, {}) for place in made), organisation=client, by=by)
    return made


def _add(client: Organisation, decisions: Sequence[Decision]) -> None:
    for decision in decisions:
        decision.service = Service(client=client, **decision.facts)
    Service.objects.bulk_create((_service(one) for one in decisions), batch_size=BATCH)


def _change(decisions: Sequence[Decision]) -> None:
    """Writes all changed services, a batch at a time: as rows that are there already, which is far quicker than an
    update with a case for each. They are locked and were compared, so nobody's change is lost."""
    fields = {"revision", "changed_at"}
    for decision in decisions:
        service = _service(decision)
        service.revision += 1
        for name, value in decision.facts.items():
            setattr(service, name, value)
        fields |= decision.facts.keys()
    Service.objects.bulk_create(
        (_service(one) for one in decisions), batch_size=BATCH, update_conflicts=True, unique_fields=["id"],
        update_fields=sorted(fields),
    )  # fmt: skip


def _move(decisions: Sequence[Decision], catalogue: Catalogue) -> None:
    moved = [decision for decision in decisions if decision.places is not None]
    through = Service.locations.through
    through.objects.filter(service_id__in=[_service(one).pk for one in moved if one.kind == CHANGED]).delete()
    links = (
        through(service_id=_service(one).pk, location_id=catalogue.places[fold(name)].pk)
        for one in moved
        for name in one.places or ()
    )
    through.objects.bulk_create(links, batch_size=BATCH)


def _keep_for_undoing(rows: Sequence[ImportRow], decisions: Sequence[Decision], before: dict[int, list[str]]) -> None:
    """With each row the service that it is about now, and what cannot be read from its old values."""
    by_number = {row.number: row for row in rows}
    applied = [by_number[decision.number] for decision in decisions]
    for row, decision in zip(applied, decisions, strict=True):
        row.service, row.revision = _service(decision), _service(decision).revision
        row.places_before = before.get(row.number, [])
    ImportRow.objects.bulk_create(
        applied, batch_size=BATCH, update_conflicts=True, unique_fields=["id"],
        update_fields=["service", "revision", "places_before"],
    )  # fmt: skip


def _record(source: Import, by: Membership, added: Sequence[Decision], changed: Sequence[Decision]) -> None:
    """One event for the file, and for each service the one that its history shows."""
    record(
        "services.import_applied", organisation=source.client, by=by, about=source, added=len(added),
        changed=len(changed), left_out=source.counts.get("wrong", 0) + source.counts.get("out", 0),
    )  # fmt: skip
    record_each("services.service_added", _facts(source, added), organisation=source.client, by=by)
    record_each("services.service_changed", _facts(source, changed), organisation=source.client, by=by)


def _facts(source: Import, decisions: Sequence[Decision]) -> Iterator[tuple[Service, dict[str, Any]]]:
    for decision in decisions:
        pairs = {key: pair if key in SHORT else [] for key, pair in decision.changes.items()}
        changes = {"changes": pairs} if decision.kind == CHANGED else {}
        yield _service(decision), {"file": str(source), **changes}


def _service(decision: Decision) -> Service:
    assert decision.service is not None
    return decision.service

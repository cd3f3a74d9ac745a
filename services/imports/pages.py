"""What the pages of a file show, and the spreadsheets that go with it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from common.names import fold
from documents.renderings import Made
from documents.tables import Column, xlsx
from services.imports.cells import Cell, held, line_of
from services.imports.fields import BY_KEY, FIELDS
from services.imports.words import FAULTS, changes_in_words, faults_in_words
from services.imports.workbook import UNCOMPUTED
from services.models import Import, ImportRow, Service

KINDS = ("new", "changed", "same", "wrong", "aside", "out")
# These are shown only where a file has some.
RARE = ("aside", "out")
WIDTH = 1000
# Of one page of rows; so many comparisons of names cost a few milliseconds.
MOST_COMPARED = 100


class Named(NamedTuple):
    """A service as its key and its name."""

    pk: UUID
    name: str


# Names alike by this much are probably one service, written in two ways.
ALIKE = 0.8
FIRST_LETTERS = 3
MISSING = ["name", "missing", ""]


def spend_of(member: Membership, source: Import) -> tuple[Decimal, Decimal] | None:
    """What the services in use cost a year together, in euros, before this file is taken over and after.

    None when no row changes an amount. So that a total that came along as a service shows as money.
    """
    rows = ImportRow.objects.visible_to(member).filter(source=source, kind__in=["new", "changed"])
    amounts = rows.filter(changes__has_key="annual_spend").values_list("changes__annual_spend", flat=True)
    differences = [Decimal(new or 0) - Decimal(old or 0) for old, new in amounts]
    if not differences:
        return None
    used = Service.objects.visible_to(member).filter(archived_at=None)
    before = used.aggregate(spend=Sum("annual_spend"))["spend"] or Decimal(0)
    return before, before + sum(differences)


@dataclass(frozen=True)
class Shown:
    """A row with its changes and faults in words, each with what the file has in that cell.

    `stays` is what keeps its value though its cell is empty; `adds` is whether it adds or would add a service;
    `service` is what the row is about; `like` a service that a new one may be, written in another way, and `archived`
    one in the archive that has its name.
    """

    row: ImportRow
    changes: list[tuple[str, str, str]]
    faults: list[tuple[str, str, str]]
    stays: list[tuple[str, str]]
    adds: bool
    service: Named | None
    like: Named | None
    archived: Named | None


class Names:
    """The services by their names, to find the one that a new row may mean."""

    def __init__(self, services: Iterable[tuple[UUID, str, datetime | None]]):
        """`services` are key, name and since when it is in the archive."""
        self.same: dict[str, Named] = {}
        self.near: dict[str, list[str]] = defaultdict(list)
        self.archived: dict[str, Named] = {}
        for pk, written, archived_at in services:
            name = fold(written)
            if archived_at:
                self.archived[name] = Named(pk, written)
                continue
            self.same[name] = Named(pk, written)
            self.near[name[:FIRST_LETTERS]].append(name)

    def like(self, name: str) -> Named | None:
        """A service with nearly this name: a slip of the hand, or a word more or less at the end."""
        asked = fold(name)
        near = self.near.get(asked[:FIRST_LETTERS], [])
        longer = [one for one in near if f"{one} ".startswith(f"{asked} ") or f"{asked} ".startswith(f"{one} ")]
        found = longer or get_close_matches(asked, near[:MOST_COMPARED], n=1, cutoff=ALIKE)
        return self.same[found[0]] if found else None


def shown(row: ImportRow, source: Import, names: Names) -> Shown:
    """A row as the page shows it. What a new row made is found by its name, as long as that is not changed."""
    matching = source.matching
    given = []
    for key, *_rest in row.faults:
        place = matching.index(key) if key in matching and key else -1
        cell = row.cells[place] if 0 <= place < len(row.cells) else None
        given.append("" if cell is None or held(cell) == UNCOMPUTED else line_of(cell)[:60])
    words = faults_in_words(row.faults)
    faults = [(label, text, cell) for (label, text), cell in zip(words, given, strict=True)]
    if row.kind == row.Kind.ASIDE:  # that a heading has no name is no news beside the reason
        faults = [("", str(FAULTS[row.looks_like]), ""), *(faults if row.faults != [MISSING] else [])]
    service = Named(row.service.pk, row.service.name) if row.service else None
    adds = service is None or row.kind == row.Kind.NEW
    # Of a wrong row only what is wrong matters, and the name of a new one stands beside it.
    changes = {key: pair for key, pair in row.changes.items() if key != "name" or not adds}
    told = not row.faults or (row.kind == row.Kind.ASIDE and row.has_tick)
    if row.kind == row.Kind.NEW and source.state == Import.State.APPLIED and not service:
        service = names.same.get(fold(row.name))
    asks = row.kind == row.Kind.NEW and source.state == Import.State.READY
    archived = names.archived.get(fold(row.name)) if asks else None
    like = names.like(row.name) if asks and not archived else None
    kept = {key: [old, ""] for key, old in row.blanks.items() if key not in source.emptying}
    stays = [(label, old) for label, old, _new in changes_in_words(kept)] if told else []
    return Shown(row, changes_in_words(changes) if told else [], faults, stays, adds, service, like, archived)


def question(source: Import) -> str:
    """What taking the file over would do, as a question."""
    new, changed = source.counts.get("new", 0), source.counts.get("changed", 0)
    counts = {"new": number_format(new, force_grouping=True), "changed": number_format(changed, force_grouping=True)}
    if new and changed:
        both = ngettext(
            "Import %(new)s new and %(changed)s changed service?",
            "Import %(new)s new and %(changed)s changed services?", changed,
        )  # fmt: skip
        return both % counts
    if new:
        return ngettext("Import %(new)s new service?", "Import %(new)s new services?", new) % counts
    words = ngettext("Import %(changed)s changed service?", "Import %(changed)s changed services?", changed)
    return words % counts


def bar_of(source: Import) -> list[dict[str, Any]]:
    """The kinds of rows as parts of one bar, with what each is called."""
    counts = {kind: source.counts.get(kind, 0) for kind in KINDS}
    total = sum(counts.values()) or 1
    names = {
        "new": _("New"), "changed": _("Changed"), "same": _("The same"), "wrong": _("Wrong"), "aside": _("Set aside"),
        "out": _("Left out"),
    }  # fmt: skip
    bar, at = [], 0.0
    for kind, count in counts.items():
        width = WIDTH * count / total
        bar.append({"kind": kind, "label": names[kind], "count": count, "x": f"{at:.1f}", "width": f"{width:.1f}",
                    "is_shown": bool(count) or kind not in RARE})  # fmt: skip
        at += width
    return bar


def blanks_of(source: Import) -> list[dict[str, Any]]:
    """The fields that are filled in now and of which cells are empty, with in how many rows and whether they become
    empty there."""
    counts = source.counts.get("blanks", {})
    return [
        {"key": field.key, "label": field.label, "count": counts[field.key], "is_on": field.key in source.emptying}
        for field in FIELDS if field.key in counts
    ]  # fmt: skip


def passed_over(source: Import) -> list[str]:
    """Headings of columns that nothing is done with, less those that only `wrong_rows` adds."""
    added = {fold(_("Row")), fold(_("What is wrong"))}
    return [
        heading
        for (heading, _sample), key in zip(source.headings, source.matching, strict=False)
        if heading and not key and fold(heading) not in added
    ]


def hidden_columns(source: Import) -> list[str]:
    """Headings of columns that nobody sees in the file and that are imported."""
    return [source.headings[place][0] for place in source.unseen.get("columns", [])
            if place < len(source.matching) and source.matching[place]]  # fmt: skip


def wrong_rows(source: Import, rows: Iterable[ImportRow]) -> Made:
    """The wrong rows as they stand in the file, with their number and their reasons in front."""
    columns = [Column(_("Row"), 8, "number"), Column(_("What is wrong"), 60)]
    columns += [Column(heading or "–", 22) for heading, _sample in source.headings]
    width = len(source.headings)

    def lines() -> Iterable[list[Any]]:
        for row in rows:
            reasons = [f"{label}: {text}" if label else text for label, text in faults_in_words(row.faults)]
            cells = [_to_write(cell, key) for cell, key in zip(row.cells[:width], source.matching, strict=False)]
            cells += [None] * (width - len(cells))
            yield [row.number, "\n".join(reasons), *cells]

    return xlsx(_("wrong-rows"), columns, lines(), sheet=_("Wrong rows"))


def _to_write(cell: Cell, key: str) -> Cell:
    """A cell as somebody sees it; a day that is meant as one so that it is read again as the same. Never nothing for
    what was not computed, as an empty cell empties its field."""
    if held(cell) == UNCOMPUTED:
        return "#N/A"
    if not isinstance(cell, list):
        return cell
    return cell[0] if key and BY_KEY[key].kind == "date" else cell[1]


def example() -> Made:
    """An empty sheet with all headings but the key, which only an export can fill."""
    columns = [Column(str(BY_KEY[field.key].label), 24) for field in FIELDS if field.kind != "key"]
    return xlsx(_("services-to-fill-in"), columns, [], sheet=_("Services"))

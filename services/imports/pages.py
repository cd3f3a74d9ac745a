"""What the pages of a file show, and the spreadsheets that go with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from documents.renderings import Made
from documents.tables import Column, xlsx
from services.imports.fields import BY_KEY, FIELDS
from services.imports.words import changes_in_words, faults_in_words
from services.models import Import, ImportRow

KINDS = ("new", "changed", "same", "wrong")
WIDTH = 1000


@dataclass(frozen=True)
class Shown:
    """A row with its changes and faults in words. `given` is what the file has in each faulty cell."""

    row: ImportRow
    changes: list[tuple[str, str, str]]
    faults: list[tuple[str, str, str]]


def shown(row: ImportRow, matching: list[str]) -> Shown:
    given = []
    for key, *_rest in row.faults:
        place = matching.index(key) if key in matching and key else -1
        cell = row.cells[place] if 0 <= place < len(row.cells) else None
        given.append("" if cell is None else str(cell)[:60])
    words = faults_in_words(row.faults)
    faults = [(label, text, cell) for (label, text), cell in zip(words, given, strict=True)]
    # Of a wrong row only what is wrong matters, and the name of a new one stands beside it.
    changes = {key: pair for key, pair in row.changes.items() if key != "name" or row.kind != row.Kind.NEW}
    return Shown(row, [] if row.faults else changes_in_words(changes), faults)


def bar_of(source: Import) -> list[dict[str, Any]]:
    """The kinds of rows as parts of one bar, with what each is called."""
    counts = {kind: source.counts.get(kind, 0) for kind in KINDS}
    total = sum(counts.values()) or 1
    names = {"new": _("New"), "changed": _("Changed"), "same": _("The same"), "wrong": _("Wrong")}
    bar, at = [], 0.0
    for kind, count in counts.items():
        width = WIDTH * count / total
        bar.append({"kind": kind, "label": names[kind], "count": count, "x": f"{at:.1f}", "width": f"{width:.1f}"})
        at += width
    return bar


def passed_over(source: Import) -> list[str]:
    """Headings of columns that nothing is done with."""
    return [
        heading
        for (heading, _sample), key in zip(source.headings, source.matching, strict=False)
        if heading and not key
    ]


def wrong_rows(source: Import, rows: Iterable[ImportRow]) -> Made:
    """The wrong rows as they stand in the file, with their number and their reasons in front."""
    columns = [Column(_("Row"), 8, "number"), Column(_("What is wrong"), 60)]
    columns += [Column(heading or "–", 22) for heading, _sample in source.headings]
    width = len(source.headings)

    def lines() -> Iterable[list[Any]]:
        for row in rows:
            reasons = [f"{label}: {text}" if label else text for label, text in faults_in_words(row.faults)]
            cells = row.cells[:width] + [None] * (width - len(row.cells))
            yield [row.number, "\n".join(reasons), *cells]

    return xlsx(_("wrong-rows"), columns, lines(), sheet=_("Wrong rows"))


def example() -> Made:
    """An empty sheet with all headings but the key, which only an export can fill."""
    columns = [Column(str(BY_KEY[field.key].label), 24) for field in FIELDS if field.kind != "key"]
    return xlsx(_("services-to-fill-in"), columns, [], sheet=_("Services"))

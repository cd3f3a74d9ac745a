"""Rows that are no service: totals, headings of groups, rows of zeros. They would double the figures."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from common.names import fold
from services.imports.cells import Cell, Fault, line_of, number_of
from services.imports.fields import words

NO_SERVICE = {"total", "sum", "heading", "zeros"}

_WORD = r"(sub ?|eind ?|hoofd ?|grand |general |algemeen )?(totaal|totalen|total|totals)|som|sum|generaal totaal|saldo"
_ALONE = re.compile(rf"^({_WORD})( generaal| excl btw| incl btw)?$")
_AMONG = re.compile(rf"^({_WORD}) .|. ({_WORD})$")
_TELLING = ("supplier_name", "delivery", "contract_end", "description", "locations", "code_en15221", "code_nen2748")


def mark_no_services(decisions: Sequence[Any], columns: Mapping[str, int], marks: Mapping[str, str]) -> None:
    """Gives each such row a fault that says what it looks like. What is in the catalogue already is a service."""
    full = [sum(bool(line_of(cell)) for cell in one.cells) for one in decisions]
    lists = sum(count > 1 for count in full) * 2 > len(full)
    open_sum, all_sum, since, before = Decimal(0), Decimal(0), 0, 0
    for place, one in enumerate(decisions):
        amount = _amount(one.cells, columns, marks)
        code = "" if one.service is not None else _by_words(one, columns)
        if not code and one.service is None and not _tells(one, columns) and amount:
            code = "sum" if (amount == open_sum and since > 1) or (amount == all_sum and before > 1) else ""
        alone = one.service is None and full[place] == 1 and lists and place + 1 < len(full)
        if not code and alone and full[place + 1] > 1 and one.name:
            code = "heading"
        if code:
            one.faults[:] = [["name", code, ""]]
            one.changes.clear()
        if code in ("total", "sum"):
            open_sum, since = Decimal(0), 0
        elif amount and not code:
            open_sum, since, all_sum, before = open_sum + amount, since + 1, all_sum + amount, before + 1


def _by_words(one: Any, columns: Mapping[str, int]) -> str:
    texts = [line_of(cell) for cell in one.cells if line_of(cell)]
    if texts and all(_is_nothing(text) for text in texts):
        return "zeros"
    label = words(one.name or next(iter(texts), ""))
    if _ALONE.match(label):
        return "total"
    return "total" if _AMONG.search(label) and not _tells(one, columns) else ""


def _is_nothing(text: str) -> bool:
    try:
        return not number_of(text)
    except Fault:
        return fold(text) == "-"


def _tells(one: Any, columns: Mapping[str, int]) -> bool:
    places = (columns[key] for key in _TELLING if key in columns)
    return any(line_of(one.cells[place]) for place in places if place < len(one.cells))


def _amount(cells: Sequence[Cell], columns: Mapping[str, int], marks: Mapping[str, str]) -> Decimal | None:
    place = columns.get("annual_spend", len(cells))
    try:
        return number_of(cells[place], marks.get("annual_spend", "")) if place < len(cells) else None
    except Fault:
        return None

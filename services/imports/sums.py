"""Rows that are no service: totals, headings of groups, rows of zeros. They would double the figures."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from common.names import fold
from services.imports.cells import Cell, Fault, line_of, number_of, sum_of
from services.imports.fields import words

TOTALS = ("total", "sum", "sum_below", "formula")

_WORD = r"(sub ?|eind ?|hoofd ?|grand |general |algemeen )?(totaal|totalen|total|totals)|som|sum|generaal totaal|saldo"
_ALONE = re.compile(rf"^({_WORD})( generaal| excl btw| incl btw)?$")
_AMONG = re.compile(rf"^({_WORD}) .|. ({_WORD})$")
_TELLING = ("supplier_name", "delivery", "contract_end", "description", "locations", "code_en15221", "code_nen2748")


def mark_no_services(decisions: Sequence[Any], columns: Mapping[str, int], marks: Mapping[str, str]) -> None:
    """Says of each such row what it looks like. What is in the catalogue already is a service."""
    full = [len(_said(one, columns)) for one in decisions]
    lists = sum(count > 1 for count in full) * 2 > len(full)
    amounts = [_amount(one.cells, columns, marks) for one in decisions]
    above = _totals_above(decisions, columns, amounts, full)
    open_sum, all_sum, since, before = Decimal(0), Decimal(0), 0, 0
    for place, one in enumerate(decisions):
        amount = amounts[place]
        code = "" if one.service is not None else _by_words(one, columns) or ("sum_below" if place in above else "")
        if not code and one.service is None and not _tells(one, columns) and amount:
            code = "sum" if (amount == open_sum and since > 1) or (amount == all_sum and before > 1) else ""
        if not code and one.service is None and lists and _leads(full, place) and (heading := _heading(one, columns)):
            code, one.name = "heading", heading
        one.looks_like = code
        if code in TOTALS:
            open_sum, since = Decimal(0), 0
        elif amount and not code:
            open_sum, since, all_sum, before = open_sum + amount, since + 1, all_sum + amount, before + 1


def give_headings(decisions: Sequence[Any]) -> None:
    """Says of each row under which heading of a group it stands. A total ends a group, but for one that adds up what
    stands below it: that begins one."""
    heading = ""
    for one in decisions:
        code = one.looks_like
        if code == "heading":
            heading = one.name
        elif code in TOTALS:
            begins = code == "sum_below" or any(sum_of(cell) == "sum_below" for cell in one.cells)
            heading = one.name if begins else ""
        elif not code:
            one.heading = heading


def _leads(full: Sequence[int], place: int) -> bool:
    """Whether a row with one cell stands above a row with more, or above another such row that does."""
    after = [*full[place + 1 : place + 3], 0, 0]
    return full[place] == 1 and (after[0] > 1 or (after[0] == 1 and after[1] > 1))


# What numbers the rows of a list, in a column that means nothing to us: 3, 3.1, A, a).
_NUMBERING = re.compile(r"^(?:[A-Za-z]|[A-Za-z]?[0-9]+(?:\.[0-9]+)*)[.)]?$")


def _said(one: Any, columns: Mapping[str, int]) -> list[str]:
    """What the cells of a row say, but for its number in the list."""
    known = set(columns.values())
    texts = [(place, line_of(cell)) for place, cell in enumerate(one.cells)]
    return [text for place, text in texts if text and (place in known or not _NUMBERING.match(text))]


def _heading(one: Any, columns: Mapping[str, int]) -> str:
    """What a row with one cell says, as a name would; nothing for a number."""
    text = _said(one, columns)[0][:80]
    return "" if re.fullmatch(r"[\d.,]+", text) else text


FARTHEST = 200


def _totals_above(
    decisions: Sequence[Any], columns: Mapping[str, int], amounts: Sequence[Decimal | None], full: Sequence[int]
) -> set[int]:
    """The places of rows whose amount is the sum of rows below them that each say more than they do."""
    found: set[int] = set()
    for place in range(len(decisions) - 1, -1, -1):
        total = amounts[place]
        if not total or decisions[place].service is not None or _tells(decisions[place], columns):
            continue
        rest, count = total, 0
        for below in range(place + 1, min(place + FARTHEST, len(decisions))):
            if below in found:
                continue
            rest, count = rest - (amounts[below] or 0), count + 1
            if full[below] <= full[place] or rest <= 0:
                break
        if not rest and count > 1 and full[below] > full[place]:
            found.add(place)
    return found


def _by_words(one: Any, columns: Mapping[str, int]) -> str:
    texts = [text for cell in one.cells if (text := line_of(cell))]
    if texts and all(_is_nothing(text) for text in texts):
        return "zeros"
    label = words(one.name or next(iter(texts), ""))
    if _ALONE.match(label):
        return "total"
    if any(sum_of(cell) for cell in one.cells) and not _is_typed(one, columns):
        return "formula"
    return "total" if _AMONG.search(label) and not _tells(one, columns) else ""


def _is_typed(one: Any, columns: Mapping[str, int]) -> bool:
    """Whether the amount of a row is its own, and only something else in it is added up."""
    place = columns.get("annual_spend", len(one.cells))
    cell = one.cells[place] if place < len(one.cells) else None
    return bool(line_of(cell)) and not sum_of(cell)


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

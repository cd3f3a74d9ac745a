"""What a file would change in the catalogue, row by row; and whether that still holds a little later."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from common.names import fold
from services.imports.cells import Cell, Fault, decimal_mark, held, line_of, looks_like_made_by_excel, read, text_of
from services.imports.fields import BY_KEY, asks_of
from services.imports.letters import UNREADABLE
from services.imports.sums import give_headings, mark_no_services
from services.imports.workbook import UNCOMPUTED
from services.models import Location, Service

# These keep what they have when the cell is empty: a service has a name, a group and somebody who delivers it.
KEPT_WHEN_EMPTY = {"name", "group", "delivery", "key"}
# Faults that come and go with what somebody says of rows and fields.
OF_WHAT_WAS_SAID = ("archived", "double")
LONGEST_LOCATION = 100
BETWEEN_PLACES = "; "

NEW, CHANGED, SAME, WRONG, ASIDE, OUT = "new", "changed", "same", "wrong", "aside", "out"


@dataclass
class Decision:
    """What one row of the file means.

    `changes` holds old and new as texts; `faults` a field, the code of what is wrong and what its sentence needs;
    `facts` the values to write, and `places` the names of the locations when they change. `is_wanted` is what somebody
    said of the row, None as long as nobody did; `looks_like` the code of what it is when it looks like no service, and
    `blanks` what is there now of fields of which the cell is empty.
    """

    number: int
    cells: list[Cell]
    name: str = ""
    kind: str = SAME
    service: Service | None = None
    is_by_key: bool = False
    heading: str = ""  # of the group that the row stands under
    changes: dict[str, list[str]] = field(default_factory=dict)
    faults: list[list[str]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    places: list[str] | None = None
    is_wanted: bool | None = None
    looks_like: str = ""
    blanks: dict[str, str] = field(default_factory=dict)

    @property
    def is_set_aside(self) -> bool:
        return bool(self.looks_like) and not self.is_wanted

    def as_shown(self) -> tuple[Any, ...]:
        """What the person who applies it saw."""
        return self.number, self.kind, self.service.pk if self.service else None, self.changes, self.faults


class Catalogue:
    """What is there now, to be asked by key and by name."""

    def __init__(self, services: Sequence[Service], locations: Sequence[Location], group_for: Callable[[str], str]):
        """`services` and `locations` are all of one client, the archived ones too, with the locations of each
        fetched; `group_for` names the group of a new service without one."""
        self.by_key = {service.pk: service for service in services}
        self.by_name: dict[str, list[Service]] = defaultdict(list)
        for service in services:
            if service.archived_at is None:
                self.by_name[fold(service.name)].append(service)
        self.places = {fold(place.name): place for place in locations if place.archived_at is None}
        self.archived_places = {fold(place.name) for place in locations if place.archived_at} - self.places.keys()
        # How often each group is written so; of two that look alike the one with most services is `groups`'.
        self.written_groups = Counter(service.group for service in services if service.archived_at is None)
        self.groups = {fold(group): group for group, _count in reversed(self.written_groups.most_common())}
        self.group_for = group_for

    def named(self, name: str) -> Service | None:
        """The service in use with this name. Raises Fault when there are more, none written exactly so."""
        found = self.by_name.get(fold(name), [])
        if len(found) < 2:
            return found[0] if found else None
        exact = [service for service in found if service.name == name]
        if not exact:
            raise Fault("several")
        return exact[0]


def places_of(service: Service) -> str:
    """The locations of a service as one cell."""
    return BETWEEN_PLACES.join(sorted(place.name for place in service.locations.all()))


def decide(
    rows: Sequence[tuple[int, list[Cell]]],
    matching: Sequence[str],
    catalogue: Catalogue,
    headings: Sequence[str] = (),
    wanted: Mapping[int, bool | None] | None = None,
    emptying: Collection[str] = (),
) -> list[Decision]:
    """What each row means, given the field of each column ("" for one that is passed over) and its heading.

    `wanted` is what somebody said of rows by their numbers. What looks like a total is told from the whole file,
    whichever rows are left out of it. An empty cell changes nothing, but for the fields in `emptying`.
    """
    columns = [(key, place) for place, key in enumerate(matching) if key]
    marks = {
        key: decimal_mark(cells[place] for _number, cells in rows if place < len(cells))
        for key, place in columns
        if BY_KEY[key].kind in ("money", "whole")
    }
    for key, place in columns:
        if BY_KEY[key].kind == "choice" and place < len(headings):
            marks[key] = asks_of(headings[place])
    decisions = [_decide_row(number, cells, columns, len(matching), marks, catalogue) for number, cells in rows]
    for decision in decisions:
        _empty(decision, emptying)
    mark_no_services(decisions, dict(columns), marks)
    give_headings(decisions)
    _give_groups(decisions, catalogue)
    _write_groups_alike(decisions, catalogue)
    for decision in decisions:
        decision.is_wanted = (wanted or {}).get(decision.number)
    say_kinds(decisions, emptying)
    return decisions


def say_kinds(rows: Sequence[Any], emptying: Collection[str]) -> None:
    """Says of which kind each row is with what somebody said of rows and of fields: the only thing for which one row
    counts for another is that two are about one service. Takes what was decided, or the rows that were kept of it."""
    for row in rows:
        if row.blanks:
            filled = {key: pair for key, pair in row.changes.items() if key not in row.blanks}
            row.changes = filled | {key: [old, ""] for key, old in row.blanks.items() if key in emptying}
        row.faults = [fault for fault in row.faults if fault[1] not in OF_WHAT_WAS_SAID]
        if row.service is not None and row.service.archived_at and row.changes:
            row.faults.append(["name", "archived", ""])
    _mark_doubles([row for row in rows if row.is_wanted is not False and not row.is_set_aside])
    for row in rows:
        row.kind = _kind_of(row)


def _give_groups(decisions: Sequence[Decision], catalogue: Catalogue) -> None:
    """A new service for which the file has no group gets that of the heading above it, or of the starter list."""
    for decision in decisions:
        if decision.service or "group" in decision.facts or not decision.name:
            continue
        if not any(fault[0] == "group" for fault in decision.faults):
            decision.facts["group"] = decision.heading or catalogue.group_for(decision.name)
            if not decision.is_set_aside:
                decision.changes["group"] = ["", decision.facts["group"]]


def _write_groups_alike(decisions: Sequence[Decision], catalogue: Catalogue) -> None:
    """Groups that look alike are one: written as they are already, else as this file writes it first.

    Whoever writes the group of a service otherwise beside its key means to. Rows that are left out count as well, so
    that leaving one out changes no other.
    """
    known = dict(catalogue.groups)
    for decision in decisions:
        group, service = decision.facts.get("group"), decision.service
        if not group:
            continue
        if service and fold(service.group) == fold(group):
            written = group if decision.is_by_key else service.group
        else:
            written = group if group in catalogue.written_groups else known.setdefault(fold(group), group)
        if service and written == service.group:
            del decision.facts["group"], decision.changes["group"]
        else:
            decision.facts["group"] = written
            if "group" in decision.changes:
                decision.changes["group"][1] = written


def _kind_of(decision: Any) -> str:
    if decision.is_set_aside:
        return ASIDE
    if decision.is_wanted is False:
        return OUT
    if decision.faults:
        return WRONG
    if decision.service is None:
        return NEW
    return CHANGED if decision.changes else SAME


def adds_of(decision: Decision, catalogue: Catalogue) -> dict[str, list[str]]:
    """The locations and the group that a row adds to those in use; no group where there is no service yet."""
    places = [name for name in decision.places or [] if fold(name) not in catalogue.places]
    group = decision.facts.get("group", "") if catalogue.groups else ""
    groups = [group] if group and fold(group) not in catalogue.groups else []
    return {key: names for key, names in (("places", places), ("groups", groups)) if names}


def names_added(adds: Iterable[dict[str, list[str]]], key: str) -> list[str]:
    """What several rows add, each name once."""
    names: dict[str, str] = {}
    for one in adds:
        for name in one.get(key, ()):
            names.setdefault(fold(name), name)
    return sorted(names.values(), key=str.casefold)


def _decide_row(
    number: int,
    cells: list[Cell],
    columns: list[tuple[str, int]],
    width: int,
    marks: dict[str, str],
    catalogue: Catalogue,
) -> Decision:
    decision = Decision(number, cells)
    values: dict[str, Any] = {}
    for key, place in columns:
        cell = cells[place] if place < len(cells) else None
        try:
            values[key] = read(BY_KEY[key], cell, marks.get(key, ""))
        except Fault as fault:
            decision.faults.append([key, fault.code, fault.detail])
            values[key] = None
        if key == "name":
            decision.name = "" if held(cell) == UNCOMPUTED else line_of(cell)[:120]
    if any(line_of(cell) for cell in cells[width:]):
        decision.faults.append(["", "many", ""])
    try:
        decision.service = _service_of(values, decision, catalogue)
    except Fault as fault:
        decision.faults.append(["key" if values.get("key") else "name", fault.code, fault.detail])
    _compare(decision, values, catalogue)
    return decision


def _service_of(values: dict[str, Any], decision: Decision, catalogue: Catalogue) -> Service | None:
    """The service that a row is about: by its key, else by its name."""
    key: UUID | None = values.get("key")
    name = values.get("name") or ""
    if key is None:
        if not name and not any(fault[0] == "name" for fault in decision.faults):
            raise Fault("missing")
        return catalogue.named(name) if name else None
    service = catalogue.by_key.get(key)
    if service is None:
        raise Fault("unknown")
    if name and service.archived_at is None and fold(name) != fold(service.name) and catalogue.by_name.get(fold(name)):
        decision.faults.append(["name", "taken", ""])
    decision.name, decision.is_by_key = name or service.name, True
    return service


def _compare(decision: Decision, values: dict[str, Any], catalogue: Catalogue) -> None:
    service = decision.service
    faulty = {fault[0] for fault in decision.faults}
    for key, value in values.items():
        if key in faulty or key == "key" or (key in KEPT_WHEN_EMPTY and not value):
            continue
        if key == "locations":
            _compare_places(decision, value, catalogue)
            continue
        doubt = _doubt(key, value)
        if doubt and (service is None or not _alike(key, getattr(service, key), value)):
            decision.faults.append([key, doubt, ""])
            continue
        if service is None:
            if value not in ("", None):
                decision.facts[key] = value
                decision.changes[key] = ["", str(value)]
            continue
        old = getattr(service, key)
        if _alike(key, old, value) or (key == "name" and not values.get("key")):
            continue
        if value in ("", None):
            decision.blanks[key] = plain(old)
            continue
        decision.facts[key] = value
        decision.changes[key] = [plain(old), plain(value)]


def _empty(decision: Decision, emptying: Collection[str]) -> None:
    """Has the fields become empty that are to; see `say_kinds` for how that is shown."""
    for key in decision.blanks.keys() & set(emptying):
        if key == "locations":
            decision.places = []
        else:
            decision.facts[key] = None if Service._meta.get_field(key).null else ""


def _doubt(key: str, value: Any) -> str:
    """Why a text is not taken over unless it is there already: the code of a fault."""
    if not isinstance(value, str):
        return ""
    if UNREADABLE in value:
        return "letters"
    return "dated_text" if BY_KEY[key].kind == "line" and looks_like_made_by_excel(key, value) else ""


def plain(value: Any) -> str:
    """A value as the history keeps it."""
    return "" if value is None else str(value)


def _alike(key: str, old: Any, new: Any) -> bool:
    """Whether a cell says what is there already: texts without the spaces that a cell does not keep."""
    if isinstance(old, str):
        clean = text_of if BY_KEY[key].kind == "text" else line_of
        return clean(old) == new
    return old == new


def _compare_places(decision: Decision, cell: str, catalogue: Catalogue) -> None:
    old = places_of(decision.service) if decision.service else ""
    if fold(cell) == fold(old):
        return
    names = _names_in(cell, catalogue)
    if not names:
        decision.blanks |= {"locations": old} if old else {}
        return
    present = decision.service.locations.all() if decision.service else ()
    if {fold(name) for name in names} == {fold(place.name) for place in present}:
        return
    if UNREADABLE in cell:
        decision.faults.append(["locations", "letters", ""])
    for name in names:
        if fold(name) not in catalogue.places and looks_like_made_by_excel("locations", name):
            decision.faults.append(["locations", "dated_text", ""])
        if len(name) > LONGEST_LOCATION:
            decision.faults.append(["locations", "long", str(LONGEST_LOCATION)])
        if fold(name) in catalogue.archived_places:
            decision.faults.append(["locations", "place_archived", name])
    decision.places = names
    decision.changes["locations"] = [old, BETWEEN_PLACES.join(names)]


def _names_in(cell: str, catalogue: Catalogue) -> list[str]:
    """The locations that a cell names, each written as it is known."""
    parts = [cell] if fold(cell) in catalogue.places else cell.replace("\n", ";").split(";")
    names: dict[str, str] = {}
    for part in parts:
        name = line_of(part)
        if name:
            known = catalogue.places.get(fold(name))
            names.setdefault(fold(name), known.name if known else name)
    return sorted(names.values())


def _mark_doubles(decisions: Sequence[Any]) -> None:
    """Two rows about one service: neither counts, and each names the other."""
    about: dict[Any, list[Any]] = defaultdict(list)
    named: dict[str, list[Any]] = defaultdict(list)
    for decision in decisions:
        if decision.service is not None:
            about[decision.service.pk].append(decision)
        if decision.name and (decision.service is None or decision.service.archived_at is None):
            named[fold(decision.name)].append(decision)
    for rows in (*about.values(), *named.values()):
        for decision in rows if len(rows) > 1 else []:
            other = rows[0] if decision is not rows[0] else rows[1]
            fault = ["name", "double", str(other.number)]
            if not any(one[1] == "double" for one in decision.faults):
                decision.faults.append(fault)

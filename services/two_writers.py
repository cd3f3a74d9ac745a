"""A contact moment that two people changed at once, field by field: what only one of them changed stays as that one
has it, and a choice is asked only where both changed the same. Services and locations are put together."""

from dataclasses import dataclass, field
from html import escape
from typing import Any

from common.richtext import from_plain
from services.forms_journey import MomentForm
from services.models import ContactMoment

UNKNOWN = object()


@dataclass
class Merge:
    """`changes` to save over the newer row, the names of fields that both changed, and of those only they changed."""

    changes: dict[str, Any] = field(default_factory=dict)
    clashes: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)


def merge(form: MomentForm, current: ContactMoment) -> Merge:
    """What the writer of a valid form and somebody else made together of the row that the form was opened with."""
    found, base = Merge(), form.opened_with()
    for name, mine in form.changes().items():
        before, theirs = base.get(name, UNKNOWN), value_of(current, name)
        if isinstance(theirs, list) and name in MomentForm.SETS:
            found.changes[name] = _together(before, list(mine), theirs)
        elif mine == theirs:
            continue
        elif mine == before:
            found.taken.append(name)
        else:
            found.changes[name] = mine
            if theirs != before:
                found.clashes.append(name)
    return found


def value_of(moment: ContactMoment, name: str) -> Any:
    """As a form has it."""
    value = getattr(moment, name)
    return list(value.all()) if name in MomentForm.SETS else value


def _together(before: Any, mine: list[Any], theirs: list[Any]) -> list[Any]:
    """What is there now, with what this writer added and without what this writer took away."""
    old = [] if before is UNKNOWN else list(before)
    kept = [one for one in theirs if one in mine or one not in old]
    return kept + [one for one in mine if one not in old and one not in kept]


def as_text(rows: list[dict[str, Any]], side: str) -> str:
    """One writer's side of the clashes as rich text, to keep."""
    return "".join(f"<h4>{escape(str(row['label']))}</h4>{from_plain(row[side] or '–')}" for row in rows)

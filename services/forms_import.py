"""Forms of bringing in a file of services."""

import re
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import Form
from services.imports.fields import BY_KEY, FIELDS
from services.imports.kinds import READABLE, upload_of
from services.models import Import, ImportRow


class ImportField(forms.FileField):
    """A workbook or a text with columns, by its content; its cleaned value is an `Upload`."""

    default_error_messages = {"required": gettext_lazy("Choose a file.")}
    widget = forms.FileInput(attrs={"accept": ",".join(f".{name}" for name in READABLE)})

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        return upload_of(file) if file else file


class ImportForm(Form):
    """The file."""

    file = ImportField(
        label=gettext_lazy("File with services"),
        help_text=gettext_lazy(
            "An Excel workbook (.xlsx) or a CSV file, with the headings in the first row. At most 10 MB and "
            "10,000 services."
        ),
    )


NOTHING = "-"


class MatchForm(Form):
    """For each column of the file what it holds, beginning with what was recognised."""

    def __init__(self, data: Any, *, source: Import) -> None:
        super().__init__(data)
        choices: list[tuple[str, Promise | str]] = [(NOTHING, gettext_lazy("– do not import –"))]
        choices += [(field.key, field.label) for field in FIELDS]
        for place, (heading, sample) in enumerate(source.headings):
            self.fields[f"column{place}"] = forms.ChoiceField(
                label=heading or letter(place),
                choices=choices,
                initial=source.matching[place] or NOTHING,
                help_text=_("For example: %(sample)s") % {"sample": sample} if sample else "",
            )

    def clean(self) -> dict[str, Any]:
        seen: set[str] = set()
        for name in self.fields:
            key = self.cleaned_data.get(name, "")
            if key not in ("", NOTHING) and key in seen:
                self.add_error(name, _("Another column is used for this already."))
            seen.add(key)
        if "name" not in seen and self.fields:
            self.add_error(next(iter(self.fields)), _("Choose the column that contains the name of the service."))
        return self.cleaned_data

    def matching(self) -> list[str]:
        return [self.cleaned_data[name].removeprefix(NOTHING) for name in self.fields]


def letter(place: int) -> str:
    """How a spreadsheet calls a column without a heading."""
    return _("Column %(letter)s") % {"letter": (chr(64 + place // 26) if place > 25 else "") + chr(65 + place % 26)}


def kind_asked(value: str | None) -> str:
    """The kind of rows that the address asks for, or those with empty cells; nonsense is taken as all."""
    return value if value in (*ImportRow.Kind.values, "empty") else ""


SHOWN_ROW = re.compile(r"^([0-9]{1,9}):([01])$")


def rows_wanted(data: Any) -> dict[int, bool]:
    """Which rows somebody ticked or unticked: only those whose tick differs from the one that they were shown, so that
    nobody takes back what a colleague ticked meanwhile."""
    ticked = set(data.getlist("row"))
    shown = (found for was in data.getlist("shown") if (found := SHOWN_ROW.match(was)))
    return {int(one[1]): one[1] in ticked for one in shown if (one[1] in ticked) != (one[2] == "1")}


def fields_to_empty(data: Any) -> dict[str, bool]:
    """Which fields somebody ticked or unticked to become empty where the cell is: those that differ, as with rows."""
    ticked, shown = set(data.getlist("empty")), (was.partition(":") for was in data.getlist("empty_shown"))
    return {key: key in ticked for key, _colon, was in shown if key in BY_KEY and (key in ticked) != (was == "1")}


@dataclass(frozen=True)
class Place:
    """Which rows of a file are looked at: of one kind or all, with something in their name or all, and their page."""

    kind: str = ""
    q: str = ""
    page: int = 1

    def query(self) -> str:
        """As it stands in an address, beginning with its question mark; empty for the first of all rows."""
        given = {"kind": self.kind, "q": self.q, "page": str(self.page) if self.page > 1 else ""}
        asked = QueryDict(mutable=True)
        asked.update({name: value for name, value in given.items() if value})
        return f"?{asked.urlencode()}" if asked else ""


def place_asked(data: Any) -> Place:
    """Where an address points to; nonsense is the first of all rows."""
    page = data.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 10 else 1
    return Place(kind_asked(data.get("kind")), data.get("q", "").strip()[:120], max(number, 1))


def place_to_go(data: Any) -> Place:
    """Where a form goes when its ticks are kept: to what its button says in `go`, else where it stands."""
    place = place_asked(data)
    what, _colon, value = data.get("go", "").partition(":")
    if what == "kind":
        return Place(kind_asked(value), place.q)
    if what == "page":
        return replace(place, page=place_asked({"page": value}).page)
    return replace(place, page=1) if place.q != data.get("was_q", "") else place

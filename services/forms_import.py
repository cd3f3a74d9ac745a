"""Forms of bringing in a file of services."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import Form
from services.imports.fields import FIELDS
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
    """The kind of rows that the address asks for; nonsense is taken as all."""
    return value if value in ImportRow.Kind.values else ""

"""How forms look and what they share."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.addresses import LONGEST, clean_address
from common.edges import FIRST_DAY, LAST_DAY, check_day, one_line
from common.numbers import SENTENCES, NotANumber, number_in


class Renderer(TemplatesSetting):
    """Forms and fields through templates/forms/."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class _AtTheEdges:
    """What every form of ours does with what was typed: one range of days, and what has one line stays on it."""

    def full_clean(self) -> None:
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for field in fields.values():
            if isinstance(field, forms.DateField | forms.DateTimeField) and check_day not in field.validators:
                field.validators.append(check_day)
        self.data = self._on_one_line(fields)
        super().full_clean()  # type: ignore[misc]

    def _on_one_line(self, fields: dict[str, forms.Field]) -> Any:
        """The data, with the breaks taken out of what a browser shows as one line and so never sends itself."""
        data: Any = self.data
        names = [self.add_prefix(name) for name, field in fields.items() if type(field.widget) in ONE_LINE]  # type: ignore[attr-defined]
        broken = {name: one_line(value) for name in names if isinstance(value := data.get(name), str) and "\n" in value}
        if not broken:
            return data
        data = data.copy()
        for name, value in broken.items():
            data[name] = value
        return data


ONE_LINE = (forms.TextInput, forms.SearchInput, forms.EmailInput, forms.URLInput)


class Form(_AtTheEdges, forms.Form):
    """The base of every form; a test walks them."""


class ModelForm(_AtTheEdges, forms.ModelForm):
    """The base of every form over a model; a test walks them."""


class AddressField(forms.EmailField):
    """An e-mail address; gives the one spelling of it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return clean_address(text) if text else text


class DateInput(forms.DateInput):
    """The browser's own date field, which speaks ISO whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat(), **(attrs or {})}, format="%Y-%m-%d"
        )


class DateTimeInput(forms.DateTimeInput):
    """The browser's own field for a date and a time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        around = {"min": f"{FIRST_DAY.isoformat()}T00:00", "max": f"{LAST_DAY.isoformat()}T23:59"}
        super().__init__({**around, **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class MoneyField(forms.DecimalField):
    """Euros, written the Dutch or the English way: 1.234,50 or 1,234.50 or 1234.5."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(_number(value))


class WholeNumberField(forms.IntegerField):
    """A whole number, written with or without a mark between the thousands."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        number = _number(value, {**SENTENCES, "number": SENTENCES["whole"], "decimals": SENTENCES["whole"]})
        if isinstance(number, Decimal):
            if number != number.to_integral_value():
                raise forms.ValidationError(str(SENTENCES["whole"]), code="invalid")
            number = int(number)
        return super().to_python(number)


def _number(value: Any, sentences: Mapping[str, Promise | str] = SENTENCES) -> Any:
    """What was typed as a number; says in words why it is none."""
    if not isinstance(value, str):
        return value
    try:
        return number_in(value)
    except NotANumber as error:
        raise forms.ValidationError(str(sentences[error.code]), code="invalid") from error


class RevisionForm(ModelForm):
    """A form over a `Revised` row: carries the revision that the reader saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            self.initial["revision"] = self.instance.revision
        if self.instance._state.adding:
            del self.fields["revision"]

    def changes(self) -> dict[str, Any]:
        """The cleaned values of the model's fields, to hand to an action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


YES_NO = [("yes", _("Yes")), ("no", _("No"))]

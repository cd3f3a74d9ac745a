"""The time zones of the world as people look for them: by a city, typed or chosen from a list."""

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

HOME = "Europe/Amsterdam"

# By what Unicode names them; islands in other oceans stand under the continent that is nearest.
CONTINENTS = {"Europe": "150", "Africa": "002", "America": "019", "Antarctica": "AQ", "Asia": "142",
              "Australia": "AU", "Pacific": "009"}  # fmt: skip
NEAREST = {"Arctic": "Europe", "Atlantic": "Europe", "Indian": "Asia"}


def time_zones(*likely: str) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Ours and the likely zones first, then every other place of the world under its continent."""
    language = get_language() or "nl"
    near = [(name, city_of(name, language)) for name in dict.fromkeys([HOME, *likely])]
    far = [(name, [one for one in places if one not in near]) for name, places in _continents(language)]
    return [(_("Most used"), near), *far, ("UTC", [("UTC", "UTC")])]


@lru_cache
def _continents(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The places of the world by continent, ours first, as this language calls them."""
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in CONTINENTS}
    for name in available_timezones() & get_global("zone_territories").keys():
        continent = name.partition("/")[0]
        continent = NEAREST.get(continent, continent)
        if continent in found:
            found[continent].append((name, city_of(name, language)))
    words = Locale.parse(language).territories
    return [
        (words.get(CONTINENTS[name], name), sorted(places, key=lambda one: one[1])) for name, places in found.items()
    ]


def city_of(name: str, language: str) -> str:
    """The city that a zone is named after, as this language calls it."""
    return name if "/" not in name else get_timezone_location(name, locale=language, return_city=True)


class ZoneInput(forms.Select):
    """A field that searches its list as one types, by the browser itself; without it, one types the city."""

    template_name = "forms/zone_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        chosen = [option["label"] for option in options if option["selected"]]
        context["widget"]["shown"] = chosen[0] if chosen else value or ""
        return context


class ZoneField(forms.ChoiceField):
    """A time zone, given by its city in the reader's language or by its own name."""

    widget = ZoneInput
    default_error_messages = {"invalid_choice": _("Choose a time zone from the list, such as Europe/Amsterdam.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Time zone"), choices=time_zones, **kwargs)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value).strip()
        zones = {zone: zone for zone, _city in self._flat()}
        by_name = {name.casefold(): zone for zone, name in reversed([*zones.items(), *self._flat()])}
        return by_name.get(typed.casefold(), typed)

    def _flat(self) -> list[tuple[str, str]]:
        groups: Any = self.choices
        return [
            (str(zone), str(city))
            for group, places in groups
            for zone, city in (places if isinstance(places, list | tuple) else [(group, places)])
        ]

"""Services to tick in a form: by group, with a search box; of many only the ticked ones and what is searched for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Membership
from services.models import Service

# From more than these on a form shows only what is ticked, and the server searches.
MOST = 200
# As many are found at once; a longer word finds fewer.
FOUND = 50
# As few need no search box.
FEW = 12


class ServiceChoices(forms.CheckboxSelectMultiple):
    """Checkboxes by group of services. Set `url` to where a search is answered (services:offered)."""

    template_name = "services/widgets/services.html"
    url = ""
    is_whole = False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, [], attrs)
        rows = self.choices.queryset  # type: ignore[attr-defined]
        ticked = set(self.format_value(value))
        offered = list(rows if self.is_whole else rows[: MOST + 1])
        is_large = len(offered) > MOST and not self.is_whole
        if is_large:
            offered = list(rows.filter(pk__in=[one for one in ticked if _is_key(one)]))
        return context | {
            "groups": groups(offered, ticked, context["widget"]["attrs"].get("id") or name),
            "name": name,
            "is_large": is_large,
            "has_search": is_large or len(offered) > FEW,
            "url": self.url,
        }

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """None of Django's own: they would read every service of the queryset."""
        return []


def offer_services(field: Any, rows: Any, member: Membership) -> None:
    """Makes a field offer these services of the member's organisation."""
    field.queryset = rows.by_name()
    field.widget.url = member.url("services:offered")


def whole(request: Any, form: forms.BaseForm) -> None:
    """Shows all, however many, to who has no JavaScript to search with and asks for it (`?all=1`)."""
    if "services" in form.fields and "all" in request.GET:
        form.fields["services"].widget.is_whole = True  # type: ignore[attr-defined]


def groups(rows: Iterable[Service], ticked: set[str], prefix: str) -> list[dict[str, Any]]:
    """Rows by their group, with what a checkbox needs; what has no group comes last."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda one: (not one.group, one.group.casefold())):
        found.setdefault(row.group or _("Without a group"), []).append(
            {"value": str(row.pk), "label": row.name, "is_ticked": str(row.pk) in ticked, "id": f"{prefix}_{row.pk}"}
        )
    return [{"name": name, "rows": boxes} for name, boxes in found.items()]


def found_services(member: Membership, words: str, ticked: set[str]) -> tuple[list[Service], bool]:
    """What is ticked, with the first that have these words in their name or group; whether there are more."""
    mine = Service.objects.visible_to(member).by_name()
    kept = list(mine.filter(pk__in=[one for one in ticked if _is_key(one)]))
    if not words:
        return kept, False
    hits = mine.active().filter(Q(name__unaccent__icontains=words) | Q(group__unaccent__icontains=words))
    fresh = list(hits.exclude(pk__in=[one.pk for one in kept])[: FOUND + 1])
    return kept + fresh[:FOUND], len(fresh) > FOUND


def _is_key(value: str) -> bool:
    try:
        forms.UUIDField().clean(value)
    except forms.ValidationError:
        return False
    return True

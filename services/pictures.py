"""This room's pictures, each with the table behind it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pictures.bars import Bar, bars
from services.catalogue import GroupFigures
from services.templatetags import services_words


def euros(value: Decimal | None) -> str:
    """A yearly amount as people write it, without cents."""
    return services_words.euros(value) if value is not None else _("unknown")


def people(value: int | None) -> str:
    return number_format(value, force_grouping=True) if value is not None else _("unknown")


def drawn(svg: str) -> SafeString:
    """A picture of ours for a template; pictures escape the words that they are given."""
    return mark_safe(svg)  # noqa: S308


def of_groups(groups: Sequence[GroupFigures]) -> dict[str, Any]:
    """Spend and end users per group: `svg`, `narrow_svg`, `headings` and `rows`."""
    rows = [
        Bar(
            label=group.name,
            first=float(group.spend) if group.spend is not None else None,
            first_text=euros(group.spend),
            second=float(group.end_users) if group.end_users is not None else None,
            second_text=people(group.end_users),
        )
        for group in groups
    ]
    words: dict[str, Any] = {
        "title": _("Spend and end users per group"),
        "description": _("For each group of services the spend per year and the number of end users."),
        "heads": (_("Spend per year"), _("End users")),
        "rows": rows,
    }
    return {
        "svg": drawn(bars(**words)),
        "narrow_svg": drawn(bars(**words, narrow=True)),
        "headings": [_("Group"), _("Services"), _("Spend per year"), _("Without spend"), _("End users")],
        "rows": [
            [group.name, group.services, euros(group.spend), group.without_spend, people(group.end_users)]
            for group in groups
        ],
    }

"""The picture of a start programme, with the table behind it."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pictures.days import Step, days
from services.pictures import drawn


def of_start(rows: Sequence[dict[str, Any]], length: int, today: int | None) -> dict[str, Any]:
    """`svg`, `narrow_svg`, `headings` and `rows` of the steps; empty without any. `today` is the day of the programme
    while it goes on."""
    if not rows:
        return {}
    kinds = {"done": _("done"), "coming": _("still to come"), "late": _("late"), "skipped": _("skipped")}
    steps = [Step(f"{row['step'].title}: {kinds[_kind(row)]}", row["day"], _kind(row)) for row in rows]
    words: dict[str, Any] = {
        "title": _("The steps on their days"),
        "description": _("Each step on its day; a full circle is done, an open one still to come, a triangle late."),
        "steps": steps,
        "length": length,
        "today": today,
        "today_words": _("today, day %(day)s") % {"day": today},
        "kinds": kinds,
    }
    return {
        "svg": drawn(days(**words)),
        "narrow_svg": drawn(days(**words, narrow=True)),
        "headings": [_("Step"), _("Day"), _("Date"), _("State")],
        "rows": [
            [f"{number}. {row['step'].title}", row["day"], date_format(row["step"].due_on, "j F Y"), kinds[_kind(row)]]
            for number, row in enumerate(rows, start=1)
        ],
    }


def _kind(row: dict[str, Any]) -> str:
    return row["step"].outcome or ("late" if row["is_late"] else "coming")

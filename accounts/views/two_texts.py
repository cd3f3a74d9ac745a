"""The answer to the second of two writers, and the page where both texts stay readable: the same for every room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import escape

from accounts.kept import keep_both, kept_of
from accounts.models import Organisation
from common.autosave import by_script
from common.compare import Row, lines, paragraphs, rows_of
from common.merge import Clash, merge_html, merge_plain
from common.richtext import clean, from_plain


@dataclass(frozen=True)
class Field:
    """One text of a form, as the writer has it and as it is now. `kind` is prose, lines or line."""

    name: str
    label: str
    mine: str
    theirs: str
    kind: str = "prose"
    longest: int | None = None

    @property
    def rows(self) -> list[Row]:
        apart = paragraphs if self.kind == "prose" else lines
        return rows_of(apart(self.theirs), apart(self.mine))

    def merged(self, base: str | None) -> tuple[str, list[Clash]]:
        """Both as one text, and where both changed the same."""
        if self.kind == "prose":
            return merge_html(base, self.mine, self.theirs)
        if self.kind == "lines":
            return merge_plain(base, self.mine, self.theirs)
        if base in (self.mine, self.theirs) or self.mine == self.theirs:
            return (self.theirs if self.mine == base else self.mine), []
        return self.mine, [Clash(self.mine, self.theirs)]


@dataclass(frozen=True)
class Kept:
    """Where both texts stay readable: the address, what their history is under, and who shares it."""

    page: str
    about: Model
    shared_with: Organisation | None = None


def two_texts(
    request: Any,
    row: Any,
    fields: Sequence[Field],
    *,
    title: str,
    crumbs: list[dict[str, str]],
    url: str,
    back: str,
    kept: Kept | None = None,
) -> HttpResponse:
    """409: a page with both texts, or its part `panel` for the script. `row` is the text as it is now.

    `url` saves whichever is chosen; `back` shows what is there now.
    """
    member, by = request.member, getattr(row, "changed_by", None)
    if kept:
        mine, theirs = (_whole(fields, side) for side in ("mine", "theirs"))
        keep_both(
            row=row, mine=mine, theirs=theirs, by=member, page=kept.page, name=title, about=kept.about,
            shared_with=kept.shared_with,
        )  # fmt: skip
    shown: list[dict[str, Any]] = []
    clashes: list[Clash] = []
    for field in fields:
        merged, more = field.merged(_base(request, field))
        shown.append({"field": field, "merged": merged, "id": f"merged-{field.name}-{row.pk}"})
        clashes += more
    context = {
        "title": title,
        "crumbs": crumbs,
        "row": row,
        "by": by,
        "is_own": by is not None and by.pk == member.pk,
        "fields": shown,
        "clashes": clashes,
        "is_same": all(one.state == "same" for field in fields for one in field.rows),
        "has_prose": any(field.kind == "prose" for field in fields),
        "url": url,
        "back": back,
        "kept_url": member.url(kept.page, pk=row.pk) if kept else "",
    }
    template = "accounts/two_texts.html"
    return render(request, f"{template}#panel" if by_script(request) else template, context, status=409)


def _base(request: Any, field: Field) -> str | None:
    """The text that the writer began with, when the form says so."""
    base = request.POST.get(f"base-{field.name}")
    if base is None or field.kind != "prose":
        return base
    return clean(base) if base.lstrip().startswith("<") else from_plain(base)


def _whole(fields: Sequence[Field], side: str) -> str:
    """All fields as one rich text; each under its label where there is more than one."""
    found = []
    for field in fields:
        words = getattr(field, side)
        html = words if field.kind == "prose" else from_plain(words)
        found.append(f"<h4>{escape(field.label)}</h4>{html}" if len(fields) > 1 and html else html)
    return "".join(found)


def kept_texts(request: Any, row: Any, *, title: str, crumbs: list[dict[str, str]]) -> HttpResponse:
    """What two people wrote in one text at the same time, behind the door of that text."""
    context = {"title": title, "crumbs": crumbs, "rows": list(kept_of(row)), "row": row}
    return render(request, "accounts/kept_texts.html", context)

"""Writing a draft: parts and items are each saved by themselves while one types."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import TextField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.kept import with_kept
from accounts.rules import require
from accounts.views.two_texts import Field, Kept, kept_texts, two_texts
from common.autosave import by_script, refused, revision_of, saved
from common.models import Conflict
from common.news import answer, moments, news_of, saved_since
from common.once import once
from common.richtext import safe, typed
from vision import actions, rules
from vision.forms import DetailsForm, ItemForm
from vision.gaps import content_gaps
from vision.models import ItemKind, ItemText, Part, VisionVersion
from vision.prompts import EXAMPLES, PROMPTS
from vision.reading import chapters_of, fields_of
from vision.talk import Refused, form_about, threads_of
from vision.views.doors import crumbs, own_part, own_text, own_version


@require_GET
def edit(request: Any, pk: Any) -> HttpResponse:
    """The whole draft with its prompts, items and comments."""
    version = own_version(request, pk)
    require(rules.can_change(request.member, version))
    if not version.is_draft:
        return redirect(request.member.url("vision:version", pk=version.pk))
    return edit_page(request, version)


def edit_page(
    request: Any,
    version: VisionVersion,
    *,
    part: tuple[Part, str, str] | None = None,
    item_form: ItemForm | None = None,
    new_form: ItemForm | None = None,
    comment_form: Refused = None,
) -> HttpResponse:
    """The page, with what was typed and refused in its place (422)."""
    comments = threads_of(version, request.member, comment_form, with_resolved=False)
    rows = []
    chapters = chapters_of(version, with_empty=True)
    for chapter in chapters:
        items = [_item_row(text, comments, item_form, comment_form) for text in chapter.items]
        rows.append(
            {
                "chapter": chapter,
                "part": chapter.part,
                "prompt": PROMPTS[chapter.kind],
                "example": EXAMPLES.get(chapter.kind, ""),
                "typed": part[1] if part and part[0].pk == chapter.part.pk else "",
                "error": part[2] if part and part[0].pk == chapter.part.pk else "",
                "comments": comments.get(chapter.part.pk, []),
                "comment_form": form_about(chapter.part.pk, comment_form),
                "items": items,
                "item_label": ItemKind(chapter.item_kind).label if chapter.item_kind else "",
                "new_form": _new_form(chapter.item_kind, new_form),
                "anchor": {"ambition": "ambitions", "user_group": "groups"}.get(chapter.item_kind, ""),
            }
        )
    context = {
        "version": version,
        "now": timezone.now(),
        "crumbs": crumbs(request, version),
        "rows": rows,
        "kept": with_kept([row.pk for chapter in chapters for row in (chapter.part, *chapter.items)]),
        "gaps": content_gaps(version),
        "can_comment": rules.can_comment(request.member, version),
    }
    is_refused = part or new_form or comment_form or item_form
    return render(request, "vision/edit.html", context, status=422 if is_refused else 200)


def _item_row(text: ItemText, comments: dict, form: ItemForm | None, comment_form: Refused) -> dict[str, Any]:
    return {
        "text": text,
        "key": str(text.pk),
        "form": form if form and form.instance.pk == text.pk else ItemForm(instance=text, kind=text.kind),
        "comments": comments.get(text.item_id, []),
        "comment_form": form_about(text.item_id, comment_form),
    }


def _new_form(kind: str, form: ItemForm | None) -> ItemForm | None:
    if not kind:
        return None
    return form if form and form.kind == kind else ItemForm(kind=kind)


@require_GET
def news(request: Any, pk: Any) -> HttpResponse:
    """The texts of a draft that were saved since a page was opened, for static/js/news.js; 404 once it is none."""
    version, (now, since) = own_version(request, pk), moments(request)
    require(rules.can_change(request.member, version))
    if not version.is_draft:
        raise Http404
    parts = Part.objects.editable_by(request.member).filter(saved_since(since), version=version)
    items = ItemText.objects.editable_by(request.member).filter(saved_since(since), version=version)
    found = [news_of(one, {"body": safe(one.body)}) for one in parts.select_related("changed_by__user")]
    for one in items.select_related("changed_by__user", "item"):
        found.append(news_of(one, {name: str(value or "") for name, _label, value in fields_of(one)}))
    return answer(now, found)


@require_POST
def save_part(request: Any, pk: Any) -> HttpResponse:
    """Saves the text of a part."""
    part, member = own_part(request, pk), request.member
    html = typed(request.POST, "body", before=part.body)
    try:
        actions.save_part(part=part, revision=revision_of(request), html=html, by=member)
    except Conflict as conflict:
        return _both_parts(request, part, conflict.current, html)
    except ValidationError as error:
        words = " ".join(error.messages)
        return refused(request, error, lambda: _refused_part(request, part, html, words))
    return saved(request, part, f"{member.url('vision:edit', pk=part.version_id)}#{part.kind}")


def _refused_part(request: Any, part: Part, html: str, words: str) -> HttpResponse:
    if part.version.is_draft:
        return edit_page(request, part.version, part=(part, html, words))
    return render(request, "vision/refused.html", {"version": part.version, "error": words, "kept": html}, status=422)


def _both_parts(request: Any, part: Part, current: Any, html: str) -> HttpResponse:
    member = request.member
    return two_texts(
        request, current, [Field("body", str(part), html, current.body)], title=str(part),
        crumbs=crumbs(request, part.version), url=member.url("vision:part", pk=part.pk),
        back=f"{member.url('vision:edit', pk=part.version_id)}#{part.kind}",
        kept=Kept("vision:part-kept", part.version),
    )  # fmt: skip


@require_GET
def part_kept(request: Any, pk: Any) -> HttpResponse:
    """What two people wrote in a part at the same time."""
    part = own_part(request, pk)
    return kept_texts(request, part, title=str(part), crumbs=crumbs(request, part.version))


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: Any, pk: Any) -> HttpResponse:
    """Title, period, language."""
    version, member = own_version(request, pk), request.member
    require(rules.can_change(member, version))
    if request.method != "POST" and not version.is_draft:
        return redirect(member.url("vision:version", pk=version.pk))
    before = {name: getattr(version, name) for name in ("title", "period", "language", "change_note")}
    revision = revision_of(request) if request.method == "POST" else version.revision
    form = DetailsForm(request.POST or None, instance=version)
    if request.method == "POST" and form.is_valid():
        for name, value in before.items():
            setattr(version, name, value)
        try:
            actions.change_details(version=version, revision=revision, by=member, **form.cleaned_data)
        except Conflict as conflict:
            now = {"title": conflict.current}
            form.add_error(
                None,
                _(
                    "Somebody else changed this in the meantime. The title is now: %(title)s. Save again "
                    "to keep your own title."
                )
                % now,
            )
            revision = conflict.current.revision  # type: ignore[attr-defined]
            return _details_page(request, version, form, revision, 409)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(member.url("vision:edit", pk=version.pk))
    return _details_page(request, version, form, revision, 422 if form.errors else 200)


def _details_page(request: Any, version: VisionVersion, form: Any, revision: int, status: int) -> HttpResponse:
    context = {"version": version, "form": form, "revision": revision, "crumbs": crumbs(request, version)}
    return render(request, "vision/details.html", context, status=status)


# Items ---------------------------------------------------------------------------------------------


@require_POST
@once
def add_item(request: Any, pk: Any, kind: str) -> HttpResponse:
    """Adds a core value, a user group or an ambition."""
    version, member = own_version(request, pk), request.member
    require(rules.can_change(member, version))
    if kind not in ItemKind.values:
        raise Http404
    form = ItemForm(request.POST, kind=kind)
    if form.is_valid():
        try:
            text = actions.add_item(version=version, kind=kind, by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(f"{member.url('vision:edit', pk=version.pk)}#item-{text.pk}")
    return edit_page(request, version, new_form=form)


@require_POST
def save_item(request: Any, pk: Any) -> HttpResponse:
    """Saves what the draft says of one item."""
    text, member = own_text(request, pk), request.member
    require(rules.can_change(member, text.version))
    form = ItemForm(request.POST, instance=own_text(request, pk), kind=text.kind)
    if not form.is_valid():
        words = [f"{form.fields[name].label}: {' '.join(map(str, errors))}" for name, errors in form.errors.items()]
        return refused(request, ValidationError(words), lambda: edit_page(request, text.version, item_form=form))
    try:
        actions.save_item(text=text, revision=revision_of(request), by=member, **form.changes())
    except Conflict as conflict:
        return _both_items(request, text, conflict.current, form.changes())
    except ValidationError as error:
        refusal = error

        def show() -> HttpResponse:
            form.add_error(None, refusal)
            return edit_page(request, text.version, item_form=form)

        return refused(request, error, show)
    return saved(request, text, f"{member.url('vision:edit', pk=text.version_id)}#item-{text.pk}")


def _both_items(request: Any, text: ItemText, current: Any, mine: dict[str, Any]) -> HttpResponse:
    """Both texts field by field."""
    member = request.member
    fields = [
        Field(name, label, str(mine[name] or ""), str(value or ""), *_kind_of(name))
        for name, label, value in fields_of(current)
    ]
    return two_texts(
        request, current, fields, title=text.name, crumbs=crumbs(request, text.version),
        url=member.url("vision:item", pk=text.pk),
        back=f"{member.url('vision:edit', pk=text.version_id)}#item-{text.pk}",
        kept=Kept("vision:item-kept", text.version),
    )  # fmt: skip


def _kind_of(name: str) -> tuple[str, int | None]:
    column: Any = ItemText._meta.get_field(name)
    return "lines" if isinstance(column, TextField) else "line", column.max_length


@require_GET
def item_kept(request: Any, pk: Any) -> HttpResponse:
    """What two people wrote of an item at the same time."""
    text = own_text(request, pk)
    return kept_texts(request, text, title=text.name, crumbs=crumbs(request, text.version))


@require_POST
def move_item(request: Any, pk: Any) -> HttpResponse:
    """One place up or down."""
    text = own_text(request, pk)
    return _then_edit(request, text, lambda: actions.move_item(text=text, up="up" in request.POST, by=request.member))


@require_POST
def remove_item(request: Any, pk: Any) -> HttpResponse:
    """Takes an item out of the draft."""
    text = own_text(request, pk)
    return _then_edit(request, text, lambda: actions.remove_item(text=text, by=request.member), gone=True)


def _then_edit(request: Any, text: ItemText, action: Any, *, gone: bool = False) -> HttpResponse:
    kind = text.kind
    anchor = kind if gone else f"item-{text.pk}"
    try:
        action()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    if by_script(request):
        return HttpResponse(status=204)
    return redirect(f"{request.member.url('vision:edit', pk=text.version_id)}#{anchor}")

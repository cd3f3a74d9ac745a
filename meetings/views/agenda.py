"""The agenda: items of both sides, and their files."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.rules import require
from common.once import once
from documents.attachments import keep, serve
from meetings import actions, rules
from meetings.forms import ItemForm
from meetings.models import AgendaFile, AgendaItem, Meeting
from meetings.views.answers import attempt, do, meeting_of, page, posted

PAGE = ["GET", "HEAD", "POST"]
OF_MEETING = ("meeting__partnership__client", "meeting__partnership__supplier")


def item_of(request: Any, pk: Any) -> AgendaItem:
    """The item, through the door of its meeting."""
    return get_object_or_404(AgendaItem.objects.visible_to(request.member).select_related(*OF_MEETING), pk=pk)


@require_http_methods(PAGE)
@once
def item_new(request: Any, pk: Any) -> HttpResponse:
    """Puts something on the agenda."""
    member, meeting = request.member, meeting_of(request, pk)
    require(rules.can_put_on_agenda(member, meeting), rules.why_over(meeting.partnership))
    form = ItemForm(posted(request), request.FILES or None)
    added: list[AgendaItem] = []
    if attempt(form, lambda: added.append(_add(form, meeting, member))):
        messages.success(request, _("The item is on the agenda."))
        return redirect(_place_of(added[0], member))
    return page(request, "meetings/item.html", {"form": form, "meeting": meeting})


@transaction.atomic
def _add(form: ItemForm, meeting: Any, member: Any) -> AgendaItem:
    item = actions.add_item(meeting=meeting, by=member, **form.changes())
    _attach(form, item, member)
    return item


def _place_of(item: AgendaItem, member: Any) -> str:
    """Where one reads on: in the minutes while they are written, else on the agenda."""
    if item.meeting.state in (Meeting.State.UNDER_WAY, Meeting.State.HELD):
        return member.url("meetings:minutes", pk=item.meeting_id) + f"#item-{item.pk}"
    return member.url("meetings:detail", pk=item.meeting_id) + "#agenda"


def _attach(form: ItemForm, item: AgendaItem, member: Any) -> None:
    if form.cleaned_data["file"]:
        file = keep(form.cleaned_data["file"], by=member.user)
        actions.attach(item=item, attachment=file, by=member, with_more=True)


@require_http_methods(PAGE)
def item(request: Any, pk: Any) -> HttpResponse:
    """Changes an item, adds a file to it, or takes it off."""
    member, row = request.member, item_of(request, pk)
    require(rules.can_put_on_agenda(member, row.meeting), rules.why_over(row.meeting.partnership))
    initial = {name: getattr(row, name) for name in ("title", "purpose", "minutes", "explanation", "revision")}
    form = ItemForm(posted(request), request.FILES or None, initial=initial)
    if attempt(form, lambda: _change(form, row, member)):
        messages.success(request, _("Saved."))
        return redirect(member.url("meetings:detail", pk=row.meeting_id) + "#agenda")
    files = list(row.files.select_related("attachment").order_by("created_at"))
    return page(request, "meetings/item.html", {"form": form, "meeting": row.meeting, "item": row, "files": files})


@transaction.atomic
def _change(form: ItemForm, row: AgendaItem, member: Any) -> None:
    actions.change_item(item=row, revision=form.cleaned_data["revision"] or 0, by=member, **form.changes())
    _attach(form, row, member)


@require_POST
def item_move(request: Any, pk: Any) -> HttpResponse:
    """One place up or down."""
    row = item_of(request, pk)
    up = request.POST.get("direction") == "up"
    to = request.member.url("meetings:detail", pk=row.meeting_id) + f"#item-{row.pk}"
    return do(request, to, lambda: actions.move_item(item=row, up=up, by=request.member))


@require_POST
def item_remove(request: Any, pk: Any) -> HttpResponse:
    """Takes an item off the agenda."""
    row = item_of(request, pk)
    to = request.member.url("meetings:detail", pk=row.meeting_id) + "#agenda"
    return do(request, to, lambda: actions.remove_item(item=row, by=request.member), _("Taken off the agenda."))


def file_of(request: Any, pk: Any) -> AgendaFile:
    """The file, through the door of its meeting."""
    items = AgendaItem.objects.visible_to(request.member)
    rows = AgendaFile.objects.for_system("behind the door of its item").filter(item__in=items)
    return get_object_or_404(rows.select_related("attachment", *(f"item__{name}" for name in OF_MEETING)), pk=pk)


@require_GET
def file(request: Any, pk: Any) -> HttpResponseBase:
    """The file, as a download."""
    return serve(file_of(request, pk).attachment)


@require_POST
def file_remove(request: Any, pk: Any) -> HttpResponse:
    """Takes a file off."""
    row = file_of(request, pk)
    to = request.member.url("meetings:item", pk=row.item_id)
    return do(request, to, lambda: actions.detach(file=row, by=request.member), _("The file is gone."))

"""Goals, links, the hand-over list and the private note of a partnership."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.rules import can_edit, require
from accounts.views.answers import attempt, page, posted
from accounts.views.two_texts import Field, two_texts
from common.models import Conflict
from common.once import once
from partnerships import rules
from partnerships.actions import home as actions
from partnerships.forms import GoalForm, LinkForm, NoteForm
from partnerships.models import Goal, HandoverItem, PartnershipNote, SystemLink
from partnerships.views.doors import frame, partnership_of
from partnerships.views.ending import confirmation_of, say_unconfirmed

SHOWS_FORM = ["GET", "HEAD", "POST"]
WHOLE = ("partnership__client", "partnership__supplier")


@require_http_methods(SHOWS_FORM)
@once
def goals(request: Any, pk: Any) -> HttpResponse:
    """The goals, and one to add."""
    partnership = partnership_of(request, pk)
    member = request.member
    require(rules.can_write(member, partnership) or request.method != "POST")
    may_write = rules.can_write(member, partnership) and not partnership.is_over
    form = GoalForm(posted(request), member=member, partnership=partnership) if may_write else None
    if form and attempt(form, lambda: actions.add_goal(partnership=partnership, by=member, **form.cleaned_data)):
        messages.success(request, _("The goal is added."))
        return redirect(member.url("partnerships:goals", pk=pk))
    rows = Goal.objects.visible_to(member).filter(partnership=partnership, dropped_at=None)
    return page(request, "partnerships/goals.html", {**frame(request, partnership), "form": form, "goals": rows})


@require_POST
def goal_drop(request: Any, pk: Any) -> HttpResponse:
    """Drops a goal."""
    goal = get_object_or_404(Goal.objects.visible_to(request.member).select_related(*WHOLE), pk=pk)
    _do(request, lambda: actions.drop_goal(goal=goal, by=request.member), _("The goal is dropped."))
    return redirect(request.member.url("partnerships:goals", pk=goal.partnership_id))


@require_http_methods(SHOWS_FORM)
@once
def links(request: Any, pk: Any) -> HttpResponse:
    """The links to other systems, and one to add."""
    partnership = partnership_of(request, pk)
    member = request.member
    require(rules.can_write(member, partnership) or request.method != "POST")
    may_write = rules.can_write(member, partnership) and not partnership.is_over
    form = LinkForm(posted(request)) if may_write else None
    if form and attempt(form, lambda: actions.add_link(partnership=partnership, by=member, **form.cleaned_data)):
        messages.success(request, _("The link is added."))
        return redirect(member.url("partnerships:links", pk=pk))
    rows = SystemLink.objects.visible_to(member).filter(partnership=partnership)
    return page(request, "partnerships/links.html", {**frame(request, partnership), "form": form, "links": rows})


@require_POST
def link_remove(request: Any, pk: Any) -> HttpResponse:
    """Removes a link."""
    link = get_object_or_404(SystemLink.objects.visible_to(request.member).select_related(*WHOLE), pk=pk)
    _do(request, lambda: actions.remove_link(link=link, by=request.member), _("The link is removed."))
    return redirect(request.member.url("partnerships:links", pk=link.partnership_id))


def _do(request: Any, action: Any, done: str = "") -> None:
    """Runs an action whose refusal is a sentence for the page that follows."""
    try:
        action()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if done:
            messages.success(request, done)


def _item(request: Any, pk: Any) -> HandoverItem:
    return get_object_or_404(HandoverItem.objects.visible_to(request.member).select_related(*WHOLE), pk=pk)


@require_POST
def handover_tick(request: Any, pk: Any) -> HttpResponse:
    """Handed over, or after all not yet."""
    item = _item(request, pk)
    done = request.POST.get("done") == "1"
    had_confirmed = confirmation_of(request, item.partnership)
    _do(request, lambda: actions.tick_handover(item=item, by=request.member, done=done))
    say_unconfirmed(request, had_confirmed)
    return redirect(request.member.url("partnerships:ending", pk=item.partnership_id))


@require_POST
def handover_remove(request: Any, pk: Any) -> HttpResponse:
    """Takes a line off the list."""
    item = _item(request, pk)
    _do(request, lambda: actions.remove_handover(item=item, by=request.member), _("The line is removed."))
    return redirect(request.member.url("partnerships:ending", pk=item.partnership_id))


@require_http_methods(SHOWS_FORM)
def note(request: Any, pk: Any) -> HttpResponse:
    """The note that only one's own side reads; 409 and both texts for the second of two writers."""
    partnership = partnership_of(request, pk)
    member = request.member
    may_note = rules.can_note(member, partnership)
    require(may_note or request.method != "POST")
    row = PartnershipNote.objects.visible_to(member).filter(partnership=partnership).first()
    initial = {"revision": row.revision if row else 1, "text": row.text if row else ""}
    form = NoteForm(posted(request), initial=initial) if may_note else None
    context = {**frame(request, partnership), "form": form, "row": row, "may_edit": can_edit(member)}
    try:
        done = form and attempt(
            form, lambda: actions.write_note(partnership=partnership, by=member, **form.cleaned_data)
        )
    except Conflict as conflict:
        assert form
        theirs: Any = conflict.current
        field = Field("text", _("Our own note"), form.cleaned_data["text"], theirs.text, "lines")
        return two_texts(
            request, theirs, [field], title=_("Our own note"), url=request.path, back=request.path, crumbs=context["up"]
        )
    if done:
        messages.success(request, _("Your note is saved; only your own side reads it."))
        return redirect(member.url("partnerships:note", pk=pk))
    return page(request, "partnerships/note.html", context)

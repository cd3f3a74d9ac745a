"""Goals, links, the hand-over list and the private note of a partnership."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.rules import can_edit, require
from accounts.views.answers import attempt, page, posted
from accounts.views.two_texts import Field, two_texts
from common.models import Conflict
from common.once import once
from partnerships import rules
from partnerships.actions import home as actions
from partnerships.actions import partnership as life
from partnerships.forms import GoalForm, HandoverForm, LinkForm, NoteForm
from partnerships.models import Goal, HandoverItem, Partnership, PartnershipNote, SystemLink
from partnerships.views.doors import frame, partnership_of

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


@require_http_methods(SHOWS_FORM)
@once
def ending(request: Any, pk: Any) -> HttpResponse:
    """The hand-over: who hands over what, what is done, and a line to add."""
    partnership = partnership_of(request, pk)
    member = request.member
    may_write = rules.can_write(member, partnership) and partnership.state == Partnership.State.ENDING
    require(rules.can_write(member, partnership) or request.method != "POST")
    form = HandoverForm(posted(request), partnership=partnership) if may_write else None
    if form and attempt(form, lambda: actions.add_handover(partnership=partnership, by=member, **form.cleaned_data)):
        messages.success(request, _("The line is added."))
        return redirect(member.url("partnerships:ending", pk=pk))
    if partnership.state not in (Partnership.State.ENDING, Partnership.State.ENDED):
        return redirect(member.url("partnerships:home", pk=pk))
    own = partnership.side_of(member)
    rows = HandoverItem.objects.visible_to(member).filter(partnership=partnership)
    items = list(rows.select_related("done_by__user"))
    context = {
        **frame(request, partnership),
        "form": form,
        "items": [{"item": item, "organisation": partnership.organisation_on(item.side)} for item in items],  # type: ignore[arg-type]
        "done": sum(1 for item in items if item.done_at),
        "may_tick": partnership.state == Partnership.State.ENDING and rules.can_tick_handover(member, partnership),
        "may_write": may_write,
        "own": own,
        **_confirmations(partnership, own, items, may_write),
    }
    return page(request, "partnerships/ending.html", context)


def _confirmations(partnership: Partnership, own: Any, items: list[HandoverItem], may_write: bool) -> dict[str, Any]:
    """Who confirmed the end, who is still asked, and whether one's own side can now."""
    given = {one.side: one for one in partnership.end_confirmations.select_related("by__user")}
    is_ready = all(item.done_at for item in items if item.side == own)
    has_come = bool(partnership.ends_on and timezone.localdate() >= partnership.ends_on)
    return {
        "confirmed": [
            {"side": side, "organisation": partnership.organisation_on(side), "confirmation": given.get(side)}
            for side in (own, own.other)
        ],
        "may_complete": may_write and own not in given and is_ready and has_come,
    }


def _item(request: Any, pk: Any) -> HandoverItem:
    return get_object_or_404(HandoverItem.objects.visible_to(request.member).select_related(*WHOLE), pk=pk)


@require_POST
def handover_tick(request: Any, pk: Any) -> HttpResponse:
    """Handed over, or after all not yet."""
    item = _item(request, pk)
    done = request.POST.get("done") == "1"
    _do(request, lambda: actions.tick_handover(item=item, by=request.member, done=done))
    return redirect(request.member.url("partnerships:ending", pk=item.partnership_id))


@require_POST
def handover_remove(request: Any, pk: Any) -> HttpResponse:
    """Takes a line off the list."""
    item = _item(request, pk)
    _do(request, lambda: actions.remove_handover(item=item, by=request.member), _("The line is removed."))
    return redirect(request.member.url("partnerships:ending", pk=item.partnership_id))


@require_POST
def end_complete(request: Any, pk: Any) -> HttpResponse:
    """Confirms the end for one's own side."""
    partnership = partnership_of(request, pk)
    try:
        life.complete_end(partnership=partnership, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(request.member.url("partnerships:ending", pk=pk))
    partnership.refresh_from_db()
    if partnership.state == Partnership.State.ENDED:
        messages.success(request, _("The partnership has ended. Everything stays readable for both of you."))
        return redirect(request.member.url("partnerships:home", pk=pk))
    name = {"name": partnership.other(request.member).name}
    messages.success(request, _("You confirmed the end. It ends when %(name)s has confirmed it too.") % name)
    return redirect(request.member.url("partnerships:ending", pk=pk))


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

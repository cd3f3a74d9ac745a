"""Decisions and actions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import AuditEvent
from accounts.rules import require
from common.once import once
from meetings import actions, rules
from meetings.forms import ActionForm, CloseForm, DecisionForm, ReasonForm, day_ahead
from meetings.models import Action, AgendaItem, Decision, Meeting, Minutes
from meetings.views.answers import PAIR, attempt, do, meeting_of, page, posted
from partnerships.models import Partnership

PAGE = ["GET", "HEAD", "POST"]


def _in_minutes(member: Any, meeting: UUID, item: AgendaItem | None) -> str:
    """The place of an item, or of what belongs to none, in the minutes that are being written."""
    return member.url("meetings:minutes", pk=meeting) + (f"#item-{item.pk}" if item else "#other")


def _back_to_meeting(request: Any) -> str:
    """Where the list of open actions stands from which one was closed; empty for none that the member sees."""
    try:
        seen = Meeting.objects.visible_to(request.member).filter(pk=UUID(request.POST.get("meeting", ""))).first()
    except ValueError:
        return ""
    name = "meetings:minutes" if request.POST.get("from") == "minutes" else "meetings:detail"
    return request.member.url(name, pk=seen.pk) + "#left-open" if seen else ""


def _item_in(request: Any, meeting: Meeting) -> Any:
    try:
        return meeting.items.filter(pk=UUID(request.GET.get("item", ""))).first()
    except ValueError:
        return None


# Decisions -------------------------------------------------------------------------------------


@require_http_methods(PAGE)
@once
def decision_new(request: Any, pk: Any) -> HttpResponse:
    """Notes a decision of a meeting, and leads back to its item in the minutes. With `more` the short form of the
    minutes asks for all fields, with what was typed in it."""
    member, meeting = request.member, meeting_of(request, pk)
    require(rules.can_write(member, meeting))
    initial = {"item": _item_in(request, meeting)}
    more = "more" in request.POST
    if more:
        initial |= {name: request.POST.get(name, "") for name in ("text", "reason")}
    form = DecisionForm(None if more else posted(request), meeting=meeting, initial=initial)
    if attempt(form, lambda: actions.note_decision(meeting=meeting, by=member, **form.changes())):
        return redirect(_in_minutes(member, meeting.pk, form.cleaned_data["item"]))
    return page(request, "meetings/decision_form.html", {"form": form, "meeting": meeting})


def decision_of(request: Any, pk: Any) -> Decision:
    rows = Decision.objects.visible_to(request.member)
    pair = ("meeting__partnership__client", "meeting__partnership__supplier")
    return get_object_or_404(
        rows.select_related(*PAIR, *pair, "minutes", "item", "supersedes", "ended_by__user"), pk=pk
    )


@require_http_methods(PAGE)
def decision(request: Any, pk: Any) -> HttpResponse:
    """One decision: changed as long as it is not adopted; withdrawn, with a reason, after that."""
    member, row = request.member, decision_of(request, pk)
    if row.number is None:
        return _draft_decision(request, row)
    may_end = rules.can_end_decision(member, row) and row.state == Decision.State.VALID
    if request.method == "POST":
        require(rules.can_end_decision(member, row), rules.why_over(row.partnership))
    form = ReasonForm(posted(request)) if may_end or request.method == "POST" else None
    if form and attempt(
        form, lambda: actions.withdraw_decision(decision=row, because=form.cleaned_data["because"], by=member)
    ):
        messages.success(request, _("The decision is withdrawn."))
        return redirect(member.url("meetings:decision", pk=row.pk))
    if form and form.errors and not may_end:  # the page has no form to say it in
        messages.error(request, " ".join(str(one) for one in form.non_field_errors()))
        return redirect(member.url("meetings:decision", pk=row.pk))
    context = {
        "decision": row,
        "form": form if may_end else None,
        "partner": row.partnership.other(member),
        "partner_side": row.partnership.side_of(member).other,
        "led_to": list(row.actions.select_related("owner__user").order_by("due")),
        "replaced_by": row.superseded_by.filter(number__isnull=False).first(),
    }
    return page(request, "meetings/decision.html", context)


def _draft_decision(request: Any, row: Decision) -> HttpResponse:
    member = request.member
    require(rules.can_write(member, row.meeting))
    if request.method != "POST" and row.minutes.state != Minutes.State.DRAFT:
        messages.info(request, _("These minutes have been sent for adoption. Propose a change instead."))
        at = f"#item-{row.item_id}" if row.item_id else ""
        return redirect(member.url("meetings:adoption", pk=row.meeting_id) + at)
    names = ("text", "reason", "alternatives", "valid_from", "look_again_on", "supersedes", "item", "revision")
    form = DecisionForm(posted(request), meeting=row.meeting, initial={name: getattr(row, name) for name in names})
    if attempt(
        form,
        lambda: actions.change_decision(
            decision=row, revision=form.cleaned_data["revision"] or 0, by=member, **form.changes()
        ),
    ):
        return redirect(_in_minutes(member, row.meeting_id, form.cleaned_data["item"]))
    return page(request, "meetings/decision_form.html", {"form": form, "meeting": row.meeting, "decision": row})


@require_POST
def decision_remove(request: Any, pk: Any) -> HttpResponse:
    """Removes a decision that is not adopted."""
    row = decision_of(request, pk)
    to = request.member.url("meetings:minutes", pk=row.meeting_id)
    return do(request, to, lambda: actions.remove_decision(decision=row, by=request.member), _("Removed."))


# Actions ---------------------------------------------------------------------------------------


@require_http_methods(PAGE)
@once
def action_new(request: Any, pk: Any) -> HttpResponse:
    """Gives out an action in a meeting."""
    member, meeting = request.member, meeting_of(request, pk)
    require(rules.can_act(member, meeting.partnership), rules.why_over(meeting.partnership))
    item = _item_in(request, meeting)
    form = _action_form(request, meeting.partnership, meeting)
    details = {"meeting": meeting, "item": item}
    if attempt(
        form,
        lambda: actions.make_action(partnership=meeting.partnership, by=member, **details, **form.changes()),
    ):
        if request.POST.get("from") == "minutes":
            return redirect(_in_minutes(member, meeting.pk, item))
        return redirect(member.url("meetings:detail", pk=meeting.pk) + "#actions")
    context = {"form": form, "meeting": meeting, "partnership": meeting.partnership, "item": item}
    return page(request, "meetings/action_form.html", context)


def _action_form(request: Any, partnership: Partnership, meeting: Meeting | None, **initial: Any) -> ActionForm:
    return ActionForm(
        posted(request),
        partnership=partnership,
        member=request.member,
        meeting=meeting,
        initial=initial or {"due": day_ahead(14)},
    )


@require_http_methods(PAGE)
@once
def action_between(request: Any, pk: Any) -> HttpResponse:
    """Gives out an action of a partnership, between meetings."""
    member = request.member
    rows = Partnership.objects.visible_to(member).select_related("client", "supplier")
    partnership = get_object_or_404(rows, pk=pk)
    require(rules.can_act(member, partnership), rules.why_over(partnership))
    form = _action_form(request, partnership, None)
    if attempt(form, lambda: actions.make_action(partnership=partnership, by=member, **form.changes())):
        messages.success(request, _("The action is assigned."))
        return redirect(member.url("meetings:actions") + f"?whose=all&partnership={partnership.pk}")
    return page(request, "meetings/action_form.html", {"form": form, "partnership": partnership})


def action_of(request: Any, pk: Any) -> Action:
    rows = Action.objects.visible_to(request.member)
    more = ("owner__user", "owner__organisation", "organisation", "meeting", "item", "decision")
    return get_object_or_404(rows.select_related(*PAIR, *more, "made_by__user", "closed_by__user"), pk=pk)


@require_http_methods(PAGE)
def action(request: Any, pk: Any) -> HttpResponse:
    """One action, and how it ends."""
    member, row = request.member, action_of(request, pk)
    may_close = rules.can_close(member, row)
    if request.method == "POST":
        require(may_close)
    form = CloseForm(posted(request))
    if attempt(form, lambda: actions.close_action(action=row, by=member, **form.cleaned_data)):
        messages.success(request, _("The action is closed."))
        return redirect(_back_to_meeting(request) or member.url("meetings:action", pk=row.pk))
    about = [row.pk] if row.meeting_id is None else [row.meeting_id]
    events = AuditEvent.objects.visible_to(member).filter(object_id__in=about, data__action=str(row.pk))
    context = {
        "action": row,
        "form": form,
        "partner": row.partnership.other(member),
        "partner_side": row.partnership.side_of(member).other,
        "owner_side": row.partnership.side_of(row.owner),
        "may_close": may_close,
        "may_change": rules.can_act(member, row.partnership) and row.is_open,
        "sees_meeting": row.meeting_id and Meeting.objects.visible_to(member).filter(pk=row.meeting_id).exists(),
        "events": list(events.select_related("actor").order_by("-at")[:30]),
        "today": timezone.localdate(),
    }
    return page(request, "meetings/action.html", context)


@require_http_methods(PAGE)
def action_edit(request: Any, pk: Any) -> HttpResponse:
    """Changes what, who or when."""
    member, row = request.member, action_of(request, pk)
    require(rules.can_act(member, row.partnership), rules.why_over(row.partnership))
    form = _action_form(
        request, row.partnership, row.meeting, text=row.text, owner=row.owner_id, due=row.due, revision=row.revision
    )
    if attempt(
        form,
        lambda: actions.change_action(
            action=row, revision=form.cleaned_data["revision"] or 0, by=member, **form.changes()
        ),
    ):
        messages.success(request, _("Saved."))
        return redirect(member.url("meetings:action", pk=row.pk))
    context = {"form": form, "partnership": row.partnership, "meeting": row.meeting, "action": row}
    return page(request, "meetings/action_form.html", context)


@require_POST
def action_reopen(request: Any, pk: Any) -> HttpResponse:
    """Opens an action again."""
    row = action_of(request, pk)
    to = request.member.url("meetings:action", pk=row.pk)
    return do(request, to, lambda: actions.reopen_action(action=row, by=request.member), _("The action is open again."))

"""The end of a partnership: announced, taken back, handed over, confirmed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Side
from accounts.rules import require
from accounts.views.answers import attempt, page, posted
from common.once import once
from partnerships import rules
from partnerships.actions import ending as actions
from partnerships.actions import home
from partnerships.actions.common import may_confirm
from partnerships.forms import AloneForm, EndForm, HandoverForm, TakeBackEndForm
from partnerships.hooks import open_of
from partnerships.models import EndConfirmation, HandoverItem, Partnership
from partnerships.views.doors import frame, partnership_of

State = Partnership.State
SHOWS_FORM = ["GET", "HEAD", "POST"]


@require_http_methods(SHOWS_FORM)
def end(request: Any, pk: Any) -> HttpResponse:
    """Asks once, names what will happen, and announces the end."""
    partnership = partnership_of(request, pk)
    member = request.member
    require(rules.can_end(member, partnership))
    form = EndForm(posted(request))
    if attempt(form, lambda: actions.announce_end(partnership=partnership, by=member, **form.cleaned_data)):
        messages.success(request, _("The end is announced. A hand-over list stands ready."))
        return redirect(member.url("partnerships:ending", pk=pk))
    return page(request, "partnerships/end.html", {**frame(request, partnership), "form": form})


@require_http_methods(SHOWS_FORM)
def end_take_back(request: Any, pk: Any) -> HttpResponse:
    """Asks once, and takes the announcement back."""
    partnership = partnership_of(request, pk)
    member = request.member
    require(rules.can_end(member, partnership))
    form = TakeBackEndForm(posted(request))
    if attempt(form, lambda: actions.take_back_end(partnership=partnership, by=member)):
        messages.success(request, _("The announcement is taken back. Both sides are told by mail."))
        return redirect(member.url("partnerships:home", pk=pk))
    return page(request, "partnerships/end_take_back.html", {**frame(request, partnership), "form": form})


@require_http_methods(SHOWS_FORM)
@once
def ending(request: Any, pk: Any) -> HttpResponse:
    """The hand-over: who hands over what, what is done, what else is open, and a line to add."""
    partnership = partnership_of(request, pk)
    member = request.member
    is_ending = partnership.state == State.ENDING
    may_write = rules.can_write(member, partnership) and is_ending
    require(rules.can_write(member, partnership) or request.method != "POST")
    own = partnership.side_of(member)
    form = HandoverForm(posted(request), partnership=partnership, own=own) if may_write else None
    had_confirmed = confirmation_of(request, partnership)
    if form and attempt(form, lambda: home.add_handover(partnership=partnership, by=member, **form.cleaned_data)):
        messages.success(request, _("The line is added."))
        say_unconfirmed(request, had_confirmed)
        return redirect(member.url("partnerships:ending", pk=pk))
    if partnership.state not in (State.ENDING, State.ENDED):
        return redirect(member.url("partnerships:home", pk=pk))
    rows = HandoverItem.objects.visible_to(member).filter(partnership=partnership)
    items = list(rows.select_related("done_by__user"))
    announcer = partnership.end_announced_by
    context = {
        **frame(request, partnership),
        "form": form,
        "items": [{"item": item, "organisation": partnership.organisation_on(item.side)} for item in items],  # type: ignore[arg-type]
        "done": sum(1 for item in items if item.done_at),
        "may_tick": is_ending and rules.can_tick_handover(member, partnership),
        "may_write": may_write,
        "may_take_back": may_write and announcer and announcer.organisation_id == member.organisation_id,
        "own": own,
        "not_confirmed": partnership.other(partnership.ended_alone_by) if partnership.ended_alone_by else None,
        **_left_open(partnership, member),
        **_confirmations(partnership, member, items, may_write),
    }
    return page(request, "partnerships/ending.html", context)


def confirmation_of(request: Any, partnership: Partnership) -> EndConfirmation | None:
    """The word of one's own side, as long as it stands."""
    return partnership.end_confirmations.filter(side=partnership.side_of(request.member)).first()


def say_unconfirmed(request: Any, before: EndConfirmation | None) -> None:
    """Where a line of the hand-over took the confirmation of one's own side back."""
    if before and confirmation_of(request, before.partnership) is None:
        words = _("Your side’s confirmation of the end no longer counts. Confirm again when everything is handed over.")
        messages.warning(request, words)


def _left_open(partnership: Partnership, member: Any) -> dict[str, Any]:
    """What is still open while it is ending, and what becomes of that once it has ended."""
    found = open_of(member, partnership) if partnership.state == State.ENDING else []
    return {"still_open": found, "becomes": [one.then for one in found]}


def _confirmations(partnership: Partnership, member: Any, items: list[HandoverItem], may_write: bool) -> dict[str, Any]:
    """Who confirmed the end, who is still asked and since when, what one's own side can do now and by when."""
    own = partnership.side_of(member)
    given = {one.side: one for one in partnership.end_confirmations.select_related("by__user")}
    own_open = sum(1 for item in items if item.side == own and not item.done_at)
    theirs = given.get(own.other) if own not in given else None
    today = timezone.localdate()
    has_come = bool(partnership.ends_on and today >= partnership.ends_on)
    waits_alone = partnership.state == State.ENDING and own in given and own.other not in given
    alone_from = actions.alone_from(given[own]) if waits_alone else None
    return {
        "confirmed": [_confirmation(partnership, side, given) for side in (own, own.other)],
        "may_complete": may_write and own not in given and not own_open and has_come,
        "must_prepare": may_write and own not in given and (own_open > 0 or not has_come),
        "own_open": own_open,
        "theirs_alone_from": actions.alone_from(theirs) if theirs else None,
        "has_come": has_come,
        "alone_from": alone_from,
        "may_complete_alone": alone_from and today >= alone_from and rules.can_complete_alone(member, partnership),
    }


def _confirmation(partnership: Partnership, side: Side, given: dict[str, Any]) -> dict[str, Any]:
    """Since when a side is asked: since the other confirmed, else from the last day on."""
    row: dict[str, Any] = {
        "side": side, "organisation": partnership.organisation_on(side), "confirmation": given.get(side),
    }  # fmt: skip
    if side not in given and partnership.state == State.ENDING:
        theirs = given.get(side.other)
        row["asked"] = ", ".join(str(user) for user in may_confirm(partnership, side))
        row["since"] = timezone.localdate(theirs.created_at) if theirs else partnership.ends_on
    return row


@require_POST
def end_complete(request: Any, pk: Any) -> HttpResponse:
    """Confirms the end for one's own side."""
    partnership = partnership_of(request, pk)
    try:
        actions.complete_end(partnership=partnership, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(request.member.url("partnerships:ending", pk=pk))
    partnership.refresh_from_db()
    if partnership.state == State.ENDED:
        messages.success(request, _("The partnership has ended. Everything stays readable for both of you."))
        return redirect(request.member.url("partnerships:home", pk=pk))
    name = {"name": partnership.other(request.member).name}
    messages.success(request, _("You confirmed the end. It ends when %(name)s has confirmed it too.") % name)
    return redirect(request.member.url("partnerships:ending", pk=pk))


@require_http_methods(SHOWS_FORM)
def end_alone(request: Any, pk: Any) -> HttpResponse:
    """Asks an owner for the reason, and completes the end without the other side."""
    partnership = partnership_of(request, pk)
    member = request.member
    require(rules.can_complete_alone(member, partnership))
    form = AloneForm(posted(request))
    if attempt(form, lambda: actions.complete_alone(partnership=partnership, by=member, **form.cleaned_data)):
        messages.success(request, _("The partnership has ended. Everything stays readable for both of you."))
        return redirect(member.url("partnerships:home", pk=pk))
    context = {**frame(request, partnership), **_left_open(partnership, member), "form": form}
    return page(request, "partnerships/end_alone.html", context)

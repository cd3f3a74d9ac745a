"""A partnership: proposed, answered, shown, changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.limits import a_day
from accounts.models import AuditEvent, Organisation
from accounts.rules import can_edit, is_owner, require
from accounts.views.answers import attempt, page, posted
from common.models import Conflict
from common.once import once
from common.paging import page_of
from partnerships import rules
from partnerships.actions import partnership as actions
from partnerships.asks import BOTH, asks_of, signers, unsigned
from partnerships.forms import AcceptForm, ChangeForm, DeclineForm, ProposeForm, WithdrawForm
from partnerships.hooks import sections_of
from partnerships.models import AgreementVersion, Approval, Partnership, StartProgramme, StartReview, TeamMember
from partnerships.stage import Facts, current, stages
from partnerships.views.doors import frame, partnership_of, read_again, shown_state
from services.offered import whole
from vision.models import VisionVersion

State = Partnership.State
SHOWS_FORM = ["GET", "HEAD", "POST"]


@require_http_methods(SHOWS_FORM)
@a_day("propose", amount=40)
@once
def propose(request: Any) -> HttpResponse:
    """A client proposes a partnership; ?supplier= and ?choice= fill in what is known."""
    member = request.member
    require(rules.can_propose(member))
    given = {name: request.GET[name] for name in ("supplier", "choice", "services") if name in request.GET}
    form = ProposeForm(posted(request), member=member, initial=given)
    whole(request, form)
    made: list[Partnership] = []
    if attempt(form, lambda: made.append(actions.propose(by=member, **form.cleaned_data))):
        messages.success(request, _("%(name)s has been asked by mail.") % {"name": made[0].supplier.name})
        return redirect(member.url("partnerships:home", pk=made[0].pk))
    return page(request, "partnerships/propose.html", {"form": form})


@require_GET
def home(request: Any, pk: Any) -> HttpResponse:
    """What is asked of each side, where it stands, the team, the services, the agreement; for both sides."""
    return render(request, "partnerships/home.html", _home(request, partnership_of(request, pk)))


def _home(request: Any, partnership: Partnership) -> dict[str, Any]:
    member = request.member
    team = list(
        TeamMember.objects.visible_to(member)
        .current()
        .filter(partnership=partnership)
        .select_related("membership", "user")
        .in_order()
    )
    version, in_force, approvals = _agreement(member, partnership)
    start = _start(member, partnership)
    handover = list(partnership.handover.all()) if partnership.state in (State.ENDING, State.ENDED) else []
    goals = [goal for goal in partnership.goals.all() if goal.dropped_at is None]
    today = timezone.localdate()
    open_items = sum(1 for item in handover if item.done_at is None)
    facts = Facts(
        state=partnership.state,
        sponsors=len({seat.side for seat in team if seat.part == TeamMember.Part.SPONSOR}),
        leads=len({seat.side for seat in team if seat.part == TeamMember.Part.LEAD}),
        has_reason=bool(partnership.why),
        goals=len(goals),
        agreement_in_force=in_force is not None,
        running_since=partnership.running_since,
        today=today,
        handed_over=partnership.state == State.ENDED,
    )
    number = current(facts)
    all_stages = stages(facts, partnership)
    return {
        **frame(request, partnership),
        "asks": asks_of(
            partnership, team=team, version=version or in_force, approvals=approvals,
            programme=start["programme"], steps=start["steps"], reviews=start["reviews"],
            handover_open=open_items, today=today, unsigned=(nobody := _unsigned(partnership, version, approvals)),
            appoints=is_owner(member) and member.organisation.name in nobody,
        ),
        "team_of_client": [seat for seat in team if seat.side == "client"],
        "team_of_supplier": [seat for seat in team if seat.side == "supplier"],
        "services": list(partnership.services.order_by("name")),
        "vision": _vision(member, partnership),
        "goals": goals,
        "links": list(partnership.links.all()),
        "agreements": [{"version": row, **shown_state(row, partnership)} for row in (version, in_force) if row],
        "stages": all_stages,
        "stage": all_stages[number - 1],
        "start": start,
        "handover": handover,
        "handover_done": len(handover) - open_items,
        "sections": sections_of(member, partnership),
        "today": today,
        "looks_back": partnership.is_over or partnership.state == State.ENDING,
        "announcer": _announcer(partnership),
        "silent": partnership.other(partnership.ended_alone_by) if partnership.ended_alone_by else None,
        "may_edit": can_edit(member),
        "may_change": rules.can_change(member, partnership),
        "may_propose_again": partnership.state in (State.DECLINED, State.WITHDRAWN)
        and rules.can_change(member, partnership),
        "may_answer": partnership.state == State.PROPOSED and rules.can_answer(member, partnership),
        "may_withdraw": partnership.state == State.PROPOSED and rules.can_withdraw(member, partnership),
        "may_end": partnership.state in (State.STARTING, State.RUNNING) and rules.can_end(member, partnership),
    }  # fmt: skip


def _unsigned(partnership: Partnership, version: AgreementVersion | None, approvals: list[Approval]) -> list[str]:
    if version is None or version.state != AgreementVersion.State.PROPOSED or not partnership.is_agreeing:
        return []
    given = {approval.side for approval in approvals}
    return unsigned(version, partnership, [side for side in BOTH if side not in given])


def _vision(member: Any, partnership: Partnership) -> VisionVersion | None:
    """What the client published last, as far as this member may read it."""
    rows = VisionVersion.objects.visible_to(member).published().filter(vision__client=partnership.client_id)
    return rows.only("number").order_by("-number").first()


def _announcer(partnership: Partnership) -> Organisation | None:
    """Who announced the end."""
    by = partnership.end_announced_by
    return partnership.organisation_on(partnership.side_of(by)) if by else None


def _agreement(
    member: Any, partnership: Partnership
) -> tuple[AgreementVersion | None, AgreementVersion | None, list[Approval]]:
    """The version in the making, the one in force, and the approvals of the first."""
    if not partnership.is_alive and partnership.state != State.ENDED:
        return None, None, []
    states = AgreementVersion.State
    rows = AgreementVersion.objects.visible_to(member).filter(agreement__partnership=partnership)
    rows = rows.filter(state__in=[states.DRAFT, states.PROPOSED, states.IN_FORCE]).order_by("number")
    rows = rows.annotate(**signers("agreement__partnership__"))
    found = {version.state: version for version in rows.defer("canonical")}
    making = found.get(states.PROPOSED) or found.get(states.DRAFT)
    approvals = list(making.approvals.all()) if making and making.state == states.PROPOSED else []
    return making, found.get(states.IN_FORCE), approvals


def _start(member: Any, partnership: Partnership) -> dict[str, Any]:
    """The programme with its steps, while it is going on."""
    none: dict[str, Any] = {"programme": None, "steps": [], "reviews": [], "settled": 0, "day": 0, "next": None}
    programme: StartProgramme | None = getattr(partnership, "start_programme", None)
    if partnership.state != State.STARTING or programme is None:
        return none
    owners = ("client_owner__user", "supplier_owner__user")
    steps = list(programme.steps.select_related(*owners))
    settled = sum(1 for step in steps if step.outcome)
    return {
        "programme": programme,
        "steps": steps,
        "reviews": list(StartReview.objects.visible_to(member).filter(programme=programme))
        if settled == len(steps)
        else [],
        "settled": settled,
        "day": programme.day(timezone.localdate()),
        "next": next((step for step in steps if not step.outcome), None),
    }


@require_http_methods(SHOWS_FORM)
def answer(request: Any, pk: Any) -> HttpResponse:
    """The supplier reads the proposal and says yes or no."""
    partnership = partnership_of(request, pk)
    member = request.member
    require(rules.can_answer(member, partnership))
    if partnership.state != State.PROPOSED:
        return redirect(member.url("partnerships:home", pk=pk))
    says_no = request.POST.get("verdict") == "decline"
    today = timezone.localdate()
    first_day = max(partnership.wished_start or today, today)
    # One page with two forms that are sent together: what was typed in the other one stays.
    typed = {name: request.POST[name] for name in ("starts_on", "answer", "reason") if name in request.POST}
    accept = AcceptForm(posted(request) if not says_no else None, initial={"starts_on": first_day, **typed})
    decline = DeclineForm(posted(request) if says_no else None, initial=typed)
    if says_no and attempt(
        decline, lambda: actions.decline(partnership=partnership, by=member, **decline.cleaned_data)
    ):
        messages.success(request, _("You declined. %(name)s has been told why.") % {"name": partnership.client.name})
        return redirect(member.url("partnerships:home", pk=pk))
    if posted(request) and not says_no and _accepted(accept, partnership, member):
        messages.success(request, _("Accepted. The start programme is ready."))
        return redirect(member.url("partnerships:start", pk=pk))
    context = {
        **frame(request, partnership), "accept": accept, "decline": decline, "form": decline if says_no else accept,
        "services": list(partnership.services.order_by("name")), "locations": list(partnership.locations.all()),
    }  # fmt: skip
    return page(request, "partnerships/answer.html", context)


def _accepted(form: AcceptForm, partnership: Partnership, member: Any) -> bool:
    return attempt(form, lambda: actions.accept(partnership=partnership, by=member, **form.cleaned_data))


@require_http_methods(SHOWS_FORM)
def withdraw(request: Any, pk: Any) -> HttpResponse:
    """Asks once, and takes the proposal back."""
    partnership = partnership_of(request, pk)
    require(rules.can_withdraw(request.member, partnership))
    form = WithdrawForm(posted(request))
    if attempt(form, lambda: actions.withdraw(partnership=partnership, by=request.member, **form.cleaned_data)):
        messages.success(request, _("The proposal is withdrawn."))
        return redirect(request.member.url("partnerships:home", pk=pk))
    return page(request, "partnerships/withdraw.html", {**frame(request, partnership), "form": form})


@require_http_methods(SHOWS_FORM)
def change(request: Any, pk: Any) -> HttpResponse:
    """Name, reason, services and locations; the second of two writers sees what is there now, and 409."""
    partnership = partnership_of(request, pk)
    member = request.member
    require(rules.can_change(member, partnership))
    initial = {
        "name": partnership.name, "why": partnership.why, "revision": partnership.revision,
        "services": partnership.services.all(), "locations": partnership.locations.all(),
    }  # fmt: skip
    form = ChangeForm(posted(request), member=member, initial=initial)
    context = {**frame(request, partnership), "form": form}
    try:
        done = attempt(form, lambda: actions.change(partnership=partnership, by=member, **form.cleaned_data))
    except Conflict as conflict:
        current_row: Any = conflict.current
        read_again(form, current_row)
        return render(request, "partnerships/change.html", {**context, "theirs": current_row}, status=409)
    if done:
        messages.success(request, _("Saved."))
        return redirect(member.url("partnerships:home", pk=pk))
    return page(request, "partnerships/change.html", context)


@require_GET
def history(request: Any, pk: Any) -> HttpResponse:
    """Everything that happened to the partnership, the newest first."""
    partnership = partnership_of(request, pk)
    events = AuditEvent.objects.visible_to(request.member).filter(
        object_type="partnerships.partnership", object_id=partnership.pk
    )
    events = events.select_related("actor").order_by("-at")
    context = {**frame(request, partnership), "page_obj": page_of(request, events)}
    return render(request, "partnerships/history.html", context)

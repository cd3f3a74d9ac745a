"""The start programme: its hundred days, its steps and its review."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Membership
from accounts.rules import require
from accounts.views.answers import attempt, page, posted
from common.models import Conflict
from common.once import once
from partnerships import rules
from partnerships.actions import start as actions
from partnerships.forms import ChangeStepForm, ReviewForm, SkipForm, StepForm
from partnerships.models import Partnership, StartProgramme, StartReview, StartStep
from partnerships.models.start import DAYS
from partnerships.pictures import of_start
from partnerships.views.doors import frame, partnership_of, read_again

SHOWS_FORM = ["GET", "HEAD", "POST"]


@require_GET
def start(request: Any, pk: Any) -> HttpResponse:
    """Day N of a hundred, the steps of both sides, and the review when all are settled."""
    return _start_page(request, partnership_of(request, pk))


def _start_page(request: Any, partnership: Partnership, form: ReviewForm | None = None) -> HttpResponse:
    member = request.member
    programme = get_object_or_404(StartProgramme.objects.visible_to(member), partnership=partnership)
    today = timezone.localdate()
    steps = list(programme.steps.select_related("client_owner__user", "supplier_owner__user"))
    reviews = list(StartReview.objects.visible_to(member).filter(programme=programme).select_related("by__user"))
    settled = sum(1 for step in steps if step.outcome)
    is_open = programme.closed_at is None and partnership.state == Partnership.State.STARTING
    rows = [_row(step, programme, today, is_open) for step in steps]
    own = partnership.side_of(member)
    if form is None and is_open and settled == len(steps) and rules.can_write(member, partnership):
        given = next((review for review in reviews if review.side == own), None)
        form = ReviewForm(initial={"rhythm": given.rhythm, "learned": given.learned} if given else None)
    context = {
        **frame(request, partnership),
        "programme": programme,
        "rows": rows,
        "figure": of_start(rows, DAYS, programme.day(today) if is_open and today >= programme.began_on else None),
        "settled": settled,
        "total": len(steps),
        "late": sum(1 for row in rows if row["is_late"]),
        "day": min(programme.day(today), DAYS),
        "has_begun": today >= programme.began_on,
        "days": DAYS,
        "is_open": is_open,
        "reviews": [{"review": row, "organisation": partnership.organisation_on(row.side)} for row in reviews],  # type: ignore[arg-type]
        "differ": len({row.rhythm for row in reviews}) == 2,
        "form": form,
        "may_write": is_open and rules.can_write(member, partnership),
    }
    return page(request, "partnerships/start.html", context)


def _row(step: StartStep, programme: StartProgramme, today: Any, is_open: bool) -> dict[str, Any]:
    return {
        "step": step,
        "day": (step.due_on - programme.began_on).days,
        "is_late": is_open and not step.outcome and step.due_on < today,
        "days_late": (today - step.due_on).days,
    }


@require_POST
def start_review(request: Any, pk: Any) -> HttpResponse:
    """The answer of one's own side to the review."""
    partnership = partnership_of(request, pk)
    member = request.member
    require(rules.can_write(member, partnership))
    programme = get_object_or_404(StartProgramme.objects.visible_to(member), partnership=partnership)
    form = ReviewForm(request.POST)
    closed: list[bool] = []
    if not attempt(form, lambda: closed.append(actions.review(programme=programme, by=member, **form.cleaned_data))):
        return _start_page(request, partnership, form)
    if closed[0]:
        messages.success(request, _("Both sides agree: the start is complete and the partnership is running."))
        return redirect(member.url("partnerships:home", pk=pk))
    messages.success(request, _("Your answer is saved. The other side sees it."))
    return redirect(member.url("partnerships:start", pk=pk))


def _step(request: Any, pk: Any) -> StartStep:
    related = ("programme__partnership__client", "programme__partnership__supplier", "client_owner__user",
               "supplier_owner__user", "outcome_by__user")  # fmt: skip
    return get_object_or_404(StartStep.objects.visible_to(request.member).select_related(*related), pk=pk)


@require_http_methods(SHOWS_FORM)
def step(request: Any, pk: Any) -> HttpResponse:
    """One step: what it is, who does it, and how it ends. POST says done, or skipped with a reason."""
    row = _step(request, pk)
    member = request.member
    partnership = row.programme.partnership
    may_settle = rules.can_settle_step(member, row)
    require(may_settle or request.method != "POST")
    skips = request.POST.get("outcome") == StartStep.Outcome.SKIPPED
    form = SkipForm(posted(request) if skips else None)
    if request.method == "POST" and not skips:
        return _done(request, row)
    if skips and attempt(
        form, lambda: actions.settle_step(step=row, by=member, outcome="skipped", **form.cleaned_data)
    ):
        messages.success(request, _("The step is skipped; the reason is shown with it."))
        return redirect(member.url("partnerships:start", pk=partnership.pk))
    if skips and row.outcome:  # the page has no form to say it in
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(member.url("partnerships:step", pk=row.pk))
    is_open = row.programme.closed_at is None and partnership.state == Partnership.State.STARTING
    context = {
        **frame(request, partnership), "step": row, "form": form, "is_open": is_open,
        "day": (row.due_on - row.programme.began_on).days,
        "is_late": is_open and not row.outcome and row.due_on < timezone.localdate(),
        "may_settle": may_settle and is_open, "may_write": is_open and rules.can_write(member, partnership),
    }  # fmt: skip
    return page(request, "partnerships/step.html", context)


def _done(request: Any, row: StartStep) -> HttpResponse:
    member = request.member
    try:
        actions.settle_step(step=row, by=member, outcome=StartStep.Outcome.DONE)
        messages.success(request, _("Done: %(title)s.") % {"title": row.title})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(member.url("partnerships:start", pk=row.programme.partnership_id))


@require_POST
def step_reopen(request: Any, pk: Any) -> HttpResponse:
    """After all not done."""
    row = _step(request, pk)
    require(rules.can_settle_step(request.member, row))
    try:
        actions.reopen_step(step=row, by=request.member)
        messages.success(request, _("The step is open again."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(request.member.url("partnerships:step", pk=row.pk))


def _owners(partnership: Partnership, member: Any) -> QuerySet[Membership]:
    """Who of one's own side can own a step: the team."""
    seated = partnership.team.filter(until=None).values("membership")
    return Membership.objects.visible_to(member).active().filter(pk__in=seated).select_related("user")


@require_http_methods(SHOWS_FORM)
def step_change(request: Any, pk: Any) -> HttpResponse:
    """Text, date and one's own owner; 409 for the second of two writers."""
    row = _step(request, pk)
    member = request.member
    partnership = row.programme.partnership
    require(rules.can_write(member, partnership))
    owner = row.owner_on(partnership.side_of(member))
    initial = {"title": row.title, "what": row.what, "due_on": row.due_on, "owner": owner, "revision": row.revision}
    form = ChangeStepForm(posted(request), owners=_owners(partnership, member), initial=initial)
    context = {**frame(request, partnership), "form": form, "step": row}
    try:
        done = attempt(form, lambda: actions.change_step(step=row, by=member, **form.cleaned_data))
    except Conflict as conflict:
        theirs: Any = conflict.current
        read_again(form, theirs)
        return render(request, "partnerships/step_change.html", {**context, "theirs": theirs}, status=409)
    if done:
        messages.success(request, _("Saved."))
        return redirect(member.url("partnerships:step", pk=pk))
    return page(request, "partnerships/step_change.html", context)


@require_http_methods(SHOWS_FORM)
@once
def step_add(request: Any, pk: Any) -> HttpResponse:
    """A step of one's own making."""
    partnership = partnership_of(request, pk)
    member = request.member
    require(rules.can_write(member, partnership))
    programme = get_object_or_404(StartProgramme.objects.visible_to(member), partnership=partnership)
    form = StepForm(posted(request), owners=_owners(partnership, member), initial={"owner": member})
    if attempt(form, lambda: actions.add_step(programme=programme, by=member, **form.cleaned_data)):
        messages.success(request, _("The step is added."))
        return redirect(member.url("partnerships:start", pk=pk))
    return page(request, "partnerships/step_change.html", {**frame(request, partnership), "form": form})

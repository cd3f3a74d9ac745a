"""The start programme: its steps, and the review that ends it."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, Side
from accounts.rules import require
from common.models import revise
from partnerships import rules
from partnerships.actions.common import check_one_side, locked, note
from partnerships.actions.life import begins, take
from partnerships.models import Partnership, StartProgramme, StartReview, StartStep, TeamMember
from partnerships.starters import start_steps

Outcome = StartStep.Outcome


def begin_programme(partnership: Partnership) -> StartProgramme:
    """Makes the programme from the template, in the client's language, inside the caller's transaction.

    The leads of both sides own every step until somebody chooses otherwise.
    """
    began_on = partnership.started_on or timezone.localdate()
    language = partnership.client.language
    programme = StartProgramme.objects.create(partnership=partnership, began_on=began_on, language=language)
    leads = _leads(partnership)
    StartStep.objects.bulk_create(
        StartStep(
            programme=programme,
            position=position,
            title=title,
            what=what,
            due_on=out_of_weekend(began_on + timedelta(days=day)),
            client_owner=leads.get(Side.CLIENT),
            supplier_owner=leads.get(Side.SUPPLIER),
        )
        for position, (day, title, what) in enumerate(start_steps(language), start=1)
    )
    return programme


def out_of_weekend(day: date) -> date:
    """The day, or the Monday after it: nobody is asked to do something in a weekend. A holiday is for people
    to see; which days are free differs by organisation."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def _leads(partnership: Partnership) -> dict[str, Membership]:
    seats = TeamMember.objects.for_system("leads").current().filter(partnership=partnership)
    rows = seats.filter(part=TeamMember.Part.LEAD).select_related("membership").order_by("-since")
    return {seat.side: seat.membership for seat in rows}


@transaction.atomic
def settle_step(*, step: StartStep, by: Membership, outcome: str, reason: str = "") -> None:
    """Marks a step done, or skipped with a reason. Doing the same twice is harmless."""
    partnership = _writable(step, by)
    step = StartStep.objects.for_system("settle").select_for_update().get(pk=step.pk)
    if step.outcome == outcome:
        if reason.strip() not in ("", step.reason):
            raise ValidationError({"reason": _("This step was skipped before. Your reason was not saved.")})
        return
    if step.outcome == Outcome.SKIPPED:
        raise ValidationError(_("This step was skipped before, with a reason. Open it again to change that."))
    if step.outcome == Outcome.DONE:
        raise ValidationError({"reason": _("This step was done before. Your reason was not saved.")})
    if outcome == Outcome.SKIPPED and not reason.strip():
        raise ValidationError({"reason": _("Say why you skip this step; both sides read it.")})
    _save(step, outcome=outcome, outcome_by=by, outcome_at=timezone.now(), reason=reason.strip())
    event = "partnerships.step_done" if outcome == Outcome.DONE else "partnerships.step_skipped"
    note(event, partnership, by, about=step)


@transaction.atomic
def reopen_step(*, step: StartStep, by: Membership) -> None:
    """Takes back that a step was done or skipped, and with it the reviews that counted on it."""
    partnership = _writable(step, by)
    if not step.outcome:
        return
    _save(step, outcome="", outcome_by=None, outcome_at=None, reason="")
    StartReview.objects.for_system("reopened").filter(programme=step.programme).delete()
    note("partnerships.step_reopened", partnership, by, about=step)


def _save(step: StartStep, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(step, name, value)
    step.save(update_fields=list(changes))


def _writable(step: StartStep, by: Membership) -> Partnership:
    partnership = locked(step.programme.partnership)
    require(rules.can_settle_step(by, step))
    _check_running(step.programme, partnership)
    return partnership


def _check_running(programme: StartProgramme, partnership: Partnership) -> None:
    if programme.closed_at or partnership.state != Partnership.State.STARTING:
        raise ValidationError(_("The start programme has been completed and can no longer be changed."))


@transaction.atomic
def change_step(
    *,
    step: StartStep,
    by: Membership,
    revision: int,
    title: str,
    what: str,
    due_on: date,
    owner: Membership | None,
) -> None:
    """Changes text and date of a step, and who owns it on one's own side. Raises Conflict for the second writer."""
    partnership = locked(step.programme.partnership)
    require(rules.can_write(by, partnership))
    _check_running(step.programme, partnership)
    side = partnership.side_of(by)
    if owner and owner.organisation_id != by.organisation_id:
        raise ValidationError({"owner": _("Each side chooses its own owner.")})
    changes = {"title": title, "what": what, "due_on": due_on, f"{side.value}_owner": owner}
    revise(step, revision=revision, **changes)
    note("partnerships.step_changed", partnership, by, about=step)


@transaction.atomic
def add_step(
    *,
    programme: StartProgramme,
    by: Membership,
    title: str,
    what: str,
    due_on: date,
    owner: Membership | None,
) -> StartStep:
    """Adds a step of one's own making; the lead of the other side owns it there."""
    partnership = locked(programme.partnership)
    require(rules.can_write(by, partnership))
    _check_running(programme, partnership)
    if owner and owner.organisation_id != by.organisation_id:
        raise ValidationError({"owner": _("Each side chooses its own owner.")})
    side = partnership.side_of(by)
    owners = {f"{side.value}_owner": owner, f"{side.other.value}_owner": _leads(partnership).get(side.other)}
    last = StartStep.objects.for_system("last").filter(programme=programme).order_by("-position").first()
    step = StartStep.objects.create(
        programme=programme, position=last.position + 1 if last else 1,
        title=title, what=what, due_on=due_on, **owners,
    )  # fmt: skip
    note("partnerships.step_added", partnership, by, about=step)
    return step


@transaction.atomic
def review(*, programme: StartProgramme, by: Membership, rhythm: str, learned: str = "") -> bool:
    """Answers the review for one's side. When both want the same rhythm the programme closes; says whether.

    Until then each side may change its answer.
    """
    partnership = locked(programme.partnership)
    require(rules.can_write(by, partnership))
    _check_running(programme, partnership)
    open_steps = StartStep.objects.for_system("review").open().filter(programme=programme).count()
    if open_steps:
        raise ValidationError(
            ngettext(
                "%(count)s step is still open. Complete it, or skip it with a reason.",
                "%(count)s steps are still open. Complete them, or skip them with a reason.",
                open_steps,
            )
            % {"count": open_steps}
        )
    side = partnership.side_of(by)
    given = StartReview.objects.for_system("both sides").filter(programme=programme).select_related("by")
    check_one_side(partnership, by, [one.by for one in given])
    StartReview.objects.update_or_create(
        programme=programme, side=side, defaults={"by": by, "rhythm": rhythm, "learned": learned.strip()}
    )
    note("partnerships.start_reviewed", partnership, by, rhythm=rhythm)
    answers = StartReview.objects.for_system("review").filter(programme=programme).values_list("rhythm", flat=True)
    if len(answers) != 2 or len(set(answers)) != 1:
        return False
    StartProgramme.objects.for_system("close").filter(pk=programme.pk).update(closed_at=timezone.now(), rhythm=rhythm)
    note("partnerships.start_closed", partnership, by, rhythm=rhythm)
    if begins("run", partnership):
        take("run", partnership, running_since=timezone.localdate())
    return True

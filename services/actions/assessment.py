"""Rounds: prepared, opened, scored, closed, decided."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import record
from accounts.models import Membership
from accounts.rules import require
from common.models import revise
from common.wakeups import wake
from notifications.actions import queue
from services import audit, rules, starters  # noqa: F401 - audit registers the events
from services.computed import computed, frozen, has_journeys, said_in
from services.evidence import Figures
from services.mails import people_of
from services.models import AssessedService, Assessment, Assessor, Choice, Criterion, Score, Service
from services.models.assessment import FROM_JOURNEYS
from services.rounds import closed_results
from services.sheet import sheet_of
from services.stability import places

TOTAL = 100
SAY_WHY = gettext_lazy("Say why your score differs from the journeys' figure, or clear it; until then it is not saved.")


# Preparing --------------------------------------------------------------------------------------


@transaction.atomic
def make_assessment(
    *,
    by: Membership,
    title: str,
    deadline: datetime,
    services: Collection[Service],
    assessors: Collection[Membership],
    introduction: str = "",
) -> Assessment:
    """Makes a draft over the chosen services, with the six criteria in the organisation's language."""
    require(rules.can_keep(by))
    assessment = Assessment.objects.create(
        client=by.organisation, language=by.organisation.language, made_by=by,
        title=title, introduction=introduction, deadline=deadline,
    )  # fmt: skip
    _set_services(assessment, services)
    _set_assessors(assessment, assessors)
    answered = FROM_JOURNEYS if has_journeys(by.organisation) else ()
    Criterion.objects.bulk_create(
        Criterion(
            assessment=assessment, position=place, code=one.code, name=one.name, low=one.low, high=one.high,
            weight=one.weight, is_computed=one.code in answered,
        )
        for place, one in enumerate(starters.CRITERIA[assessment.language])
    )  # fmt: skip
    record("services.assessment_made", organisation=by.organisation, by=by, about=assessment)
    return assessment


def _set_services(assessment: Assessment, services: Collection[Service]) -> None:
    ordered = sorted(services, key=lambda one: one.name.casefold())
    assessment.assessed.exclude(service__in=ordered).delete()
    present = {row.service_id: row for row in assessment.assessed.all()}
    for place, service in enumerate(ordered):
        values = {"position": place, "name": service.name, "annual_spend": service.annual_spend}
        if row := present.get(service.pk):
            AssessedService.objects.filter(pk=row.pk).update(**values)
        else:
            AssessedService.objects.create(assessment=assessment, service=service, **values)


def _set_assessors(assessment: Assessment, members: Collection[Membership]) -> list[Assessor]:
    """Invites these and no others; one who scored already stays."""
    unfit = [member for member in members if not rules.can_be_assessor(member)]
    if unfit or any(member.organisation_id != assessment.client_id for member in members):
        raise ValidationError({"assessors": _("Choose colleagues who may score.")})
    assessment.assessors.exclude(member__in=list(members)).filter(scores=None).delete()
    present = set(assessment.assessors.values_list("member", flat=True))
    return [
        Assessor.objects.create(assessment=assessment, member=member) for member in members if member.pk not in present
    ]


@transaction.atomic
def change_draft(
    *,
    assessment: Assessment,
    by: Membership,
    revision: int,
    services: Collection[Service],
    assessors: Collection[Membership],
    **texts: Any,
) -> None:
    """Changes a draft. Raises Conflict when somebody else did meanwhile."""
    require(rules.can_run(by, assessment))
    if not assessment.is_draft:
        raise ValidationError(_("This round has been opened; only its deadline and assessors can change."))
    revise(assessment, revision=revision, **texts)
    _set_services(assessment, services)
    _set_assessors(assessment, assessors)
    record("services.assessment_changed", organisation=by.organisation, by=by, about=assessment)


@transaction.atomic
def change_open(
    *,
    assessment: Assessment,
    by: Membership,
    revision: int,
    deadline: datetime,
    assessors: Collection[Membership],
) -> None:
    """Moves the deadline of an open round or changes who scores. New assessors are mailed; so are those who are not
    done, when the deadline moves."""
    require(rules.can_run(by, assessment))
    if not assessment.is_open:
        raise ValidationError(_("This round is no longer open."))
    if deadline <= timezone.now():
        raise ValidationError({"deadline": _("Choose a moment in the future.")})
    moved = deadline != assessment.deadline
    revise(assessment, revision=revision, deadline=deadline)
    added = _set_assessors(assessment, assessors)
    for assessor in added:
        _invite(assessment, assessor)
    # Who is done too: they can still change their scores, and may have counted on the time.
    asked = assessment.assessors.filter(member__ended_at=None).select_related("member__user")
    for assessor in asked.exclude(pk__in=[one.pk for one in added]) if moved else ():
        queue(
            "services.deadline_moved", about=assessor, receiver=assessor.member.user,
            organisation_id=assessment.client_id,
        )  # fmt: skip
    record("services.assessment_changed", organisation=by.organisation, by=by, about=assessment)


@transaction.atomic
def set_criteria(*, assessment: Assessment, by: Membership, revision: int, criteria: Sequence[dict[str, Any]]) -> None:
    """Replaces the criteria of a draft by these (code, name, low, high, weight, is_computed), which must total 100."""
    require(rules.can_run(by, assessment))
    if not assessment.is_draft:
        raise ValidationError(_("This round has been opened; its criteria can no longer change."))
    check_weights([one["weight"] for one in criteria])
    check_asked([one["is_computed"] for one in criteria])
    revise(assessment, revision=revision)
    assessment.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(assessment=assessment, position=place, **one) for place, one in enumerate(criteria)
    )
    record("services.criteria_changed", organisation=by.organisation, by=by, about=assessment)


def check_weights(weights: Sequence[int]) -> None:
    """Refuses weights that do not total 100."""
    if len(weights) < 2:
        raise ValidationError(_("A round needs at least two criteria."))
    if sum(weights) != TOTAL:
        raise ValidationError(
            _("The weights add up to %(sum)s. They must add up to exactly 100.") % {"sum": sum(weights)}
        )


def check_asked(computed: Sequence[bool]) -> None:
    """Refuses a round in which assessors have nothing to score."""
    if all(computed):
        raise ValidationError(_("Leave at least one criterion to the assessors."))


@transaction.atomic
def delete_draft(*, assessment: Assessment, by: Membership) -> None:
    """Throws a draft away; what was opened stays for ever."""
    require(rules.can_run(by, assessment))
    draft = Assessment.objects.editable_by(by).filter(pk=assessment.pk, state=Assessment.State.DRAFT)
    if draft.exists():
        record("services.assessment_deleted", organisation=by.organisation, by=by, about=assessment)
        draft.delete()


# Opening ----------------------------------------------------------------------------------------


def gaps(assessment: Assessment, now: datetime) -> list[str]:
    """What a draft still lacks before it can be opened, as sentences."""
    found = []
    if not assessment.assessed.exists():
        found.append(_("Choose the services to assess."))
    if not assessment.assessors.filter(member__ended_at=None).exists():
        found.append(_("Choose who scores."))
    if assessment.criteria.aggregate(total=Sum("weight"))["total"] != TOTAL:
        found.append(_("Let the weights of the criteria add up to exactly 100."))
    if assessment.deadline <= now:
        found.append(_("Choose a deadline in the future."))
    return found


@transaction.atomic
def open_assessment(*, assessment: Assessment, by: Membership) -> None:
    """Opens the round and mails its assessors. From here on nothing but progress is shown until it closes.

    Doing it twice is harmless; a round that was closed is refused.
    """
    require(rules.can_run(by, assessment))
    now = timezone.now()
    locked = Assessment.objects.editable_by(by).select_for_update().get(pk=assessment.pk)
    if locked.is_open:
        return
    if not locked.is_draft:
        raise ValidationError(_("This round is closed already, and cannot be opened again."))
    if found := gaps(locked, now):
        raise ValidationError(found)
    Assessment.objects.editable_by(by).filter(pk=locked.pk).update(
        state=Assessment.State.OPEN, opened_at=now, revision=F("revision") + 1
    )
    for assessor in locked.assessors.select_related("member__user"):
        _invite(locked, assessor)
    record("services.assessment_opened", organisation=by.organisation, by=by, about=assessment)


def _invite(assessment: Assessment, assessor: Assessor) -> None:
    queue(
        "services.assessment_opened",
        about=assessor,
        receiver=assessor.member.user,
        organisation_id=assessment.client_id,
        moment=assessor.created_at,
    )


# Scoring ----------------------------------------------------------------------------------------


@transaction.atomic
def set_scores(
    *, assessor: Assessor, assessed: AssessedService, by: Membership, values: Mapping[Criterion, tuple[int | None, str]]
) -> None:
    """Writes (value, reason) of some criteria of one service on one's own sheet, while the round is open.

    Another value than that of the journeys needs a reason; without a value the journeys count again. Where they give
    no figure, it is scored as any other criterion.
    """
    require(assessor.member_id == by.pk and assessed.assessment_id == assessor.assessment_id)
    _check_open(assessor)
    require(all(criterion.assessment_id == assessor.assessment_id for criterion in values))
    said = said_in(assessor.assessment, [assessed], list(values), by.organisation).get(assessed.pk)
    Score.objects.bulk_create(
        [
            Score(
                assessor=assessor,
                assessed=assessed,
                criterion=criterion,
                value=value,
                reason=_why(criterion, value, reason, said),
            )
            for criterion, (value, reason) in values.items()
        ],
        update_conflicts=True,
        unique_fields=["assessor", "assessed", "criterion"],
        update_fields=["value", "reason", "changed_at"],
    )
    _mark_finished(assessor, by)


def _why(criterion: Criterion, value: int | None, reason: str, said: Figures | None) -> str:
    if computed(criterion, said) is None:
        return reason
    if value is not None and not reason.strip():
        raise ValidationError(SAY_WHY)
    return reason if value is not None else ""


def _mark_finished(assessor: Assessor, by: Membership) -> None:
    """A full sheet is finished by itself; one in which a cell is emptied again is not."""
    rows = Assessor.objects.visible_to(by).filter(pk=assessor.pk)
    full = sheet_of(assessor, by).is_complete
    if full and rows.filter(finished_at=None).update(finished_at=timezone.now()):
        record("services.sheet_finished", organisation=by.organisation, by=by, about=assessor.assessment)
    elif not full:
        rows.filter(finished_at__isnull=False).update(finished_at=None)


def _check_open(assessor: Assessor) -> None:
    # The lock makes a score and the closing of the round follow one another.
    locked = Assessment.objects.for_system("scored while open").select_for_update(no_key=True)
    round_ = locked.get(pk=assessor.assessment_id)
    if not round_.is_open or round_.deadline <= timezone.now():
        raise ValidationError(_("This round is closed. Your scores up to that moment count."))


@transaction.atomic
def finish_sheet(*, assessor: Assessor, by: Membership) -> None:
    """The assessor's word that they are done, also with cells left empty. Doing it twice is harmless."""
    require(assessor.member_id == by.pk)
    _check_open(assessor)
    waiting = Assessor.objects.waiting_for(by).filter(pk=assessor.pk)
    if waiting.update(finished_at=timezone.now()):
        record("services.sheet_finished", organisation=by.organisation, by=by, about=assessor.assessment)


# Closing ----------------------------------------------------------------------------------------


@transaction.atomic
def close_assessment(*, assessment: Assessment, by: Membership | None) -> None:
    """Closes and freezes the round; `by` is None when its deadline did. Doing it twice is harmless."""
    require(by is None or rules.can_run(by, assessment))
    now = timezone.now()
    rounds = Assessment.objects.for_system("closing").select_for_update()
    locked = rounds.select_related("client").get(pk=assessment.pk)
    if not locked.is_open:
        return
    _freeze(locked)
    Assessment.objects.for_system("closing").filter(pk=locked.pk).update(
        state=Assessment.State.CLOSED, closed_at=now, closed_by=by, revision=F("revision") + 1
    )
    record("services.assessment_closed", organisation=locked.client, by=by, about=locked)
    _wake_count(locked)
    for member in people_of(locked):
        if member != by:
            queue("services.assessment_closed", about=locked, receiver=member.user, organisation_id=locked.client_id,
                  moment=now)  # fmt: skip


def _freeze(assessment: Assessment) -> None:
    """The facts as they are now, and what the journeys say, while the rows may still change."""
    rows = list(assessment.assessed.select_related("service"))
    said = said_in(assessment, rows, list(assessment.criteria.all()), assessment.client)
    for row in rows:
        row.name, row.annual_spend = row.service.name, row.service.annual_spend
        row.evidence = frozen(said[row.pk]) if said else None
    AssessedService.objects.bulk_update(rows, ["name", "annual_spend", "evidence"])


def close_due(now: datetime) -> int:
    """Closes every round whose deadline has passed; returns how many. Safe to run at any time."""
    due = list(Assessment.objects.for_system("deadlines").due(now))
    for assessment in due:
        close_assessment(assessment=assessment, by=None)
    return len(due)


def _wake_count(assessment: Assessment) -> None:
    """Lets a worker count how sure the ranking is, after commit: it takes a second."""
    from services.tasks import count

    wake(count, str(assessment.pk))


def uncounted() -> list[UUID]:
    """Closed rounds of which nobody counted how sure the ranking is."""
    rows = AssessedService.objects.for_system("uncounted").filter(places__isnull=True)
    closed = rows.filter(assessment__state__in=[Assessment.State.CLOSED, Assessment.State.DECIDED])
    return list(closed.order_by("assessment").values_list("assessment", flat=True).distinct())


def count_places(pk: UUID) -> None:
    """Counts for each service of a closed round where it ends under other weights. The same every time."""
    assessment = Assessment.objects.for_system("counting").get(pk=pk)
    found = closed_results(assessment)
    for key, counts in places(found, seed=assessment.pk.int).items():
        AssessedService.objects.for_system("counting").filter(pk=key).update(places=counts)


@transaction.atomic
def decide_assessment(*, assessment: Assessment, by: Membership) -> None:
    """Says that the choices of this round are made; at least one service must have one. Doing it twice is harmless."""
    require(rules.can_run(by, assessment))
    if assessment.state not in (Assessment.State.CLOSED, Assessment.State.DECIDED):
        raise ValidationError(_("Close the round first."))
    of_round = Choice.objects.visible_to(by).filter(service__assessed__assessment=assessment)
    if not of_round.counting_in(assessment, assessment.closed_at).exists():
        raise ValidationError(_("Make a choice for at least one service first."))
    closed = Assessment.objects.editable_by(by).filter(pk=assessment.pk, state=Assessment.State.CLOSED)
    if closed.update(state=Assessment.State.DECIDED, decided_at=timezone.now()):
        record("services.assessment_decided", organisation=by.organisation, by=by, about=assessment)

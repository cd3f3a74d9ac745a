"""What this room asks of one person, and what comes next."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.rules import can_contribute, can_edit
from common.asked import Asked, Coming
from partnerships.models import AgreementVersion, Approval, Partnership, StartReview, StartStep

State = Partnership.State
AHEAD = timedelta(days=7)
COMING = timedelta(days=14)


def asked_of(member: Membership) -> list[Asked]:
    """Proposals to answer, agreements to approve, steps that are due, reviews to answer; at most three queries."""
    found: list[Asked] = []
    if can_edit(member):
        found += _answers_and_reviews(member)
    if member.may_sign:
        found += _approvals(member)
    if can_contribute(member):
        found += _steps(member)
    return found


def _answers_and_reviews(member: Membership) -> list[Asked]:
    reviewed = StartReview.objects.for_system("asked").filter(
        programme__partnership=OuterRef("pk"), by__organisation=member.organisation_id
    )
    rows = (
        Partnership.objects.visible_to(member)
        .filter(Q(state=State.PROPOSED, supplier=member.organisation_id) | Q(state=State.STARTING))
        .annotate(
            steps=Count("start_programme__steps"),
            open_steps=Count("start_programme__steps", filter=Q(start_programme__steps__outcome="")),
            reviewed=Exists(reviewed),
        )
        .select_related("client", "supplier", "start_programme")
        .order_by("created_at")
    )
    found = []
    for row in rows:
        about = _about(row, member)
        if row.state == State.PROPOSED:
            url = member.url("partnerships:answer", pk=row.pk)
            found.append(Asked("respond", _("Answer the proposal: %(name)s") % {"name": row.name}, url, **about))
        elif row.steps and not row.open_steps and not row.reviewed:
            url = member.url("partnerships:start", pk=row.pk)
            due = row.start_programme.hundredth_day
            found.append(Asked("respond", _("Answer the review of the start programme"), url, due=due, **about))
    return found


def _approvals(member: Membership) -> list[Asked]:
    own = Approval.objects.for_system("asked").filter(version=OuterRef("pk"), organisation=member.organisation_id)
    rows = (
        AgreementVersion.objects.visible_to(member)
        .awaiting()
        .filter(~Exists(own))
        .select_related("agreement__partnership__client", "agreement__partnership__supplier")
        .order_by("proposed_at")
    )
    return [
        Asked(
            "approve",
            _("Approve: %(title)s") % {"title": row.title},
            member.url("partnerships:agreement-version", pk=row.pk),
            **_about(row.agreement.partnership, member),
        )
        for row in rows
    ]


def _steps(member: Membership) -> list[Asked]:
    rows = _open_steps(member).filter(Q(client_owner=member.pk) | Q(supplier_owner=member.pk))
    rows = rows.filter(due_on__lte=timezone.localdate() + AHEAD)
    return [
        Asked(
            "act",
            row.title,
            member.url("partnerships:step", pk=row.pk),
            due=row.due_on,
            **_about(row.programme.partnership, member),
        )
        for row in rows
    ]


def _open_steps(member: Membership) -> Any:
    return (
        StartStep.objects.visible_to(member)
        .open()
        .filter(programme__closed_at=None, programme__partnership__state=State.STARTING)
        .select_related("programme__partnership__client", "programme__partnership__supplier")
        .order_by("due_on", "position")
    )


def coming_for(member: Membership) -> list[Coming]:
    """Steps of the next two weeks that others do, and the day on which a partnership ends; two queries."""
    today = timezone.localdate()
    steps = _open_steps(member).filter(due_on__range=(today, today + COMING))
    steps = steps.exclude(client_owner=member.pk).exclude(supplier_owner=member.pk)
    found = [
        Coming(
            row.title,
            member.url("partnerships:step", pk=row.pk),
            _morning(row.due_on),
            **_about(row.programme.partnership, member),
        )
        for row in steps
    ]
    ending = Partnership.objects.visible_to(member).filter(state=State.ENDING, ends_on__gte=today)
    found += [
        Coming(
            _("End of the partnership"),
            member.url("partnerships:ending", pk=row.pk),
            _morning(row.ends_on),
            **_about(row, member),
        )
        for row in ending.select_related("client", "supplier")
    ]
    return found


def _morning(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def _about(partnership: Partnership, member: Membership) -> dict[str, Any]:
    other = partnership.other(member)
    return {"side": partnership.side_of(member).other.value, "who": other.name, "context": partnership.name}

"""What this room asks of one person, and what comes next."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import Membership, Role
from accounts.rules import can_contribute, can_edit, is_owner
from common.asked import Asked, Coming, once
from partnerships.models import AgreementVersion, Approval, Partnership, StartReview, StartStep, TeamMember

State = Partnership.State
MAKING = [AgreementVersion.State.DRAFT, AgreementVersion.State.PROPOSED]
AHEAD = timedelta(days=7)
COMING = timedelta(days=14)


def asked_of(member: Membership) -> list[Asked]:
    """Proposals and reviews to answer, seats to fill, agreements to write and to approve, steps that are due; two
    queries."""
    found: list[Asked] = []
    if can_edit(member):
        found += _answers_and_reviews(member)
        found += _writing(member)
    if is_owner(member):
        found += _seats(member)
        found += _appointing(member)
    if member.may_sign:
        found += _approvals(member)
    if can_contribute(member):
        found += _steps(member)
    return found


@once
def in_sight(member: Membership) -> list[Any]:
    """All that this member sees, with both organisations and what decides whether something is asked.

    Other queries of the same reading start from these rows rather than from their door, since the
    subquery of a door costs more to write than to run.
    """
    steps = StartStep.objects.for_system("of partnerships in sight").filter(programme__partnership=OuterRef("pk"))
    reviewed = StartReview.objects.for_system("asked").filter(
        programme__partnership=OuterRef("pk"), by__organisation=member.organisation_id
    )
    approved = Approval.objects.for_system("asked").filter(version=OuterRef("pk"), organisation=member.organisation_id)
    versions = AgreementVersion.objects.for_system("of partnerships in sight").order_by("number")
    seats = TeamMember.objects.for_system("asked").current().filter(membership__organisation=member.organisation_id)
    team = seats.filter(partnership=OuterRef(OuterRef("pk")), membership=OuterRef("pk"))
    signers = (
        Membership.objects.for_system("asked")
        .active()
        .filter(Q(role=Role.OWNER) | Exists(team), organisation=member.organisation_id, may_sign=True)
    )
    found = list(
        Partnership.objects.visible_to(member)
        .annotate(
            has_signer=Exists(signers),
            has_steps=Exists(steps),
            has_open_steps=Exists(steps.filter(outcome="")),
            reviewed=Exists(reviewed),
            # One array costs less to write than a subquery for each fact that is in it.
            seats=ArraySubquery(
                seats.filter(partnership=OuterRef("pk")).values(told=JSONObject(part="part", member="membership_id"))
            ),
            versions=ArraySubquery(
                versions.filter(agreement__partnership=OuterRef("pk")).values(
                    told=JSONObject(
                        pk="pk", title="title", state="state", because="close_reason", ours=Exists(approved)
                    )
                )
            ),
        )
        .select_related("client", "supplier", "start_programme")
        .order_by("created_at")
    )
    for row in found:
        _read_seats(row, member)
        _read_versions(row)
    return found


def _read_seats(row: Any, member: Membership) -> None:
    leads = {seat["member"] for seat in row.seats if seat["part"] == TeamMember.Part.LEAD}
    row.has_lead, row.is_led = bool(leads), str(member.pk) in leads
    row.has_sponsor = any(seat["part"] == TeamMember.Part.SPONSOR for seat in row.seats)


def _read_versions(row: Any) -> None:
    """`awaiting` is what one's own side has still to write or approve; `lapsed_because` says why that was taken back
    which it had approved, as long as nothing was settled since."""
    row.has_agreement = bool(row.versions)
    row.awaiting = next((one for one in row.versions if one["state"] in MAKING and not one["ours"]), None)
    row.lapsed_because = ""
    for one in row.versions:
        if one["state"] == AgreementVersion.State.VOIDED and (one["ours"] or one["because"]):
            row.lapsed_because = one["because"] if one["ours"] else row.lapsed_because
        elif one["state"] not in MAKING:
            row.lapsed_because = ""


def _answers_and_reviews(member: Membership) -> list[Asked]:
    found = []
    for row in in_sight(member):
        about = _about(row, member)
        if row.state == State.PROPOSED and row.supplier_id == member.organisation_id:
            url = member.url("partnerships:answer", pk=row.pk)
            found.append(Asked("respond", _("Answer the proposal"), url, **about))
        elif row.state == State.STARTING and row.has_steps and not row.has_open_steps and not row.reviewed:
            url = member.url("partnerships:start", pk=row.pk)
            due = row.start_programme.hundredth_day
            found.append(Asked("respond", _("Answer the review of the start programme"), url, due=due, **about))
    return found


def _seats(member: Membership) -> list[Asked]:
    found = []
    for row in in_sight(member):
        if row.state in (State.STARTING, State.RUNNING):
            missing = [] if row.has_sponsor else [_("Appoint a sponsor")]
            missing += [] if row.has_lead else [_("Appoint a lead")]
            url = member.url("partnerships:team", pk=row.pk)
            found += [Asked("act", title, url, **_about(row, member)) for title in missing]
    return found


def _appointing(member: Membership) -> list[Asked]:
    """What is up for approval while nobody of one's own side may sign it."""
    return [
        Asked(
            "act",
            _("Appoint somebody who may sign: %(title)s") % {"title": row.awaiting["title"]},
            member.url("accounts:people"),
            **_about(row, member),
        )
        for row in in_sight(member)
        if row.awaiting and row.is_agreeing and _is_up(row) and not row.has_signer
    ]


def _writing(member: Membership) -> list[Asked]:
    """The agreement, of who leads on one's own side: to begin while the partnership starts, and to write until it is
    put up for approval."""
    found = []
    for row in in_sight(member):
        if not row.is_agreeing or not (row.is_led or (is_owner(member) and not row.has_lead)):
            continue
        if row.awaiting and not _is_up(row) and not (row.lapsed_because and member.may_sign):
            url = member.url("partnerships:agreement-version", pk=row.awaiting["pk"])
            found.append(Asked("act", _("Write the agreement together"), url, **_about(row, member)))
        elif row.state == State.STARTING and not row.has_agreement:
            url = member.url("partnerships:agreement", pk=row.pk)
            found.append(Asked("act", _("Begin the agreement"), url, **_about(row, member)))
    return found


def _approvals(member: Membership) -> list[Asked]:
    """What is up for approval; and while a text changes that one's own side had approved, that it must be again."""
    return [
        Asked(
            "approve",
            _approval_title(row) % {"title": row.awaiting["title"]},
            member.url("partnerships:agreement-version", pk=row.awaiting["pk"]),
            **_about(row, member) | {"context": _why_again(row)},
        )
        for row in in_sight(member)
        if row.awaiting and row.is_agreeing and (_is_up(row) or row.lapsed_because)
    ]


def _approval_title(row: Any) -> str:
    if not row.lapsed_because:
        return _("Approve: %(title)s")
    return _("Approve again: %(title)s") if _is_up(row) else _("Finish together and approve again: %(title)s")


def _is_up(row: Any) -> bool:
    return row.awaiting["state"] == AgreementVersion.State.PROPOSED


def _why_again(row: Any) -> str:
    if not row.lapsed_because:
        return row.name
    because = Truncator(row.lapsed_because).chars(120)
    return _("%(name)s; taken back after your side approved: “%(because)s”") % {"name": row.name, "because": because}


def _is_owner(row: StartStep, member: Membership) -> bool:
    return member.pk in (row.client_owner_id, row.supplier_owner_id)


def _steps(member: Membership) -> list[Asked]:
    soon = timezone.localdate() + AHEAD
    return [
        Asked(
            "act",
            row.title,
            member.url("partnerships:step", pk=row.pk),
            due=row.due_on,
            **_about(row.programme.partnership, member),
        )
        for row in _open_steps(member)
        if _is_owner(row, member) and row.due_on <= soon
    ]


@once
def _open_steps(member: Membership) -> list[StartStep]:
    starting = {
        row.start_programme.pk: row for row in in_sight(member) if row.state == State.STARTING and row.has_steps
    }
    rows = StartStep.objects.for_system("of partnerships in sight").open()
    rows = rows.filter(
        programme__in=starting, programme__closed_at=None, due_on__lte=timezone.localdate() + COMING
    ).select_related("programme")
    found = list(rows.order_by("due_on", "position"))
    for row in found:
        row.programme.partnership = starting[row.programme_id]
    return found


def coming_for(member: Membership) -> list[Coming]:
    """Steps of the next two weeks that are not asked of oneself yet, and the day on which a partnership ends; two
    queries."""
    today = timezone.localdate()
    soon = today + AHEAD
    found = [
        Coming(
            row.title,
            member.url("partnerships:step", pk=row.pk),
            _morning(row.due_on),
            all_day=True,
            **_about(row.programme.partnership, member),
        )
        for row in _open_steps(member)
        if row.due_on >= today and not (row.due_on <= soon and _is_owner(row, member))
    ]
    return found + [
        Coming(
            _("End of the partnership"),
            member.url("partnerships:ending", pk=row.pk),
            _morning(row.ends_on),
            all_day=True,
            **_about(row, member),
        )
        for row in in_sight(member)
        if row.state == State.ENDING and row.ends_on >= today
    ]


def _morning(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def _about(partnership: Partnership, member: Membership) -> dict[str, Any]:
    other = partnership.other(member)
    return {"side": partnership.side_of(member).other.value, "who": other.name, "context": partnership.name}

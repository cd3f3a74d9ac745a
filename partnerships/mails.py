"""The mails of this room, and what its planners find due."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from accounts.models import Membership, Organisation, Role, Side
from accounts.senders import sent_by
from notifications.kinds import Mail, Planned, mail, planner
from notifications.models import Message
from partnerships.actions.agreement import signing_members
from partnerships.actions.common import may_confirm
from partnerships.actions.ending import alone_from
from partnerships.models import AgreementVersion, Approval, Certificate, EndConfirmation, Partnership, TeamMember
from vision.models import VisionVersion

State = Partnership.State
VersionState = AgreementVersion.State
WEEK = timedelta(days=7)
# Days before a certificate ends on which its supplier is told.
BEFORE = (60, 14)


def _member(message: Message) -> Membership | None:
    """The membership under which the receiver gets this mail; None when it ended."""
    rows = Membership.objects.for_system("mail").active()
    rows = rows.filter(user=message.receiver_id, organisation=message.organisation_id)
    return rows.select_related("organisation", "user").first()


def _make(
    name: str, member: Membership, partnership: Partnership, by: Membership | None, page: str, pk: Any, **context: Any
) -> Mail:
    """One mail about a partnership, from the person who acted, with a link under the receiver's organisation."""
    return Mail(
        f"partnerships/mail/{name}",
        {
            "partnership": partnership,
            "other": partnership.other(member),
            "by": by,
            "link": settings.SITE_URL + member.url(page, **({"pk": pk} if pk else {})),
            **context,
        },
        **sent_by(by),
    )


def _partnership(message: Message, member: Membership) -> Partnership | None:
    related = ("client", "supplier", "proposed_by__user", "answered_by__user", "end_announced_by__user",
               "end_announced_by__organisation", "end_taken_back_by__user", "ended_alone_by__user",
               "ended_alone_by__organisation")  # fmt: skip
    rows = Partnership.objects.visible_to(member).filter(pk=message.object_id)
    return rows.select_related(*related).first()


@mail("partnerships.proposed")
def proposed(message: Message) -> Mail | None:
    """To the owners of the supplier: a client proposes a partnership."""
    member = _member(message)
    row = _partnership(message, member) if member else None
    if not member or not row or row.state != State.PROPOSED:
        return None
    services = [service.name for service in row.services.order_by("name")]
    return _make("proposed", member, row, row.proposed_by, "partnerships:answer", row.pk, services=services)


@mail("partnerships.answered")
def answered(message: Message) -> Mail | None:
    """To the client's team: the supplier accepted or declined."""
    member = _member(message)
    row = _partnership(message, member) if member else None
    if not member or not row or not row.answered_by:
        return None
    accepted = row.state != State.DECLINED
    return _make("answered", member, row, row.answered_by, "partnerships:home", row.pk, accepted=accepted)


def _seat(message: Message) -> TeamMember | None:
    related = ("partnership__client", "partnership__supplier", "membership__user", "added_by__user", "ended_by__user")
    return TeamMember.objects.for_system("mail").filter(pk=message.object_id).select_related(*related).first()


@mail("partnerships.seated")
def seated(message: Message) -> Mail | None:
    """To who was put into a team by a colleague: which partnership, and what is expected."""
    member, seat = _member(message), _seat(message)
    if not member or not seat or seat.until or seat.partnership.is_over:
        return None
    row = seat.partnership
    waits = row.state == State.PROPOSED
    return _make("seated", member, row, seat.added_by, "partnerships:home", row.pk, seat=seat, waits=waits)


@mail("partnerships.unseated")
def unseated(message: Message) -> Mail | None:
    """To who was taken out of a team by a colleague. Not wanted any more by who is back in it, or left."""
    member, seat = _member(message), _seat(message)
    if not member or not seat or seat.partnership.is_over:
        return None
    row = seat.partnership
    if TeamMember.objects.for_system("mail").current().filter(partnership=row, user=seat.user_id).exists():
        return None
    still_sees = member.role == Role.OWNER
    place = {"page": "partnerships:home", "pk": row.pk} if still_sees else {"page": "overview:home", "pk": None}
    return _make("unseated", member, row, seat.ended_by, seat=seat, still_sees=still_sees, **place)


@mail("partnerships.ending")
def ending(message: Message) -> Mail | None:
    """To both teams: the end has been announced, with the reason and the date."""
    member = _member(message)
    row = _partnership(message, member) if member else None
    if not member or not row or row.state != State.ENDING:
        return None
    own = bool(row.end_announced_by and row.end_announced_by.organisation_id == member.organisation_id)
    return _make("ending", member, row, row.end_announced_by, "partnerships:ending", row.pk, own=own)


@mail("partnerships.end_confirmed")
def end_confirmed(message: Message) -> Mail | None:
    """To the other side: one side has confirmed the end, and they are asked to."""
    member = _member(message)
    row = _partnership(message, member) if member else None
    if not member or not row or row.state != State.ENDING:
        return None
    theirs = _only_theirs(member, row)
    if not theirs:
        return None
    until = alone_from(theirs)
    return _make("end_confirmed", member, row, theirs.by, "partnerships:ending", row.pk, alone_from=until)


def _only_theirs(member: Membership, row: Partnership) -> EndConfirmation | None:
    """The confirmation of the other side, as long as one's own has given none."""
    given = {one.side: one for one in row.end_confirmations.select_related("by__user", "by__organisation")}
    mine = row.side_of(member)
    return None if mine in given else given.get(mine.other)


@mail("partnerships.end_reminder")
def end_reminder(message: Message) -> Mail | None:
    """The same once a week, as long as it waits."""
    member = _member(message)
    row = _partnership(message, member) if member else None
    if not member or not row or row.state != State.ENDING or not (theirs := _only_theirs(member, row)):
        return None
    since = timezone.localdate(theirs.created_at)
    dates = {"since": since, "alone_from": alone_from(theirs)}
    return _make("end_reminder", member, row, theirs.by, "partnerships:ending", row.pk, **dates)


@planner
def remind_of_ends(now: datetime) -> Iterator[Planned]:
    """Once a week, those of the side that has not confirmed an end which the other confirmed."""
    rows = EndConfirmation.objects.for_system("planner").filter(
        partnership__state=State.ENDING, created_at__lte=now - WEEK
    )
    for one in rows.select_related("partnership__client", "partnership__supplier"):
        side, moment = Side(one.side).other, one.created_at + (now - one.created_at) // WEEK * WEEK
        organisation = one.partnership.organisation_on(side)
        for user in may_confirm(one.partnership, side):
            yield Planned(
                kind="partnerships.end_reminder", object_type=one.partnership._meta.label_lower,
                object_id=one.partnership.pk, moment=moment, language=user.language,
                receiver_id=user.pk, organisation_id=organisation.pk,
            )  # fmt: skip


@mail("partnerships.end_taken_back")
def end_taken_back(message: Message) -> Mail | None:
    """To both sides: the announcement of the end was taken back."""
    member = _member(message)
    row = _partnership(message, member) if member else None
    if not member or not row or not row.is_agreeing or not row.end_taken_back_by:
        return None
    own = row.end_taken_back_by.organisation_id == member.organisation_id
    return _make("end_taken_back", member, row, row.end_taken_back_by, "partnerships:home", row.pk, own=own)


@mail("partnerships.ended")
def ended(message: Message) -> Mail | None:
    """To both sides: both confirmed the end, or an owner of one side completed it without the other."""
    member = _member(message)
    row = _partnership(message, member) if member else None
    if not member or not row or row.state != State.ENDED:
        return None
    own = bool(row.ended_alone_by and row.ended_alone_by.organisation_id == member.organisation_id)
    by = row.ended_alone_by or row.end_announced_by
    return _make("ended", member, row, by, "partnerships:home", row.pk, own=own)


# Agreement -------------------------------------------------------------------------------------


def _version(message: Message, member: Membership) -> AgreementVersion | None:
    related = ("agreement__partnership__client", "agreement__partnership__supplier", "proposed_by__user",
               "closed_by__user", "began_by__user")  # fmt: skip
    rows = AgreementVersion.objects.visible_to(member).filter(pk=message.object_id)
    return rows.select_related(*related).first()


def _agreement_mail(
    name: str, member: Membership, row: AgreementVersion, by: Membership | None, **context: Any
) -> Mail:
    partnership = row.agreement.partnership
    page = "partnerships:agreement-version"
    return _make(name, member, partnership, by, page, row.pk, version=row, **context)


def _still_waits(message: Message) -> tuple[Membership, AgreementVersion] | None:
    member = _member(message)
    row = _version(message, member) if member and member.may_sign else None
    if not member or not row or row.state != VersionState.PROPOSED or not row.agreement.partnership.is_agreeing:
        return None
    given = Approval.objects.for_system("mail").filter(version=row, organisation=member.organisation_id)
    return None if given.exists() else (member, row)


@mail("partnerships.agreement_begun")
def agreement_begun(message: Message) -> Mail | None:
    """To who leads on the other side: the agreement is being written."""
    member = _member(message)
    row = _version(message, member) if member else None
    if not member or not row or row.state != VersionState.DRAFT or not row.agreement.partnership.is_agreeing:
        return None
    return _agreement_mail("agreement_begun", member, row, row.began_by)


@mail("partnerships.agreement_waits")
def agreement_waits(message: Message) -> Mail | None:
    """To those of the other side who may sign: the agreement waits for your approval."""
    found = _still_waits(message)
    if not found:
        return None
    member, row = found
    return _agreement_mail("agreement_waits", member, row, row.proposed_by)


@mail("partnerships.agreement_approved")
def agreement_approved(message: Message) -> Mail | None:
    """To those who may sign: the other side approved, and waits for yours."""
    found = _still_waits(message)
    if not found:
        return None
    member, row = found
    approval = Approval.objects.for_system("mail").filter(version=row).select_related("by__user").first()
    return _agreement_mail("agreement_approved", member, row, approval.by) if approval else None


@mail("partnerships.agreement_reminder")
def agreement_reminder(message: Message) -> Mail | None:
    """The same once a week, as long as it waits."""
    found = _still_waits(message)
    if not found:
        return None
    member, row = found
    assert row.proposed_at
    days = (timezone.now() - row.proposed_at).days
    return _agreement_mail("agreement_reminder", member, row, row.proposed_by, days=days)


@mail("partnerships.agreement_taken_back")
def agreement_taken_back(message: Message) -> Mail | None:
    """To the other side, and who was asked to approve: the text is being changed, approvals do not count any more.
    Leads to the draft where that is done."""
    member = _member(message)
    row = _version(message, member) if member else None
    if not member or not row or row.state != VersionState.VOIDED:
        return None
    drafts = AgreementVersion.objects.for_system("mail").filter(agreement=row.agreement, number__gt=row.number)
    newest, partnership = drafts.order_by("-number").first() or row, row.agreement.partnership
    page = "partnerships:agreement-version"
    return _make("agreement_taken_back", member, partnership, row.closed_by, page, newest.pk, version=row)


@mail("partnerships.agreement_in_force")
def agreement_in_force(message: Message) -> Mail | None:
    """To both teams: approved by both, in force. The receipt of the approval, too."""
    member = _member(message)
    row = _version(message, member) if member else None
    if not member or not row or row.state not in (VersionState.IN_FORCE, VersionState.SUPERSEDED):
        return None
    approvals = list(Approval.objects.for_system("mail").filter(version=row).order_by("created_at"))
    by = approvals[-1].by if approvals else None
    return _agreement_mail("agreement_in_force", member, row, by, approvals=approvals)


@planner
def remind_of_agreements(now: datetime) -> Iterator[Planned]:
    """Once a week, everybody who may sign for a side that has not approved; missed weeks make one mail."""
    rows = AgreementVersion.objects.for_system("planner").awaiting().filter(proposed_at__lte=now - WEEK)
    related = ("agreement__partnership__client", "agreement__partnership__supplier")
    for row in rows.select_related(*related).prefetch_related("approvals"):
        assert row.proposed_at
        moment = row.proposed_at + (now - row.proposed_at) // WEEK * WEEK
        given = {approval.side for approval in row.approvals.all()}
        partnership = row.agreement.partnership
        for side in (side for side in Side if side not in given):
            for member in signing_members(partnership, side):
                yield _planned("partnerships.agreement_reminder", row, member, moment)


def _planned(kind: str, row: Any, member: Membership, moment: datetime) -> Planned:
    return Planned(
        kind=kind,
        object_type=row._meta.label_lower,
        object_id=row.pk,
        moment=moment,
        language=member.user.language,
        receiver_id=member.user_id,
        organisation_id=member.organisation_id,
    )


# Vision ----------------------------------------------------------------------------------------


@mail("partnerships.vision_published")
def vision_published(message: Message) -> Mail | None:
    """To people of a connected supplier: a client published its vision."""
    member = _member(message)
    rows = VisionVersion.objects.visible_to(member) if member else VisionVersion.objects.none()
    row = rows.filter(pk=message.object_id).select_related("vision__client", "published_by__user").first()
    if not member or not row:
        return None
    by = row.published_by
    assert by
    link = settings.SITE_URL + member.url("vision:version", pk=row.pk)
    context = {"version": row, "client": row.vision.client, "link": link}
    return Mail("partnerships/mail/vision_published", context, **sent_by(by))


# Profile ---------------------------------------------------------------------------------------


@mail("partnerships.certificate_ends")
def certificate_ends(message: Message) -> Mail | None:
    """To the editors of a supplier: a certificate is about to end."""
    member = _member(message)
    rows = Certificate.objects.for_system("mail").filter(pk=message.object_id)
    row = rows.filter(profile__supplier=message.organisation_id, expires_on__gte=timezone.localdate()).first()
    if not member or not row or _moment(row, member.organisation, timezone.now()) != message.moment:
        return None
    link = settings.SITE_URL + member.url("partnerships:certificate", pk=row.pk)
    return Mail("partnerships/mail/certificate_ends", {"certificate": row, "link": link})


def _moment(certificate: Certificate, supplier: Organisation, now: datetime) -> datetime | None:
    """The last morning on which this certificate was to be mentioned; None while it is too early."""
    if certificate.expires_on is None:
        return None
    zone = ZoneInfo(supplier.time_zone)
    mornings = [
        datetime.combine(certificate.expires_on - timedelta(days=days), time(7), tzinfo=zone) for days in BEFORE
    ]
    return max((moment for moment in mornings if moment <= now), default=None)


@planner
def remind_of_certificates(now: datetime) -> Iterator[Planned]:
    """Sixty and fourteen days before a certificate ends; what was missed makes one mail."""
    today = now.date()
    rows = Certificate.objects.for_system("planner").filter(
        expires_on__range=(today, today + timedelta(days=max(BEFORE) + 1))
    )
    found = list(rows.select_related("profile__supplier"))
    editors = _editors_of({row.profile.supplier_id for row in found})
    for row in found:
        moment = _moment(row, row.profile.supplier, now)
        for member in editors.get(row.profile.supplier_id, []) if moment else []:
            assert moment
            yield _planned("partnerships.certificate_ends", row, member, moment)


def _editors_of(suppliers: set[Any]) -> dict[Any, list[Membership]]:
    rows = Membership.objects.for_system("planner").active().filter(organisation__in=suppliers)
    editors: dict[Any, list[Membership]] = {}
    for member in rows.filter(role__in=[Role.OWNER, Role.EDITOR]).select_related("user"):
        editors.setdefault(member.organisation_id, []).append(member)
    return editors

"""What waits in partnerships for a right that is given by name: signing an agreement, and leading a team."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.handover import Thing
from accounts.models import Membership, Role, Side
from accounts.waiting import Right, Wait, waits
from partnerships.models import AgreementVersion, Approval, Partnership, TeamMember

SIGN = Right("sign", gettext_lazy("Sign"), gettext_lazy("Appoint somebody who may sign"), "accounts:people")
LEAD = Right("lead", gettext_lazy("Lead the partnership"), gettext_lazy("Name somebody who leads"), "partnerships:team")


@waits
def signing(organisation: Any) -> Iterator[Wait]:
    """Agreements that are up for approval, for each side that has not given it; three queries."""
    rows = AgreementVersion.objects.for_system("who may sign").filter(
        state=AgreementVersion.State.PROPOSED, agreement__partnership__state__in=Partnership.AGREEING
    )
    related = ("agreement__partnership__client", "agreement__partnership__supplier")
    found = list(_of(rows, organisation, "agreement__partnership__").select_related(*related).defer("canonical"))
    approvals = Approval.objects.for_system("given").filter(version__in=[row.pk for row in found])
    given = set(approvals.values_list("version", "side"))
    partnerships = [row.agreement.partnership for row in found]
    signers = _signers(partnerships) if partnerships else {}
    for row, partnership in zip(found, partnerships, strict=True):
        for side in Side:
            party = partnership.organisation_on(side)
            if (row.pk, side.value) in given or (organisation and party != organisation):
                continue
            assert row.proposed_at
            thing = Thing(row.title, "partnerships:agreement-version", row.pk)
            may = frozenset(signers.get((partnership.pk, party.pk), ()))
            yield Wait(SIGN, party, thing, partnership.name, row.proposed_at, may)


def _of(rows: Any, organisation: Any, path: str) -> Any:
    if organisation is None:
        return rows
    return rows.filter(Q(**{f"{path}client": organisation}) | Q(**{f"{path}supplier": organisation}))


def _signers(partnerships: list[Partnership]) -> dict[tuple[Any, Any], set[Any]]:
    """The keys of who may sign, by partnership and organisation: its owners and its team, as far as they may."""
    parties = {key for one in partnerships for key in (one.client_id, one.supplier_id)}
    members = list(Membership.objects.for_system("signers").active().filter(may_sign=True, organisation__in=parties))
    seats = TeamMember.objects.for_system("signers").current().filter(partnership__in=partnerships)
    seated = set(seats.values_list("partnership", "membership"))
    found: dict[tuple[Any, Any], set[Any]] = {}
    for one in partnerships:
        for member in members:
            if member.role == Role.OWNER or (one.pk, member.pk) in seated:
                found.setdefault((one.pk, member.organisation_id), set()).add(member.pk)
    return found


@waits
def leading(organisation: Any) -> Iterator[Wait]:
    """Partnerships that start or run, of which the last lead of a side left; three queries. Where nobody led yet, the
    overview asks for it."""
    rows = Partnership.objects.for_system("who leads").filter(state__in=Partnership.AGREEING)
    led = TeamMember.objects.for_system("who leads").current().filter(part=TeamMember.Part.LEAD)
    by_both = Q(pk__in=led.filter(side=Side.CLIENT).values("partnership"))
    by_both &= Q(pk__in=led.filter(side=Side.SUPPLIER).values("partnership"))
    found = list(_of(rows, organisation, "").exclude(by_both).select_related("client", "supplier"))
    seats = TeamMember.objects.for_system("who led").filter(partnership__in=found, part=TeamMember.Part.LEAD)
    leads = set(seats.filter(pk__in=led.values("pk")).values_list("partnership", "side"))
    ended = {(seat.partnership_id, seat.side): seat.until for seat in seats.exclude(until=None).order_by("until")}
    for one in found:
        for side in Side:
            party = one.organisation_on(side)
            if (one.pk, side.value) in leads or (organisation and party != organisation):
                continue
            if day := ended.get((one.pk, side.value)):
                since = datetime.combine(day, time(), tzinfo=UTC)
                yield Wait(LEAD, party, Thing(one.name, "partnerships:home", one.pk), "", since, place=one.pk)

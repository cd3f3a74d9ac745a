"""What a client can do about a partnership once it chose a relation for a service."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from accounts.models import Connection, Membership
from common.names import fold
from partnerships import rules
from partnerships.models import Partnership
from services.models import Choice, Relationship
from services.steps import Offered, Step, offer

CLOSE = (Relationship.STRATEGIC, Relationship.PREFERRED)
LEGAL_FORMS = {"bv", "nv", "vof", "ltd", "gmbh"}


@offer
def of_partnership(member: Membership, choices: Sequence[Choice]) -> Offered:
    """The partnership that there is; where there is none, or it is ending, the way to one. Two queries."""
    close = [choice for choice in choices if choice.kind in CLOSE]
    if not close:
        return {}
    there = _partnerships(member, [choice.service_id for choice in close])
    ending = {key for key, rows in there.items() if all(row.state == Partnership.State.ENDING for row in rows)}
    wanted = [choice for choice in close if choice.service_id not in there or choice.service_id in ending]
    known = _connections(member) if wanted and rules.can_propose(member) else []
    steps = {key: [_existing(member, row) for row in rows] for key, rows in there.items()}
    if rules.can_propose(member):
        for choice in wanted:
            # Once it is ending another supplier may be meant than the present one.
            name = "" if choice.service_id in ending else choice.service.supplier_name
            steps.setdefault(choice.service_id, []).extend(_way(member, choice, name, known))
    return steps


def _partnerships(member: Membership, services: Sequence[UUID]) -> dict[UUID, list[Partnership]]:
    """What is proposed or alive at one's organisation, by service; `is_seen` says whether the member may see it."""
    seen = Partnership.objects.visible_to(member).filter(pk=OuterRef("pk"))
    rows = Partnership.objects.for_system("that there is one is no secret within the organisation").open()
    rows = rows.filter(client=member.organisation_id, services__in=services).annotate(is_seen=Exists(seen))
    found: dict[UUID, list[Partnership]] = {}
    pairs = rows.select_related("client", "supplier").annotate(of_service=F("services")).order_by("created_at")
    for row in pairs:
        found.setdefault(row.of_service, []).append(row)  # type: ignore[attr-defined]
    return found


def _existing(member: Membership, row: Partnership) -> Step:
    if not row.is_seen:  # type: ignore[attr-defined]
        words = _("There is a partnership about this service. Its team sees it; an owner can add you.")
        return Step(label=_("To the partnerships"), url=member.url("partnerships:list"), words=words, is_there=True)
    words = _("%(state)s, with %(supplier)s") % {
        "state": row.get_state_display().capitalize(), "supplier": row.supplier.name,
    }  # fmt: skip
    return Step(label=row.name, url=member.url("partnerships:home", pk=row.pk), words=words, is_there=True)


def _connections(member: Membership) -> list[Connection]:
    rows = Connection.objects.visible_to(member).filter(client=member.organisation_id)
    return list(rows.exclude(state=Connection.State.ENDED).select_related("supplier"))


def _way(member: Membership, choice: Choice, name: str, known: Sequence[Connection]) -> list[Step]:
    """With the supplier of this name: propose it, or invite them first; without one, with a supplier to choose."""
    about = {"choice": choice.pk, "services": choice.service_id}
    one = _found(name, known)
    if one and one.supplier_id:
        url = f"{member.url('partnerships:propose')}?{urlencode({'supplier': one.supplier_id, **about})}"
        return [Step(_("Propose a partnership to %(name)s") % {"name": one}, url)]
    if one:
        words = _("%(name)s was invited and has not answered yet.") % {"name": one}
        return [Step(_("Look at the invitation"), member.url("accounts:connection", pk=one.pk), words)]
    if name:
        invite = f"{member.url('accounts:connection-invite')}?{urlencode({'supplier_name': name})}"
        words = _("%(name)s delivers this service now, and is not connected with you here yet.") % {"name": name}
        return [Step(_("Invite %(name)s") % {"name": name}, invite, words)]
    if any(row.supplier_id for row in known):
        return [Step(_("Propose a partnership"), f"{member.url('partnerships:propose')}?{urlencode(about)}")]
    words = _("You are not connected with any supplier yet.")
    return [Step(_("Invite a supplier"), member.url("accounts:connection-invite"), words)]


def _found(name: str, known: Sequence[Connection]) -> Connection | None:
    """The connection with the supplier of this name, one that is active first."""
    wanted = _plain(name)
    if not wanted:
        return None
    same = [row for row in known if wanted in {_plain(str(row)), _plain(row.supplier_name)}]
    return min(same, key=lambda row: row.supplier_id is None, default=None)


def _plain(name: str) -> str:
    """What makes two names the same, without marks and legal form: "Groene Tafel B.V." is "groene tafel"."""
    words = "".join(letter for letter in fold(name) if letter not in ".,'").split()
    return " ".join(word for word in words if word not in LEGAL_FORMS)

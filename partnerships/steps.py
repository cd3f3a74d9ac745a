"""What a client can do about a partnership once it chose a relation for a service."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Connection, Membership
from accounts.rules import can_invite_supplier
from partnerships import rules
from partnerships.models import Partnership
from services.models import Choice, Relationship
from services.steps import Offered, Step, offer

CLOSE = (Relationship.STRATEGIC, Relationship.PREFERRED)
LEGAL_FORMS = {"bv", "nv", "vof", "ltd", "gmbh"}


@offer
def of_partnership(member: Membership, choices: Sequence[Choice]) -> Offered:
    """The partnership that there is, or else the way to one with the present supplier. Two queries."""
    close = [choice for choice in choices if choice.kind in CLOSE]
    if not close:
        return {}
    there = _partnerships(member, [choice.service_id for choice in close])
    wanted = [choice for choice in close if choice.service_id not in there]
    known = _connections(member) if wanted and rules.can_propose(member) else []
    steps = {key: [_existing(member, row) for row in rows] for key, rows in there.items()}
    if rules.can_propose(member):
        steps |= {choice.service_id: _way(member, choice, known) for choice in wanted}
    return steps


def _partnerships(member: Membership, services: Sequence[UUID]) -> dict[UUID, list[Partnership]]:
    """What the member sees that is proposed or alive, by service."""
    rows = Partnership.objects.visible_to(member).filter(
        client=member.organisation_id, services__in=services, state__in=[Partnership.State.PROPOSED, *Partnership.ALIVE]
    )
    found: dict[UUID, list[Partnership]] = {}
    pairs = rows.select_related("client", "supplier").annotate(of_service=F("services")).order_by("created_at")
    for row in pairs:
        found.setdefault(row.of_service, []).append(row)  # type: ignore[attr-defined]
    return found


def _existing(member: Membership, row: Partnership) -> Step:
    words = _("%(state)s, with %(supplier)s") % {
        "state": row.get_state_display().capitalize(), "supplier": row.supplier.name,
    }  # fmt: skip
    return Step(label=row.name, url=member.url("partnerships:home", pk=row.pk), words=words, is_there=True)


def _connections(member: Membership) -> list[Connection]:
    rows = Connection.objects.visible_to(member).filter(client=member.organisation_id)
    return list(rows.exclude(state=Connection.State.ENDED).select_related("supplier"))


def _way(member: Membership, choice: Choice, known: Sequence[Connection]) -> list[Step]:
    """With the present supplier: propose it, or invite them first; and otherwise with another one."""
    name = choice.service.supplier_name
    about = {"choice": choice.pk, "services": choice.service_id}
    one = _found(name, known)
    if one and one.supplier_id:
        url = f"{member.url('partnerships:propose')}?{urlencode({'supplier': one.supplier_id, **about})}"
        return [Step(_("Propose a partnership to %(name)s") % {"name": one}, url)]
    others = any(row.supplier_id for row in known)
    url = f"{member.url('partnerships:propose')}?{urlencode(about)}"
    steps = [Step(_("Propose a partnership"), url, is_quiet=bool(name))] if others else []
    if one:
        words = _("%(name)s was invited and has not answered yet.") % {"name": one}
        return [Step(_("Look at the invitation"), member.url("accounts:connection", pk=one.pk), words), *steps]
    if name and can_invite_supplier(member):
        invite = f"{member.url('accounts:connection-invite')}?{urlencode({'supplier_name': name})}"
        words = _("%(name)s delivers this service now, and is not connected with you here yet.") % {"name": name}
        return [Step(_("Invite %(name)s") % {"name": name}, invite, words), *steps]
    return steps or [
        Step(_("Invite a supplier"), member.url("accounts:connection-invite"),
             _("You are not connected with any supplier yet."))
    ]  # fmt: skip


def _found(name: str, known: Sequence[Connection]) -> Connection | None:
    """The connection with the supplier of this name, one that is active first."""
    wanted = _plain(name)
    if not wanted:
        return None
    same = [row for row in known if wanted in {_plain(str(row)), _plain(row.supplier_name)}]
    return min(same, key=lambda row: row.supplier_id is None, default=None)


def _plain(name: str) -> str:
    """A name without capitals, marks and legal form: "Groene Tafel B.V." is "groene tafel"."""
    words = "".join(letter for letter in name.casefold() if letter not in ".,'’").split()
    return " ".join(word for word in words if word not in LEGAL_FORMS)

"""The history of an object, with what changed in words."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEvent, Membership
from services.imports.words import euros_in_words
from services.models import Channel, Delivery, EvidenceLevel, Relationship

SHOWN = 50
LABELS: dict[str, Promise | str] = {
    "name": gettext_lazy("Name"),
    "group": gettext_lazy("Group"),
    "description": gettext_lazy("Description"),
    "delivery": gettext_lazy("Delivery"),
    "supplier_name": gettext_lazy("Current supplier"),
    "annual_spend": gettext_lazy("Spend per year"),
    "contract_end": gettext_lazy("End of contract"),
    "end_users": gettext_lazy("End users"),
    "locations": gettext_lazy("Locations"),
    "address": gettext_lazy("Address"),
    "code_en15221": "EN 15221-4",
    "code_nen2748": "NEN 2748",
    "happens": gettext_lazy("What happens?"),
    "channel": gettext_lazy("How does the user meet you?"),
    "services": gettext_lazy("Services that deliver it"),
    "importance": gettext_lazy("Importance to the user"),
    "is_truth": gettext_lazy("Moment of truth"),
    "now": gettext_lazy("Experience now"),
    "desired": gettext_lazy("Experience desired"),
    "evidence": gettext_lazy("How sure are you of this?"),
    "source": gettext_lazy("Source"),
    "evidence_on": gettext_lazy("Date of the source"),
    "quotes": gettext_lazy("Quotes"),
    "matters": gettext_lazy("What matters to them"),
    "share": gettext_lazy("Share of the users (%)"),
    "kind": gettext_lazy("Relation"),
}
CHOICES: dict[str, dict[str, Promise | str]] = {
    "delivery": dict(Delivery.choices),
    "channel": dict(Channel.choices),
    "evidence": dict(EvidenceLevel.choices),
    "kind": dict(Relationship.choices),
}


@dataclass(frozen=True)
class Happened:
    """One event, with the changed fields as (label, old, new); old and new are empty for texts."""

    event: AuditEvent
    changes: list[tuple[str, str, str]]


def history_of(member: Membership, row: Model) -> list[Happened]:
    """What happened with a row, the newest first."""
    events = AuditEvent.objects.visible_to(member).filter(object_type=row._meta.label_lower, object_id=row.pk)
    shown = events.select_related("actor").order_by("-at")[:SHOWN]
    return [Happened(event, _changes(event.data.get("changes") or _chosen(event.data))) for event in shown]


def _chosen(data: dict[str, Any]) -> dict[str, list[str]]:
    """The relation that an event is about, as a change."""
    return {"kind": [data.get("before") or "", data["kind"]]} if data.get("kind") in Relationship.values else {}


def _changes(data: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    found = []
    for name, pair in data.items():
        old, new = (_words(name, pair[0]), _words(name, pair[1])) if pair else ("", "")
        found.append((str(LABELS.get(name, name)), old, new))
    return found


def _words(name: str, value: str) -> Any:
    if value in CHOICES.get(name, {}):
        return CHOICES[name][value]
    if value == "":
        return _("not filled in")
    if name == "is_truth":
        return _("yes") if value == "True" else _("no")
    if name in {"contract_end", "evidence_on"} and (day := parse_date(value)):
        return date_format(day, "j F Y")
    if name == "annual_spend":
        return euros_in_words(value)
    return value

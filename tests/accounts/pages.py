"""How the pages of this room are tried: who gets which answer."""

from django.test import Client

from accounts.models import AuditEvent


def path(member, rest: str) -> str:
    """An address under the member's organisation."""
    return f"/o/{member.organisation.slug}/{rest}"


def status(client: Client, address: str, data: dict | None = None) -> int:
    """The answer to opening a page, or to sending a form when there are data."""
    return (client.get(address) if data is None else client.post(address, data)).status_code


def recorded() -> list[str]:
    """The events, but for signing in, which `browse` does too."""
    return list(AuditEvent.objects.exclude(event="accounts.signed_in").order_by("at").values_list("event", flat=True))

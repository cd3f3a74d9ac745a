"""The people of the demo, for who signs in to it."""

from itertools import groupby
from typing import Any

from django import template
from django.conf import settings

from accounts.models import Installation, Membership
from overview.demo.accounts import PASSWORD

register = template.Library()


@register.inclusion_tag("overview/demo_people.html")
def demo_people() -> dict[str, Any]:
    """Everybody of the scenario by organisation, and the password of all; nothing where real people are."""
    if settings.PRODUCTION or not Installation.objects.filter(demo=True).exists():
        return {"organisations": []}
    rows = Membership.objects.for_system("the scenario is open to all").active()
    rows = rows.filter(user__email__endswith=".example").select_related("user", "organisation")
    rows = rows.order_by("-organisation__is_client", "organisation__name", "organisation", "created_at")
    grouped = groupby(rows, key=lambda one: one.organisation)
    return {"password": PASSWORD, "organisations": [(name, list(members)) for name, members in grouped]}

"""What happened, for owners; and the mails that did not arrive."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts import rules, undelivered
from accounts.forms import AuditFilter
from accounts.models import AuditEvent
from accounts.rules import require
from accounts.views.answers import page
from common.paging import page_of

FAILED = 50


@require_GET
def audit(request: Any) -> HttpResponse:
    """Who did what, the newest first; and the mails that did not arrive above it."""
    member = request.member
    require(rules.is_owner(member))
    filters = AuditFilter(request.GET, member=member)
    events = AuditEvent.objects.visible_to(member).select_related(
        "actor", "organisation", "other_organisation", "origin"
    )
    context = {
        "filters": filters,
        "page_obj": page_of(request, filters.rows(events).order_by("-at", "pk")),
        "undelivered": undelivered.shown_to(member, most=FAILED),
    }
    return page(request, "accounts/audit.html", context)

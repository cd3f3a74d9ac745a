"""What happened, for owners; and the mails that could not be sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import actions, rules
from accounts.forms import AuditFilter
from accounts.models import AuditEvent
from accounts.rules import require
from accounts.views.answers import page
from common.paging import page_of
from notifications.models import Message

FAILED = 50


@require_GET
def audit(request: Any) -> HttpResponse:
    """Who did what, the newest first; and failed mails above it."""
    member = request.member
    require(rules.is_owner(member))
    filters = AuditFilter(request.GET, member=member)
    events = AuditEvent.objects.visible_to(member).select_related(
        "actor", "organisation", "other_organisation", "origin"
    )
    failed = Message.objects.failed_of(member.organisation_id).select_related("receiver").order_by("-not_before")
    context = {
        "filters": filters,
        "page_obj": page_of(request, filters.rows(events).order_by("-at", "pk")),
        "failed": [{"row": row, "reason": _reason(row)} for row in failed[:FAILED]],
    }
    return page(request, "accounts/audit.html", context)


def _reason(message: Message) -> str:
    if message.failure == Message.REFUSED:
        return _("The mail server refuses this address.")
    return _("Our mail server could not be reached, or refused the mail, %(tries)s times.") % {
        "tries": message.attempts
    }


@require_POST
def mail_retry(request: Any, pk: Any) -> HttpResponse:
    """Puts a failed mail back in the outbox."""
    require(rules.is_owner(request.member))
    message = get_object_or_404(Message.objects.for_organisation(request.member.organisation_id), pk=pk)
    actions.retry_mail(message=message, by=request.member)
    messages.success(request, _("The mail to %(address)s is tried again.") % {"address": message.to})
    return redirect(request.member.url("accounts:audit"))

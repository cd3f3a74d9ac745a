"""What people do with a mail that did not arrive."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import rules
from accounts import undelivered as mails
from notifications.models import Message


@require_POST
def mail_retry(request: Any, pk: Any) -> HttpResponse:
    """Puts a mail back in the outbox."""
    message = get_object_or_404(mails.told_of(request.member), pk=pk)
    if mails.retry_mail(message=message, by=request.member):
        messages.success(request, _("The mail to %(address)s is tried again.") % {"address": message.to})
    else:
        _say_too_late(request, message)
    return _back(request)


@require_POST
def mails_retry(request: Any) -> HttpResponse:
    """Puts all of them back."""
    count = mails.retry_mails(by=request.member)
    said = ngettext("%(count)d mail is tried again.", "%(count)d mails are tried again.", count) % {"count": count}
    if count:
        messages.success(request, said)
    else:
        messages.info(request, _("No mail has to be sent again any more."))
    return _back(request)


@require_POST
def mail_away(request: Any, pk: Any) -> HttpResponse:
    """Gives up a mail that failed."""
    message = get_object_or_404(mails.told_of(request.member), pk=pk)
    if mails.put_mail_away(message=message, by=request.member):
        messages.success(request, _("The mail to %(address)s is not sent any more.") % {"address": message.to})
    else:
        _say_too_late(request, message)
    return _back(request)


def _say_too_late(request: Any, message: Message) -> None:
    said = _("The mail to %(address)s was sent meanwhile, is being tried again, or is no longer needed.")
    messages.info(request, said % {"address": message.to})


def _back(request: Any) -> HttpResponse:
    audit = request.POST.get("back") == "audit" and rules.is_owner(request.member)
    return redirect(request.member.url("accounts:audit" if audit else "overview:home"))

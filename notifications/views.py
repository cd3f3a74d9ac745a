"""The mailbox page of the demo."""

from io import BytesIO

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from notifications.mailbox import Received, received


@login_not_required
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail of the demo, the newest first; `?to=` keeps those to one address."""
    mails = _mails()
    to = request.GET.get("to", "").strip()
    shown = [mail for mail in mails if to.lower() in mail.to.lower()]
    return render(request, "notifications/mailbox.html", {"mails": shown, "to": to})


@login_not_required
@require_GET
def mailbox_mail(request: HttpRequest, number: int) -> HttpResponse:
    """One mail: as it looks, its text, its attachments."""
    response = render(request, "notifications/mailbox_mail.html", {"mail": _mail(number)})
    response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]
    return response


@login_not_required
@require_GET
@xframe_options_sameorigin
def mailbox_html(request: HttpRequest, number: int) -> HttpResponse:
    """The HTML of a mail, in the frame of its page, where its styles may work and nothing else may."""
    # A link leads the whole window on, as in a mail program.
    response = HttpResponse(_mail(number).html.replace("<head>", '<head><base target="_top">', 1))
    response._csp_replace = {  # type: ignore[attr-defined]
        "style-src": [UNSAFE_INLINE],
        "img-src": ["data:"],
        "script-src": [NONE],
        "form-action": [NONE],
        "frame-ancestors": [SELF],
    }
    return response


@login_not_required
@require_GET
def mailbox_file(request: HttpRequest, number: int, place: int) -> FileResponse:
    """An attachment, as a download."""
    files = _mail(number).attachments
    if place >= len(files):
        raise Http404
    file = BytesIO(files[place].content)
    return FileResponse(file, as_attachment=True, filename=files[place].name, content_type="application/octet-stream")


def _mails() -> list[Received]:
    if not settings.MAILBOX:
        raise Http404
    return received()


def _mail(number: int) -> Received:
    found = next((mail for mail in _mails() if mail.number == number), None)
    if not found:
        raise Http404
    return found

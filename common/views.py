"""Pages that belong to no room."""

import errno
import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.defaults import server_error as plain_server_error

from common.styleguide import sample_context


@login_not_required
@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state; only where people build."""
    if settings.MODE not in {"development", "test"}:
        raise Http404
    return render(request, "styleguide/index.html", sample_context())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from elsewhere."""
    return render(request, "403.html", {"csrf_failed": True}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, and 413 where the request was simply too large."""
    from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent

    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, and 507 with a sentence where a disk is full."""
    error = sys.exc_info()[1]
    if is_full(error):
        return render(request, "507.html", status=507)
    return plain_server_error(request)


def is_full(error: BaseException | None) -> bool:
    """Whether an error says that there is no room left: on the disk of the files, or on that of the database."""
    no_room = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return no_room or getattr(error.__cause__ if error else None, "sqlstate", "") == "53100"

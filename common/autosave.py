"""How a view answers static/js/autosave.js, and the same form sent without JavaScript.

try:
    actions.save_part(part=part, revision=revision_of(request), html=typed(request.POST, "body", before=part.body))
except Conflict as conflict:
    return two_texts(request, conflict.current, [...], …)        # 409; accounts.views.two_texts
except ValidationError as error:
    return refused(request, error, page)                         # 422
return saved(request, part, url)
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import time_format

from common.edges import whole_number


def by_script(request: HttpRequest) -> bool:
    """Whether the autosaving script asks, which wants JSON."""
    return request.headers.get("Accept", "").startswith("application/json")


def revision_of(request: HttpRequest) -> int:
    """The revision that the writer had read; 0, which never fits, when it is missing."""
    return whole_number(request.POST.get("revision", "")) or 0


def saved(request: HttpRequest, row: Any, url: str) -> HttpResponse:
    """The new revision and the time for the script; the page again for a form."""
    if by_script(request):
        return JsonResponse({"revision": row.revision, "at": time_format(timezone.localtime(), "H:i")})
    return redirect(url)


def refused(request: HttpRequest, error: ValidationError, page: Callable[[], HttpResponse]) -> HttpResponse:
    """422: the sentence for the script; otherwise `page`, which shows it and keeps what was typed."""
    if by_script(request):
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    return page()

"""What a form makes, it makes once: at a double click, after a lost connection, and after Back in the browser.

A form that makes something holds `{% once %}` beside its `{% csrf_token %}`, and its view is a `@once`. The
same sending a second time is answered by where the first led to. The same content from a fresh form of the
same page, or other content from a form that was used, is asked about once: `again.html`.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.db import connection, transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh, reswap, retarget

from common.models import Made

KEY, AGAIN = "once", "again"
# Content that is the same within this time may well be a slip.
SHORTLY = timedelta(minutes=30)
KEPT = timedelta(days=7)
UNSENT = {"csrfmiddlewaretoken", KEY, AGAIN}

_names: ContextVar[list[str] | None] = ContextVar("names", default=None)


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view whose POST makes something and then redirects (or gives htmx its part)."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        who, key, digest = request.member.pk, _key_of(request), _digest_of(request)
        with transaction.atomic():
            _wait_for(who)
            earlier = _earlier(who, key, digest)
            if earlier and earlier.key == key and earlier.digest == digest:
                return _answer_as(request, earlier)
            if earlier and AGAIN not in request.POST:
                return _ask(request, earlier, same=earlier.digest == digest)
            with _naming() as names:
                response = view(request, *args, **kwargs)
            if _has_made(request, response):
                Made.objects.filter(who=who, at__lt=timezone.now() - KEPT).delete()
                Made.objects.create(who=who, key=key, digest=digest, url=_place_of(request, response),
                                    name=next(iter(names), "")[:200])  # fmt: skip
            return response

    guarded.makes_once = True  # type: ignore[attr-defined]
    return guarded


def call(name: str) -> None:
    """Says how the thing is called that is being made; the first name of a request counts."""
    names = _names.get()
    if names is not None and name:
        names.append(name)


@contextmanager
def _naming() -> Iterator[list[str]]:
    names: list[str] = []
    token = _names.set(names)
    try:
        yield names
    finally:
        _names.reset(token)


def _key_of(request: Any) -> UUID:
    try:
        return UUID(request.POST.get(KEY, ""))
    except ValueError:
        return uuid4()


def _digest_of(request: Any) -> str:
    """Of place and content, keyed, as what was typed may hold a password."""
    typed = sorted((name, values) for name, values in request.POST.lists() if name not in UNSENT)
    files = [
        (name, file.name, hashlib.file_digest(file, "sha256").hexdigest())
        for name, rows in sorted(request.FILES.lists())
        for file in rows
    ]
    for rows in request.FILES.lists():
        for file in rows[1]:
            file.seek(0)
    content = json.dumps([request.get_full_path(), typed, files]).encode()
    return hmac.new(settings.SECRET_KEY.encode(), content, "sha256").hexdigest()


def _wait_for(who: UUID) -> None:
    """What one member sends at the same time is looked at one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"once:{who}"])


def _earlier(who: UUID, key: UUID, digest: str) -> Made | None:
    """What this form made before, or a fresh form with the same content shortly before."""
    shortly = Q(digest=digest, at__gte=timezone.now() - SHORTLY)
    found = list(Made.objects.filter(Q(key=key) | shortly, who=who).order_by("-at"))
    return next((row for row in found if row.key == key), found[0] if found else None)


def _answer_as(request: Any, earlier: Made) -> HttpResponse:
    messages.info(request, _("You sent this twice. It was saved once."))
    return HttpResponseClientRefresh() if request.htmx else redirect(earlier.url)


def _ask(request: Any, earlier: Made, *, same: bool) -> HttpResponse:
    """Nothing was made; what was typed goes along to be sent again."""
    typed = [(name, value) for name, values in request.POST.lists() if name not in UNSENT for value in values]
    files = [(name, ", ".join(file.name for file in rows)) for name, rows in request.FILES.lists()]
    context = {"earlier": earlier, "same": same, "typed": typed, "files": files, "url": request.get_full_path()}
    response = render(request, "again.html", context, status=409)
    return reswap(retarget(response, "body"), "innerHTML") if request.htmx else response


def _has_made(request: Any, response: HttpResponse) -> bool:
    """A page that comes back with a question or an error is no redirect."""
    return response.status_code in (302, 303) or bool(request.htmx and response.status_code == 200)


def _place_of(request: Any, response: HttpResponse) -> str:
    if request.htmx:
        return request.htmx.current_url_abs_path or request.path
    return response.headers["Location"]

"""Middleware that knows no people: one line of log for each request, and our own page where Django has none."""

import logging
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from psycopg.errors import ExclusionViolation, ForeignKeyViolation, UniqueViolation

from common.edges import clean_query, clean_text

log = logging.getLogger("samenspel.request")


def request_log(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Logs view, status and time; never an address of a page, which may hold a secret or a name."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        response = get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            extra={
                "request_id": request.request_id,  # type: ignore[attr-defined]
                "method": request.method,
                "view": match.view_name if match else "",
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000, 1),
            },
        )
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


class CleanInput:
    """Cleans what an address, a cookie and a form bring, before anything reads it (common.edges).

    Here, and not in the fields, as a view that reads `request.POST` itself cannot forget it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = clean_query(request.GET)  # type: ignore[assignment]
        request.COOKIES = {name: clean_text(value) for name, value in request.COOKIES.items()}
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]) -> None:
        if request.method != "POST":
            return
        try:
            request.POST = clean_query(request.POST)  # type: ignore[assignment]
        except UnreadablePostError:  # the browser is gone; CsrfViewMiddleware refuses what has no token
            return


class TakenMeanwhile:
    """Answers with a sentence where the database refused a second row of what there can be one of.

    Actions say what was taken where one person can bring it about. What is left is two people, or two clicks,
    at the same moment; the transaction is undone, so that nothing is half done.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception.__cause__, UniqueViolation | ForeignKeyViolation | ExclusionViolation):
            return None
        match = request.resolver_match
        log.warning("taken meanwhile", extra={"view": match.view_name if match else "", "method": request.method})
        reason = _("Somebody, or another window of yours, did this at the same moment. Look at what is there now.")
        return render(request, "409.html", {"reason": reason}, status=409)


def method_page(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page of ours, with a way back, where an address does not take this method: Django answers without words."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            page = render(request, "405.html", {"back": _page_above(request.path_info)}, status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    return middleware


def _page_above(path: str) -> str:
    """The nearest address above this one that exists: buttons send to an address under their own page."""
    while path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"

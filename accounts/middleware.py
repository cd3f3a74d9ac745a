"""Who acts, in which language, from where."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.audit import origin
from accounts.models import Membership, Side
from notifications.acting import acting


def personal_settings(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Language and time zone: the user's own, or what a visitor's browser asks for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        language = user.language if user.is_authenticated else translation.get_language_from_request(request)
        zone = user.time_zone if user.is_authenticated else settings.TIME_ZONE
        came_from = origin.set(get_adapter().get_client_ip(request))
        try:
            with translation.override(language), timezone.override(ZoneInfo(zone)):
                request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
                response = get_response(request)
        finally:
            origin.reset(came_from)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "HX-Request"])
        return response

    return middleware


class SignInFirst(LoginRequiredMiddleware):
    """Leads somebody whose session ended to the sign-in page, and from there back to where they were.

    The address of a form that was sent cannot be opened: its page can. A part that htmx asked for must
    not be filled with a sign-in page: the whole page goes there.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        htmx = request.headers.get("HX-Request") == "true"
        if request.method in {"GET", "HEAD"} and not htmx:
            return super().handle_no_permission(request, view_func)
        came_from = request.headers.get("HX-Current-URL" if htmx else "Referer", "")
        back = _path_here(request, came_from) or reverse(settings.LOGIN_REDIRECT_URL)
        sign_in = f"{resolve_url(self.get_login_url(view_func))}?{urlencode({'next': back})}"
        return HttpResponse(status=204, headers={"HX-Redirect": sign_in}) if htmx else redirect(sign_in)


def _path_here(request: HttpRequest, address: str) -> str:
    """Path and query of an address of ours; nothing for any other."""
    allowed = {request.get_host()}
    if not address or not url_has_allowed_host_and_scheme(address, allowed, require_https=request.is_secure()):
        return ""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


class ActingMember:
    """Turns the organisation in the address into `request.member`, the membership that acts.

    Somebody who is no member there, but may see the object through a membership of their own, is led
    to their own address of it; anybody else gets 404, which says so to who was a member.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.member = None  # type: ignore[attr-defined]
        nobody = acting.set(None)
        try:
            return self.get_response(request)
        finally:
            acting.reset(nobody)

    def process_view(self, request: Any, view: Callable, args: tuple, kwargs: dict[str, Any]) -> HttpResponse | None:
        if "organisation" not in kwargs or not request.user.is_authenticated:
            return None
        slug = kwargs.pop("organisation")
        memberships = list(Membership.objects.of_user(request.user))
        request.memberships = memberships
        member = next((one for one in memberships if one.organisation.slug == slug), None)
        if member:
            request.member = act_as(request, member)
            acting.set(member.pk)
            return None
        return self._own_address(request, view, kwargs, memberships, slug)

    def _own_address(
        self, request: Any, view: Callable, kwargs: dict[str, Any], memberships: list[Membership], slug: str
    ) -> HttpResponse:
        name = resolve(request.path_info).view_name
        for member in memberships if kwargs and request.method == "GET" else []:
            request.member = act_as(request, member)
            try:
                found = _is_there(view(request, **kwargs))
            except (Http404, PermissionDenied):
                continue
            if found:
                query = request.META.get("QUERY_STRING", "")
                address = reverse(name, kwargs={"organisation": member.organisation.slug, **kwargs})
                return redirect(address + (f"?{query}" if query else ""))
        request.member = None
        if left := Membership.objects.for_system("they were a member").ended_of(request.user, slug):
            return render(request, "accounts/left.html", {"left": left}, status=404)
        raise Http404


def _is_there(answer: HttpResponse) -> bool:
    # The answer itself is thrown away. A file that it opened must not stay open; close() would end the request.
    for close in answer._resource_closers:  # type: ignore[attr-defined]
        close()
    return answer.status_code == 200


def act_as(request: Any, member: Membership) -> Membership:
    """The member, on the side that was chosen in this session when the organisation is both."""
    both = member.organisation.is_client and member.organisation.is_supplier
    chosen = request.session.get("sides", {}).get(member.organisation.slug) if both else None
    if chosen in Side.values:
        member.side = Side(chosen)
    return member

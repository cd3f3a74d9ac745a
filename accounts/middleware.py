"""Who acts, in which language, from where."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from accounts.audit import origin
from accounts.models import Membership, Side


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


class ActingMember:
    """Turns the organisation in the address into `request.member`, the membership that acts.

    Somebody who is no member there, but may see the object through a membership of their own, is led
    to their own address of it; anybody else gets 404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.member = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: Any, view: Callable, args: tuple, kwargs: dict[str, Any]) -> HttpResponse | None:
        if "organisation" not in kwargs or not request.user.is_authenticated:
            return None
        slug = kwargs.pop("organisation")
        memberships = list(Membership.objects.of_user(request.user))
        request.memberships = memberships
        member = next((one for one in memberships if one.organisation.slug == slug), None)
        if member:
            request.member = act_as(request, member)
            return None
        return self._own_address(request, view, kwargs, memberships)

    def _own_address(
        self, request: Any, view: Callable, kwargs: dict[str, Any], memberships: list[Membership]
    ) -> HttpResponse:
        name = resolve(request.path_info).view_name
        for member in memberships if kwargs and request.method == "GET" else []:
            request.member = act_as(request, member)
            try:
                found = view(request, **kwargs).status_code == 200
            except Http404:
                continue
            if found:
                query = request.META.get("QUERY_STRING", "")
                address = reverse(name, kwargs={"organisation": member.organisation.slug, **kwargs})
                return redirect(address + (f"?{query}" if query else ""))
        request.member = None
        raise Http404


def act_as(request: Any, member: Membership) -> Membership:
    """The member, on the side that was chosen in this session when the organisation is both."""
    both = member.organisation.is_client and member.organisation.is_supplier
    chosen = request.session.get("sides", {}).get(member.organisation.slug) if both else None
    if chosen in Side.values:
        member.side = Side(chosen)
    return member

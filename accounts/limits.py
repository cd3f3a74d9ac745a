"""How often one address may open a page that needs no account, and one member ask for what costs work."""

from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Network, ip_address
from typing import Any

from allauth.core.ratelimit import respond_429
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.audit import origin

DAY = 24 * 3600


def limited(name: str, *, amount: int, seconds: int = 60) -> Callable:
    """Answers 429 after `amount` requests from one address within `seconds`."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def limited_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if _count(f"limit:{name}:{_network(origin.get())}", seconds) > amount:
                return respond_429(request)
            return view(request, *args, **kwargs)

        return limited_view

    return decorate


def sparingly(name: str, *, amount: int, seconds: int = 3600) -> Callable:
    """Answers 429 after `amount` forms of this kind that one member sent within `seconds`: for what mails somebody or
    costs work. Far more than anybody needs; it stops a script, and a finger that stays on a key."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def limited_view(request: Any, *args: Any, **kwargs: Any) -> Any:
            if request.method == "POST" and too_often(f"{name}:{request.member.pk}", amount=amount, seconds=seconds):
                return respond_429(request)
            return view(request, *args, **kwargs)

        return limited_view

    return decorate


def a_day(name: str, *, amount: int) -> Callable:
    """Answers 429, and says why, after `amount` forms of this kind that the people of one organisation sent within a
    day: what mails people of another organisation, whom a member who sends a few every hour would mail without end."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def limited_view(request: Any, *args: Any, **kwargs: Any) -> Any:
            key = f"{name}:{request.member.organisation_id}"
            if request.method == "POST" and too_often(key, amount=amount, seconds=DAY):
                context = {"amount": amount, "kind": name, "organisation": request.member.organisation}
                return render(request, "429.html", context, status=429)
            return view(request, *args, **kwargs)

        return limited_view

    return decorate


def too_often(key: str, *, amount: int, seconds: int) -> bool:
    """Counts one more of something that costs work or mails somebody; whether it is too much within `seconds`."""
    return _count(f"limit:{key}", seconds) > amount


def _count(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # expired just now
        return 1


def _network(address: str) -> str:
    # A house has a /64 of IPv6 to itself; counting single addresses would count nothing.
    if not address or ip_address(address).version == 4:
        return address
    return str(IPv6Network(f"{address}/64", strict=False).network_address)

"""Who comes in here at all, and what the views of this room ask of who comes in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Membership


def client_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For members of a client: a supplier has no services page of its own."""

    @wraps(view)
    def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.member is None or not request.member.organisation.is_client:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


def posted(request: Any) -> Any:
    """What was sent, for a form; None when nothing was, as a form without a single field is sent too."""
    return request.POST if request.method == "POST" else None


def other_language(member: Membership) -> str:
    """The language of the organisation, when it is not the one that the member reads; empty otherwise."""
    names = {"nl": _("Dutch"), "en": _("English")}
    theirs = member.organisation.language
    return "" if (get_language() or theirs)[:2] == theirs else names[theirs]

"""The first page of an organisation: what is asked of me, how things are, what comes next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.models import Membership


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Leads to the overview of the organisation that one used last, or to a page that says one has none."""
    members = list(Membership.objects.of_user(request.user))
    if not members:
        return render(request, "overview/nowhere.html")
    return redirect(members[0].url("overview:home"))


@require_GET
def home(request: Any) -> HttpResponse:
    """The overview."""
    return render(request, "overview/home.html")

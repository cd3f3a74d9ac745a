"""The first page of an organisation: what is asked of me, how things are, what comes next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import rules, undelivered
from accounts.models import Membership, Side
from common.asked import one_reading
from documents.jobs import mark_seen, unseen_jobs
from documents.models import Job
from documents.views import job_context
from overview import reading

MOST_JOBS = 3
MOST_MAILS = 5


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Leads to the overview of the organisation that one used last, or to a page that says one has none."""
    members = list(Membership.objects.of_user(request.user))
    if not members:
        return render(request, "overview/nowhere.html")
    last = request.COOKIES.get("organisation")
    member = next((one for one in members if one.organisation.slug == last), members[0])
    return redirect(member.url("overview:home"))


@require_GET
def home(request: Any) -> HttpResponse:
    """The overview: what is asked of me, what comes, how our partnerships do."""
    member: Membership = request.member
    with one_reading():
        asked, coming = reading.asked_of(member), reading.coming_for(member)
        cards = reading.cards_of(member)
    context = {
        "greeting": reading.greeting(member),
        "summary": reading.summary(asked, coming),
        "asked": asked,
        "coming": coming,
        "cards": cards,
        "clients": [] if cards else reading.clients_of(member),
        "undelivered": undelivered.shown_to(member, most=MOST_MAILS) if member.is_unheard else [],
        "jobs": [job_context(request, job) for job in unseen_jobs(member)[:MOST_JOBS]],
        "is_client": member.side == Side.CLIENT,
        "may_begin": rules.can_edit(member),
        "sees_all": rules.is_owner(member),
    }
    response = render(request, "overview/home.html", context)
    response.set_cookie(
        "organisation", member.organisation.slug, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


@require_POST
def work_away(request: Any, pk: Any) -> HttpResponse:
    """Puts away what is ready, or what failed, without looking at it."""
    mark_seen(get_object_or_404(Job.objects.visible_to(request.member), pk=pk))
    return redirect(request.member.url("overview:home"))

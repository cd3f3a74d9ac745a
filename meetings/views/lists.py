"""Lists: meetings, actions, decisions."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from common.paging import page_of
from meetings import rules
from meetings.forms import ActionFilter, MeetingFilter
from meetings.models import Action, Decision, Meeting, MeetingSeries
from meetings.views.answers import PAIR
from partnerships.models import Partnership


def partnerships_of(member: Any) -> Any:
    """What one can filter by: those one sees."""
    return Partnership.objects.visible_to(member).select_related("client", "supplier").order_by("name", "pk")


def with_partner(member: Any, rows: Any) -> list[Any]:
    """Gives each row of a page the other organisation and its side, as its reader sees them."""
    found = list(rows)
    for row in found:
        row.partner = row.partnership.other(member)
        row.partner_side = row.partnership.side_of(member).other
    return found


@require_GET
def meetings(request: Any) -> HttpResponse:
    """Meetings that come, or that are past, filtered."""
    member, past = request.member, request.GET.get("show") == "past"
    filters = MeetingFilter(request.GET, partnerships=partnerships_of(member))
    rows = filters.applied(Meeting.objects.visible_to(member)).select_related(*PAIR)
    rows = rows.past().order_by("-starts_at", "pk") if past else rows.calendar().order_by("starts_at", "pk")
    found = page_of(request, rows)
    context = {
        "filters": filters,
        "page_obj": found,
        "rows": with_partner(member, found),
        "past": past,
        "filtered": any(filters.data.get(name) for name in filters.fields),
        "can_plan": rules.can_edit(member),
        "today": timezone.localdate(),
    }
    return render(request, "meetings/list.html", context)


@require_GET
def actions(request: Any) -> HttpResponse:
    """Everything that somebody does: one's own first, everybody's on request."""
    member = request.member
    late = _late(member)
    others = [(one["whose"], one["organisation__name"]) for one in late if one["whose"] != "us"]
    filters = ActionFilter(request.GET, partnerships=partnerships_of(member), others=others)
    rows = filters.applied(Action.objects.visible_to(member), member)
    rows = rows.select_related(*PAIR, "owner__user", "organisation", "meeting").order_by("due", "created_at", "pk")
    found = page_of(request, rows)
    context = {
        "filters": filters,
        "page_obj": found,
        "rows": with_partner(member, found),
        "late": late,
        "shown": filters.said(found.paginator.count),
        "filtered": any(filters.data.get(name) for name in filters.fields),
        "today": timezone.localdate(),
        "can_act": rules.can_contribute(member),
    }
    return render(request, "meetings/actions.html", context)


def _late(member: Any) -> list[Any]:
    """How many actions are open and how many are late, for each organisation, and what shows them in the list."""
    rows = Action.objects.visible_to(member).open().values("organisation", "organisation__name")
    late = Count("pk", filter=Q(due__lt=timezone.localdate()))
    found: list[Any] = list(rows.annotate(open=Count("pk"), late=late).order_by("-late", "organisation__name"))
    for one in found:
        one["whose"] = "us" if one["organisation"] == member.organisation_id else str(one["organisation"])
    return found


@require_GET
def decisions(request: Any, pk: Any) -> HttpResponse:
    """What was decided in a partnership, the newest first."""
    member = request.member
    partnership = get_object_or_404(Partnership.objects.visible_to(member).select_related("client", "supplier"), pk=pk)
    rows = Decision.objects.visible_to(member).adopted().filter(partnership=partnership)
    show = request.GET.get("show", "")
    if show != "all":
        rows = rows.filter(state=Decision.State.VALID)
    rows = rows.select_related("meeting", "supersedes").order_by("-number")
    context = {
        "partnership": partnership,
        "partner": partnership.other(member),
        "partner_side": partnership.side_of(member).other,
        "page_obj": page_of(request, rows),
        "show": show,
        "today": timezone.localdate(),
    }
    return render(request, "meetings/decisions.html", context)


@require_GET
def series_list(request: Any) -> HttpResponse:
    """The rhythm of each partnership."""
    member = request.member
    rows = MeetingSeries.objects.visible_to(member).running().select_related(*PAIR)
    coming = Count("meetings", filter=Q(meetings__state="planned", meetings__starts_at__gt=timezone.now()))
    found = page_of(request, rows.annotate(coming=coming).order_by("partnership__name", "level", "pk"))
    context = {"page_obj": found, "rows": with_partner(member, found), "can_plan": rules.can_edit(member)}
    return render(request, "meetings/series_list.html", context)

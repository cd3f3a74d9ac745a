"""The team of a partnership; each side its own seats."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.rules import require
from accounts.views.answers import attempt, page, posted
from partnerships import rules
from partnerships.actions import team as actions
from partnerships.forms import PartForm, SeatForm
from partnerships.models import TeamMember
from partnerships.views.doors import frame, partnership_of


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: Any, pk: Any) -> HttpResponse:
    """Both sides of the team; editors add colleagues of their own."""
    partnership = partnership_of(request, pk)
    member = request.member
    may_manage = rules.can_manage_team(member, partnership) and not partnership.is_over
    require(rules.can_manage_team(member, partnership) or request.method != "POST")
    form = SeatForm(posted(request), member=member) if may_manage else None
    if form and attempt(form, lambda: actions.join(partnership=partnership, by=member, **form.cleaned_data)):
        name = {"name": form.cleaned_data["membership"]}
        messages.success(request, _("%(name)s is in the team.") % name)
        return redirect(member.url("partnerships:team", pk=pk))
    seats = TeamMember.objects.visible_to(member).filter(partnership=partnership).select_related("membership", "user")
    rows = list(seats.in_order())
    own = partnership.side_of(member)
    context = {
        **frame(request, partnership),
        "form": form,
        "sides": [
            {
                "side": side.value,
                "organisation": partnership.organisation_on(side),
                "is_own": side == own and may_manage,
                "seats": [seat for seat in rows if seat.side == side and seat.until is None],
            }
            for side in (own, own.other)
        ],
        "left": [seat for seat in rows if seat.until],
        "parts": TeamMember.Part.choices,
    }
    return page(request, "partnerships/team.html", context)


def _seat(request: Any, pk: Any) -> TeamMember:
    rows = TeamMember.objects.visible_to(request.member).select_related(
        "partnership__client", "partnership__supplier", "membership__user"
    )
    return get_object_or_404(rows, pk=pk)


@require_POST
def seat_part(request: Any, pk: Any) -> HttpResponse:
    """Another part for somebody of one's own side."""
    seat = _seat(request, pk)
    require(rules.can_manage_team(request.member, seat.partnership) and _is_own(seat, request.member))
    form = PartForm(request.POST)
    try:
        if form.is_valid():
            actions.change_part(seat=seat, by=request.member, part=form.cleaned_data["part"])
            messages.success(request, _("Saved."))
        else:
            messages.error(request, _("Choose a role from the list."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(request.member.url("partnerships:team", pk=seat.partnership_id))


def _is_own(seat: TeamMember, member: Any) -> bool:
    return seat.side == seat.partnership.side_of(member)


@require_http_methods(["GET", "HEAD", "POST"])
def seat_leave(request: Any, pk: Any) -> HttpResponse:
    """Asks once, and takes somebody of one's own side out of the team."""
    seat = _seat(request, pk)
    require(rules.can_manage_team(request.member, seat.partnership) and _is_own(seat, request.member))
    if request.method == "POST":
        actions.leave(seat=seat, by=request.member)
        messages.success(request, _("%(name)s has left the team.") % {"name": seat.user_id and seat.membership})
        is_there = seat.membership_id != request.member.pk or request.member.role == "owner"
        name = "partnerships:team" if is_there else "partnerships:list"
        return redirect(request.member.url(name, **({"pk": seat.partnership_id} if is_there else {})))
    context = {**frame(request, seat.partnership), "seat": seat, "is_self": seat.membership_id == request.member.pk}
    return page(request, "partnerships/seat_leave.html", context)

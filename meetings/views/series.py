"""The rhythm of a partnership."""

from datetime import time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Side
from accounts.rules import require
from accounts.zones import ZoneField, time_zones
from common.edges import day_of
from common.forms import DateInput, Form
from common.once import once
from meetings import actions, rules
from meetings.actions.series import last_day, next_day
from meetings.agendas import HABITS, Point, agenda_of
from meetings.forms import PeopleField, Revising, TimeInput, day_ahead, people_of
from meetings.models import Level, Meeting, MeetingSeries, Purpose
from meetings.models.series import RULES
from meetings.views.answers import PAIR, attempt, do, page, posted
from meetings.views.lists import partnerships_of
from meetings.views.planning import as_uuid, choices_of
from partnerships.models import Partnership

PAGE = ["GET", "HEAD", "POST"]
FIRST_YEAR = timedelta(days=365)


class SeriesForm(Revising):
    """How often, when, where and with whom."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    rule = forms.ChoiceField(label=gettext_lazy("How often"), choices=list(RULES.items()))
    first_on = forms.DateField(
        label=gettext_lazy("First meeting on"),
        widget=DateInput,
        help_text=gettext_lazy("A meeting that would fall in a weekend is moved to Monday."),
    )
    start_time = forms.TimeField(label=pgettext_lazy("a time", "From"), widget=TimeInput)
    length = forms.IntegerField(label=gettext_lazy("Length in minutes"), min_value=5, max_value=720)
    time_zone = ZoneField()
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=gettext_lazy("Link for a video call"), max_length=500, required=False, assume_scheme="https"
    )
    client_people = PeopleField(queryset=None, required=False)
    supplier_people = PeopleField(queryset=None, required=False)

    not_saved = ("revision", "client_people", "supplier_people")

    def __init__(self, *args: Any, partnership: Partnership, member: Any, listed: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        likely = [self.initial.get("time_zone", partnership.client.time_zone), member.user.time_zone]
        self.fields["time_zone"].choices = time_zones(*likely)  # type: ignore[attr-defined]
        for side in Side:
            field: Any = self.fields[f"{side.value}_people"]
            field.label = partnership.organisation_on(side).name
            own = partnership.side_of(member) == side
            field.queryset = people_of(partnership, side, own=own, listed=[one.pk for one in listed])

    @property
    def members(self) -> list[Any]:
        return [*self.cleaned_data["client_people"], *self.cleaned_data["supplier_people"]]


class PointForm(Form):
    """A point of the usual agenda; left empty it is taken off."""

    title = forms.CharField(label=gettext_lazy("Agenda item"), max_length=200, required=False)
    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"), choices=Purpose.choices, initial=Purpose.DISCUSS, required=False
    )
    minutes = forms.IntegerField(
        label=pgettext_lazy("of an hour", "Minutes"), min_value=0, max_value=480, initial=10, required=False
    )


Points = formset_factory(PointForm, extra=2, max_num=20, absolute_max=30)


def _points_of(formset: Any) -> list[Point]:
    rows = [form.cleaned_data for form in formset if form.cleaned_data.get("title")]
    return [Point(row["title"], row["purpose"] or Purpose.DISCUSS, row["minutes"] or 0) for row in rows]


@require_http_methods(PAGE)
@once
def new(request: Any) -> HttpResponse:
    """First with whom and at which level; then the rhythm, as that level usually has it."""
    member = request.member
    require(rules.can_edit(member))
    choices = partnerships_of(member).alive()
    level = request.GET.get("level", "")
    if "partnership" not in request.GET or level not in Level.values:
        context = choices_of(member, choices, request.GET.get("partnership")) | {"for_series": True}
        return render(request, "meetings/new_choose.html", context)
    partnership = get_object_or_404(choices, pk=as_uuid(request.GET["partnership"]))
    require(rules.can_organise(member, partnership), rules.why_over(partnership))
    usual = [vars(point) for point in agenda_of(level, partnership.client.language)]
    form = SeriesForm(
        posted(request), partnership=partnership, member=member, initial=_suggested(partnership, Level(level))
    )
    points = Points(posted(request), initial=usual, prefix="points")
    made: list[MeetingSeries] = []
    if points.is_valid() and attempt(
        form,
        lambda: made.append(
            actions.make_series(
                partnership=partnership,
                by=member,
                level=level,
                members=form.members,
                points=_points_of(points),
                **form.changes(),
            )
        ),
    ):
        return redirect(member.url("meetings:series", pk=made[0].pk))
    context = {"form": form, "points": points, "partnership": partnership, "level": Level(level)} | _partner(
        member, partnership
    )
    return page(request, "meetings/series_form.html", context)


def _partner(member: Any, partnership: Partnership) -> dict[str, Any]:
    return {"partner": partnership.other(member), "partner_side": partnership.side_of(member).other}


def _suggested(partnership: Any, level: Level) -> dict[str, Any]:
    """As the level usually meets: more often in the first year."""
    habit = HABITS[level]
    began = partnership.started_on
    fresh = began is None or began + FIRST_YEAR > timezone.localdate()
    team = [one.membership for one in partnership.team.filter(until=None).select_related("membership__user")]
    return {
        "title": level.meeting,
        "rule": habit.first_year if fresh else habit.later,
        "first_on": day_ahead(7),
        "start_time": time(10),
        "length": habit.length,
        "time_zone": partnership.client.time_zone,
        "client_people": [one for one in team if partnership.side_of(one) == Side.CLIENT],
        "supplier_people": [one for one in team if partnership.side_of(one) == Side.SUPPLIER],
    }


def series_of(request: Any, pk: Any) -> MeetingSeries:
    return get_object_or_404(MeetingSeries.objects.visible_to(request.member).select_related(*PAIR), pk=pk)


@require_GET
def series(request: Any, pk: Any) -> HttpResponse:
    """The rhythm, its meetings, and the button that makes the next one."""
    member, row = request.member, series_of(request, pk)
    meetings = Meeting.objects.visible_to(member).filter(series=row).order_by("-starts_at")
    may_change = rules.can_change_series(member, row)
    context = {
        "series": row,
        "meetings": list(meetings[:30]),
        "members": list(row.members.select_related("user", "organisation").order_by("organisation", "user__name")),
        "points": list(row.items.order_by("position")),
        "may_change": may_change,
        "after": last_day(row, member) if may_change else None,
        "next_day": next_day(row, member) if may_change else None,
        "level_name": Level(row.level).meeting,
        **_partner(member, row.partnership),
    }
    return render(request, "meetings/series.html", context)


@require_http_methods(PAGE)
def edit(request: Any, pk: Any) -> HttpResponse:
    """Changes the template; meetings that exist stay as they are."""
    member, row = request.member, series_of(request, pk)
    require(rules.can_change_series(member, row), rules.why_over(row.partnership))
    listed = list(row.members.select_related("user"))
    names = ("title", "rule", "first_on", "start_time", "length", "time_zone", "place", "link", "revision")
    initial = {name: getattr(row, name) for name in names} | {
        f"{side.value}_people": [one for one in listed if row.partnership.side_of(one) == side] for side in Side
    }
    form = SeriesForm(posted(request), partnership=row.partnership, member=member, listed=listed, initial=initial)
    usual = [
        {"title": one.title, "purpose": one.purpose, "minutes": one.minutes} for one in row.items.order_by("position")
    ]
    points = Points(posted(request), initial=usual, prefix="points")
    if points.is_valid() and attempt(
        form,
        lambda: actions.change_series(
            series=row,
            revision=form.cleaned_data["revision"] or 0,
            by=member,
            members=form.members,
            points=_points_of(points),
            **form.changes(),
        ),
    ):
        messages.success(request, _("Saved. Existing meetings stay as they are."))
        return redirect(member.url("meetings:series", pk=row.pk))
    context = {"form": form, "points": points, "series": row, "partnership": row.partnership, "level": Level(row.level)}
    return page(request, "meetings/series_form.html", context | _partner(member, row.partnership))


@require_POST
def make_next(request: Any, pk: Any) -> HttpResponse:
    """The next meeting, as a draft."""
    member, row = request.member, series_of(request, pk)
    try:
        meeting = actions.make_next(series=row, by=member, after=day_of(request.POST.get("after")))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(member.url("meetings:series", pk=row.pk))
    return redirect(member.url("meetings:detail", pk=meeting.pk))


@require_http_methods(PAGE)
def end(request: Any, pk: Any) -> HttpResponse:
    """Asks once, names what stays planned, and ends it: no more meetings come from it."""
    row = series_of(request, pk)
    to = request.member.url("meetings:series", pk=row.pk)
    if request.method != "POST":
        require(rules.can_change_series(request.member, row), rules.why_over(row.partnership))
        rows = Meeting.objects.visible_to(request.member).filter(series=row, state__in=Meeting.AHEAD)
        return render(request, "meetings/series_end.html", {"series": row, "planned": rows.order_by("starts_at")})
    return do(request, to, lambda: actions.end_series(series=row, by=request.member), _("The series has ended."))

"""What people type about meetings, and what lists are filtered by."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import LANGUAGES, Membership, Role, Side
from accounts.zones import ZoneField, time_zones
from common.forms import DateInput, Form
from documents.attachments import UploadField
from meetings.actions.planning import ALREADY_THERE, Guest, check_times, twin_of
from meetings.guests import GUEST, guests_of
from meetings.models import Action, Decision, Level, Meeting, Participant, Purpose
from meetings.times import to_moment
from partnerships.models import Partnership, TeamMember

MOST_GUESTS = 20
GUESTS_AFTERWARDS = _(
    "One per line, for example: {example}. You may also give only an address. Guests get only the minutes, "
    "by mail, once both sides have adopted them."
)


class TimeInput(forms.TimeInput):
    """The browser's own time field."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class Revising(Form):
    """A form over a row that several people change: carries the revision that the reader saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in self.not_saved}

    not_saved: tuple[str, ...] = ("revision",)


class PeopleField(forms.ModelMultipleChoiceField):
    """People of one side, by name and job title; refuses who has left."""

    widget = forms.CheckboxSelectMultiple
    # Chosen on a page that was open while they left.
    default_error_messages = {
        "invalid_choice": _("Somebody whom you chose has left the organisation or the team. Look at the list again.")
    }

    def label_from_instance(self, obj: Any) -> str:
        left = f" ({now_('left')})" if obj.ended_at else ""
        return f"{obj.user}{', ' + obj.job_title if obj.job_title else ''}{left}"

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        left = [str(one) for one in found if one.ended_at or not one.user.is_active]
        if left:
            raise ValidationError(now_("%(names)s has left. Choose somebody else.") % {"names": ", ".join(left)})
        return found


def people_of(partnership: Partnership, side: Side, *, own: bool, listed: Any = ()) -> QuerySet[Membership]:
    """Whom one can choose: the team of that side, one's own owners, and who is on the list already."""
    team = TeamMember.objects.for_system("whom to choose").filter(partnership=partnership, side=side, until=None)
    wanted = Q(pk__in=team.values("membership"), ended_at=None) | Q(pk__in=listed)
    if own:
        wanted |= Q(role=Role.OWNER, ended_at=None)
    rows = Membership.objects.for_system("whom to choose").filter(
        wanted, organisation=partnership.organisation_on(side)
    )
    return rows.select_related("user", "organisation").order_by("user__name", "pk")


class GuestsField(forms.CharField):
    """People without an account, one a line: a name and an address."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(required=False, max_length=4000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{name} <{address}>" for name, address in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[Guest]:  # type: ignore[override]
        lines = [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]
        # Pasted twice they are one guest, under the first name.
        by_address: dict[str, Guest] = {}
        for line in lines:
            for one in guests_of(line):
                by_address.setdefault(one[1].lower(), one)
        found = list(by_address.values())
        if len(found) > MOST_GUESTS:
            raise ValidationError(now_("At most %(count)d guests.") % {"count": MOST_GUESTS})
        return found


class MeetingForm(Revising):
    """Time, place and people of a meeting of one partnership."""

    title = forms.CharField(label=_("Title"), max_length=120)
    day = forms.DateField(label=_("Date"), widget=DateInput)
    starts_at = forms.TimeField(label=pgettext_lazy("a time", "From"), widget=TimeInput)
    ends_at = forms.TimeField(label=pgettext_lazy("a time", "Until"), widget=TimeInput)
    time_zone = ZoneField()
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(label=_("Link for a video call"), max_length=500, required=False, assume_scheme="https")
    purpose = forms.CharField(
        label=_("Purpose of this meeting"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
    )
    client_people = PeopleField(queryset=Membership.objects.none(), required=False)
    supplier_people = PeopleField(queryset=Membership.objects.none(), required=False)
    guests = GuestsField(
        label=_("Guests"),
        help_text=format_lazy(
            _(
                "One per line, for example: {example}. You may also give only an address. Guests get the "
                "invitation and the adopted minutes by mail."
            ),
            example=GUEST,
        ),
    )
    language = forms.ChoiceField(label=_("Language of the minutes"), choices=LANGUAGES)
    usual_agenda = forms.BooleanField(label=_("Begin with the usual agenda of this level"), required=False)
    afterwards = forms.BooleanField(label=_("Yes, record it afterwards; nobody is invited by mail"), required=False)

    not_saved = ("revision", "day", "client_people", "supplier_people", "guests", "usual_agenda", "afterwards")

    def __init__(
        self, *args: Any, partnership: Partnership, member: Membership, meeting: Meeting | None = None, **kwargs: Any
    ) -> None:
        self.partnership, self.member, self.meeting = partnership, member, meeting
        self.is_past = False
        # The same meeting, where it was made before.
        self.twin: Meeting | None = None
        zone = meeting.time_zone if meeting else partnership.client.time_zone
        kwargs["initial"] = {**self._initial(meeting), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zones(zone, member.user.time_zone)  # type: ignore[attr-defined]
        for side in Side:
            field = self.fields[f"{side.value}_people"]
            field.label = partnership.organisation_on(side).name
            # Somebody of either side, or a guest: not each on its own, and so not optional either.
            field.one_needed = True  # type: ignore[attr-defined]
            listed = [one.pk for one in self.initial[f"{side.value}_people"]] if meeting else []
            field.queryset = people_of(  # type: ignore[attr-defined]
                partnership, side, own=partnership.side_of(member) == side, listed=listed
            )
        if meeting.recorded_afterwards if meeting else self["afterwards"].value():
            self.fields["guests"].help_text = format_lazy(GUESTS_AFTERWARDS, example=GUEST)
        if meeting:
            del self.fields["usual_agenda"], self.fields["afterwards"]

    def _initial(self, meeting: Meeting | None) -> dict[str, Any]:
        if not meeting:
            return {"time_zone": self.partnership.client.time_zone, "language": self.partnership.client.language}
        rows = Participant.objects.for_system("already on the list").filter(meeting=meeting).invited()
        listed = list(rows.select_related("membership__user"))
        return {
            **{name: getattr(meeting, name) for name in ("title", "time_zone", "place", "link", "purpose", "language")},
            "revision": meeting.revision,
            "day": meeting.local_start.date(),
            "starts_at": meeting.local_start.time(),
            "ends_at": meeting.local_end.time(),
            "client_people": [one.membership for one in listed if one.side == Side.CLIENT],
            "supplier_people": [one.membership for one in listed if one.side == Side.SUPPLIER],
            "guests": [(one.name, one.address) for one in listed if one.is_guest],
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"day", "starts_at", "ends_at", "time_zone"} <= cleaned.keys():
            self._to_moments(cleaned)
        if (
            self.meeting is None
            and {"title", "starts_at"} <= cleaned.keys()
            and isinstance(cleaned["starts_at"], datetime)
        ):
            self._look_for_twin(cleaned)
        return cleaned

    def _look_for_twin(self, cleaned: dict[str, Any]) -> None:
        there = twin_of(self.partnership, self.member, cleaned["title"], cleaned["starts_at"])
        if there:
            self.twin = there
            self.add_error("title", ALREADY_THERE)

    def _to_moments(self, cleaned: dict[str, Any]) -> None:
        zone = ZoneInfo(cleaned["time_zone"])
        moments: dict[str, datetime] = {}
        for name in ("starts_at", "ends_at"):
            try:
                moments[name] = to_moment(cleaned["day"], cleaned[name], zone)
            except ValidationError as error:
                self.add_error(name, error)
        if len(moments) < 2:
            return
        try:
            check_times(**moments)
        except ValidationError as error:
            self.add_error(None, error)
            return
        self.is_past = moments["starts_at"] <= timezone.now()
        cleaned.update(moments)
        if self.meeting is None and self.is_past and not cleaned.get("afterwards"):
            self.add_error(
                "afterwards",
                now_("This meeting is in the past. Tick the box to record it afterwards, or choose another time."),
            )

    @property
    def members(self) -> list[Membership]:
        return [*self.cleaned_data["client_people"], *self.cleaned_data["supplier_people"]]


class ItemForm(Revising):
    """One agenda item."""

    title = forms.CharField(label=_("Agenda item"), max_length=200)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices, initial=Purpose.DISCUSS)
    minutes = forms.IntegerField(label=pgettext_lazy("of an hour", "Minutes"), min_value=0, max_value=480, initial=10)
    explanation = forms.CharField(
        label=_("Explanation"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 3000}),
    )
    file = UploadField(label=_("Add a file"), required=False, help_text=_("PDF, Office, image or text; at most 10 MB."))

    not_saved = ("revision", "file")


class CancelForm(Form):
    because = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        help_text=_("Included in the mail to everybody who was invited."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
    )


class DecisionForm(Revising):
    """What was decided; it gets its number when the minutes are adopted."""

    text = forms.CharField(
        label=_("Decision"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000})
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000})
    )
    alternatives = forms.CharField(
        label=_("What else was considered"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000}),
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=DateInput)
    look_again_on = forms.DateField(label=_("Review on"), required=False, widget=DateInput)
    supersedes = forms.ModelChoiceField(
        label=_("Replaces"), queryset=Decision.objects.none(), required=False, empty_label=_("nothing")
    )
    item: Any = forms.ModelChoiceField(
        label=_("Agenda item"), queryset=None, required=False, empty_label=_("no agenda item")
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A decision holds from the meeting that took it, also where it is noted later.
        self.initial.setdefault("valid_from", meeting.local_start.date())
        old = (
            Decision.objects.for_system("of this partnership")
            .adopted()
            .filter(partnership=meeting.partnership_id, state=Decision.State.VALID)
        )
        field: Any = self.fields["supersedes"]
        field.queryset = old.order_by("-number")
        field.label_from_instance = lambda row: f"{row.number}. {row.text[:90]}"
        items: Any = self.fields["item"]
        items.queryset = meeting.items.order_by("position", "created_at")


def _not_long_ago(day: date) -> None:
    """An action may be noted late, from minutes of some weeks back; a mistyped year is something else."""
    if day < timezone.localdate() - timedelta(days=366):
        raise ValidationError(now_("This day is too far back. Choose a later one."))


class ActionForm(Revising):
    """What one person does, by a day."""

    text = forms.CharField(label=_("Action"), max_length=300)
    owner = forms.ModelChoiceField(label=_("Who"), queryset=Membership.objects.none())
    due = forms.DateField(label=_("Due on"), widget=DateInput, validators=[_not_long_ago])

    def __init__(
        self, *args: Any, partnership: Partnership, member: Membership, meeting: Meeting | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.choices = owner_choices(partnership, member, meeting)
        field.queryset = (
            Membership.objects.for_system("of both organisations")
            .filter(organisation__in=[partnership.client_id, partnership.supplier_id])
            .select_related("user", "organisation")
        )


def owner_choices(partnership: Partnership, member: Membership, meeting: Meeting | None) -> list[Any]:
    """People under their organisation: both teams, one's own owners, and who takes part in the meeting."""
    listed: Any = ()
    if meeting:
        rows = Participant.objects.for_system("who takes part").filter(meeting=meeting).invited()
        listed = rows.exclude(membership=None).values("membership")
    client, supplier = (
        people_of(partnership, side, own=partnership.side_of(member) == side, listed=listed) for side in Side
    )
    people = [one for one in client | supplier if one.ended_at is None]
    groups: list[Any] = [("", now_("Choose…"))]
    for side in Side:
        there = partnership.organisation_on(side)
        groups.append((there.name, [(one.pk, str(one.user)) for one in people if one.organisation_id == there.pk]))
    return groups


class CloseForm(Form):
    """How an action ended."""

    state = forms.ChoiceField(choices=[(Action.State.DONE, ""), (Action.State.DROPPED, "")], widget=forms.HiddenInput)
    closing_note = forms.CharField(
        label=_("How did the action end?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
    )


class ReasonForm(Form):
    """Why something is withdrawn or corrected."""

    because = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000})
    )


class AmendForm(Form):
    """A proposed change: the text itself stands in an editor of its own."""

    proposal = forms.CharField(
        label=_("Remark"),
        max_length=3000,
        required=False,
        help_text=_("Why it should be different; or what, when you leave the text as it is."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 3000}),
    )


# Lists -----------------------------------------------------------------------------------------


class Filter(Form):
    """Narrows a list by the address; a value that nobody knows is ignored."""

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        self.errors.clear()
        return self.cleaned_data


class MeetingFilter(Filter):
    """Which meetings the list shows."""

    partnership = forms.ModelChoiceField(
        label=_("Partnership"), queryset=Partnership.objects.none(), required=False, empty_label=_("all")
    )
    level = forms.ChoiceField(label=_("Level"), choices=[("", _("all")), *Level.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *Meeting.State.choices], required=False)

    def __init__(self, *args: Any, partnerships: QuerySet[Partnership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["partnership"]
        field.queryset = partnerships

    def applied(self, rows: Any) -> Any:
        return rows.filter(**{name: value for name, value in self.wanted().items() if value})


class ActionFilter(Filter):
    """Which actions the list shows."""

    whose = forms.ChoiceField(
        label=_("Whose"), choices=[("", _("mine")), ("us", _("of our organisation")), ("all", _("everybody's"))],
        required=False,
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("open")), ("late", _("late")), ("closed", _("closed")), ("all", _("all"))],
        required=False,
    )
    partnership = forms.ModelChoiceField(
        label=_("Partnership"), queryset=Partnership.objects.none(), required=False, empty_label=_("all")
    )

    def __init__(
        self, *args: Any, partnerships: QuerySet[Partnership], others: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.others = others
        field: Any = self.fields["partnership"]
        field.queryset = partnerships
        whose: Any = self.fields["whose"]
        *own, everybody = whose.choices
        whose.choices = [*own, *others, everybody]

    def said(self, count: int) -> str:
        """What the list shows, with how many there are."""
        wanted = self.wanted()
        chosen: list[Any] = [dict(self.fields[name].choices)[wanted.get(name) or ""] for name in ("whose", "state")]  # type: ignore[attr-defined]
        return f"{capfirst(str(chosen[0]))}, {chosen[1]}: {count}"

    def applied(self, rows: Any, member: Membership) -> Any:
        wanted = self.wanted()
        whose = {"us": Q(organisation=member.organisation_id), "all": Q()}
        whose |= {key: Q(organisation=key) for key, _name in self.others}
        rows = rows.filter(whose.get(wanted.get("whose", ""), Q(owner=member.pk)))
        if wanted.get("partnership"):
            rows = rows.filter(partnership=wanted["partnership"])
        match wanted.get("state"):
            case "late":
                return rows.overdue()
            case "closed":
                return rows.exclude(state=Action.State.OPEN)
            case "all":
                return rows
        return rows.open()


def last_working_day() -> date:
    """The last day before today on which people meet."""
    day = day_ahead(-1)
    return day - timedelta(days=max(day.weekday() - 4, 0))


def day_ahead(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)

"""What people type about partnerships, teams, the start and the end."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, Side
from common.forms import DateInput, Form
from partnerships.models import Goal, HandoverItem, Partnership, StartReview, StartStep, SystemLink, TeamMember
from services.models import Choice, Location, Service
from services.offered import ServiceChoices, offer_services
from vision.models import ItemKind, ItemText, VisionVersion


def colleagues(member: Membership) -> QuerySet[Membership]:
    """The people of one's own organisation who are there now."""
    return Membership.objects.visible_to(member).active().select_related("user").order_by("user__name")


def _text(model: type, name: str, rows: int = 4, **kwargs: Any) -> forms.CharField:
    """A text area over a field of a model, with its label and its longest length."""
    field = model._meta.get_field(name)  # type: ignore[attr-defined]
    widget = forms.Textarea(attrs={"rows": rows})
    kwargs.setdefault("required", not field.blank)
    kwargs.setdefault("label", field.verbose_name.capitalize())
    return forms.CharField(max_length=field.max_length, widget=widget, **kwargs)


class _Scope(Form):
    """Name, reason, services and locations; shared by proposing and changing."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("The name you both use, such as “Catering and banqueting”.")
    )
    services = forms.ModelMultipleChoiceField(
        label=_("Services"),
        queryset=Service.objects.none(),
        widget=ServiceChoices,
        error_messages={"required": _("Tick at least one service.")},
    )
    locations = forms.ModelMultipleChoiceField(
        label=_("Locations"), queryset=Location.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
        help_text=_("Leave empty for all locations."),
    )  # fmt: skip
    why = _text(
        Partnership, "why", label=_("Why this partnership"),
        help_text=_("The supplier reads this. What do you want to reach together that a contract does not give?"),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        offer_services(fields["services"], Service.objects.visible_to(member).active(), member)
        places = Location.objects.visible_to(member).filter(archived_at=None).order_by("name")
        if places:
            fields["locations"].queryset = places
        else:
            del fields["locations"]


class ProposeForm(_Scope):
    """A partnership to propose."""

    supplier = forms.ModelChoiceField(
        label=_("Supplier"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose a supplier"),
        help_text=_("Only suppliers that you are connected with."),
    )
    wished_start = forms.DateField(label=_("Intended start"), required=False, widget=DateInput)
    sponsor = forms.ModelChoiceField(
        label=_("Sponsor on your side"),
        queryset=Membership.objects.none(),
        empty_label=_("Nobody yet"),
        required=False,
        help_text=_("You become the lead; you can change the team later."),
    )
    choice = forms.ModelChoiceField(queryset=Choice.objects.none(), required=False, widget=forms.HiddenInput)

    field_order = ("supplier", "name", "services", "locations", "why", "wished_start", "sponsor")

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        fields: dict[str, Any] = self.fields
        known = Organisation.objects.visible_to(member)
        connected = known.filter(
            connections_as_supplier__client=member.organisation_id, connections_as_supplier__state="active"
        )
        fields["supplier"].queryset = connected.order_by("name")
        fields["sponsor"].queryset = colleagues(member).exclude(pk=member.pk)
        fields["choice"].queryset = Choice.objects.visible_to(member)

    def clean_wished_start(self) -> date | None:
        day = self.cleaned_data["wished_start"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose today or a later day, or leave it open."))
        return day


class ChangeForm(_Scope):
    """The details of a partnership, as the client keeps them."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


YEAR = 366


class AcceptForm(Form):
    """The answer yes."""

    starts_on = forms.DateField(
        label=_("First day"),
        widget=DateInput,
        help_text=_("The hundred days of the start programme count from this day."),
    )
    answer = _text(Partnership, "answer_reason", rows=3, label=_("Message to the client"), required=False)

    def clean_starts_on(self) -> date:
        day = self.cleaned_data["starts_on"]
        if abs((day - timezone.localdate()).days) > YEAR:
            raise forms.ValidationError(_("The first day is too far away. Choose a day within a year."))
        return day


class DeclineForm(Form):
    """The answer no."""

    reason = _text(
        Partnership,
        "answer_reason",
        rows=3,
        label=_("Why not"),
        required=True,
        help_text=_("The client reads this and learns from it."),
        error_messages={"required": _("Say why, so that the client learns from it.")},
    )


class WithdrawForm(Form):
    reason = _text(Partnership, "end_reason", rows=3, label=_("Reason"), required=False)


class EndForm(Form):
    """The announcement of the end."""

    ends_on = forms.DateField(label=_("Last day"), widget=DateInput)
    reason = _text(
        Partnership, "end_reason", label=_("Reason"), required=True, help_text=_("The other side reads this."),
        error_messages={"required": _("Give the reason; the other side reads it.")},
    )  # fmt: skip

    def clean_ends_on(self) -> Any:
        day = self.cleaned_data["ends_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


class TakeBackEndForm(Form):
    """Nothing to fill in; it carries why the announcement cannot be taken back."""


class AloneForm(Form):
    """Why one side completes the end without the other."""

    reason = _text(
        Partnership, "ended_alone_because", label=_("Reason"), required=True,
        help_text=_("The other side reads this."),
        error_messages={"required": _("Give the reason; the other side reads it.")},
    )  # fmt: skip


class SeatForm(Form):
    """A colleague and the part they play."""

    membership = forms.ModelChoiceField(
        label=_("Colleague"), queryset=Membership.objects.none(), empty_label=_("Choose a colleague")
    )
    part = forms.ChoiceField(
        label=_("Role"), choices=TeamMember.Part.choices, initial=TeamMember.Part.MEMBER,
        help_text=_("A sponsor supports the partnership, a lead keeps it going, members take part."),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["membership"].queryset = colleagues(member)  # type: ignore[attr-defined]


class PartForm(Form):
    part = forms.ChoiceField(label=_("Role"), choices=TeamMember.Part.choices)


class GoalForm(Form):
    text = forms.CharField(
        label=_("Goal"),
        max_length=Goal._meta.get_field("text").max_length,
        help_text=_("One sentence: what will be better, and for whom?"),
    )
    seen_by = forms.CharField(
        label=_("How we will see that it works"), max_length=Goal._meta.get_field("seen_by").max_length, required=False
    )
    serves = forms.ModelChoiceField(
        label=_("The part of the vision it supports"),
        queryset=ItemText.objects.none(),
        empty_label=_("No particular part of the vision"),
        required=False,
        help_text=_("From the latest published version of the client's vision."),
    )

    def __init__(self, *args: Any, member: Membership, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = VisionVersion.objects.visible_to(member).published().filter(vision__client=partnership.client_id)
        texts = ItemText.objects.visible_to(member).exclude(item__kind=ItemKind.USER_GROUP)
        fields: dict[str, Any] = self.fields
        fields["serves"].queryset = texts.filter(version=published.order_by("-number")[:1]).select_related("item")
        fields["serves"].label_from_instance = lambda text: f"{text.item.get_kind_display()}: {text.name}"
        if not fields["serves"].queryset:
            del fields["serves"]


class LinkForm(Form):
    label = forms.CharField(
        label=_("What it is"), max_length=SystemLink._meta.get_field("label").max_length,
        help_text=_("For example: work orders in TOPdesk."),
    )  # fmt: skip
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Begins with https://"),
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if not url.startswith("https://"):
            raise forms.ValidationError(
                _("Use an address that begins with https://, so that the connection is secure.")
            )
        return url


class HandoverForm(Form):
    text = forms.CharField(label=_("What is handed over"), max_length=HandoverItem._meta.get_field("text").max_length)
    side = forms.ChoiceField(label=_("By"), choices=Side.choices)

    def __init__(self, *args: Any, partnership: Partnership, own: Side, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(side.value, partnership.organisation_on(side).name) for side in Side]
        self.fields["side"].choices = names  # type: ignore[attr-defined]
        self.fields["side"].initial = own.value


class NoteForm(Form):
    """The private note of one side."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Our note"), max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 10}), strip=False
    )


# Start programme -------------------------------------------------------------------------------


class SkipForm(Form):
    """A step that is not taken."""

    reason = _text(
        StartStep,
        "reason",
        rows=3,
        label=_("Why you skip this step"),
        required=True,
        help_text=_("Both sides read this."),
        error_messages={"required": _("Say why you skip this step; both sides read it.")},
    )


class StepForm(Form):
    """Text, date and one's own owner of a step."""

    title = forms.CharField(label=_("Step"), max_length=120)
    what = _text(StartStep, "what", rows=3, label=_("What it is"))
    due_on = forms.DateField(label=_("Date"), widget=DateInput)
    owner = forms.ModelChoiceField(
        label=_("Owner on your side"), queryset=Membership.objects.none(), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, *args: Any, owners: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class ChangeStepForm(StepForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReviewForm(Form):
    """The answer of one side at the end of the start."""

    rhythm = forms.ChoiceField(
        label=_("Meeting rhythm from now on"),
        choices=StartReview._meta.get_field("rhythm").choices or [],
        widget=forms.RadioSelect,
    )
    learned = _text(StartReview, "learned", label=_("What we learned from the start"), required=False)

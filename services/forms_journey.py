"""Forms of journeys. Each takes the member that acts, to know what is theirs."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from common.forms import DateInput, Form, RevisionForm
from services import starters_journey
from services.models import Channel, ContactMoment, EvidenceLevel, Journey, Location, Persona, Service, Stage
from services.models.journey import QUOTE_LENGTH
from services.offered import ServiceChoices

MOST_QUOTES = 10
EXPERIENCE = [("-2", "−2"), ("-1", "−1"), ("0", "0"), ("1", "+1"), ("2", "+2"), ("", _("not known"))]
IMPORTANCE = [*((str(n), str(n)) for n in range(1, 6)), ("", _("not known"))]


def _squeezed(words: str) -> str:
    return " ".join(words.split())


class PersonaForm(RevisionForm):
    """Who they are, what matters to them, how many of every hundred users are like them."""

    class Meta:
        model = Persona
        fields = ("name", "matters", "share")
        labels = {
            "name": _("Name of the persona"),
            "matters": _("What matters to them"),
            "share": _("Share of the users (%)"),
        }
        help_texts = {
            "name": _("A kind of user, for example visitor, employee or student."),
            "share": _("How many of every hundred users are like this? An estimate is enough."),
        }
        widgets = {
            "matters": forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
            "share": forms.NumberInput(attrs={"inputmode": "numeric"}),
        }

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_name(self) -> str:
        name = _squeezed(self.cleaned_data["name"])
        same = Persona.objects.visible_to(self.member).filter(name__iexact=name).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError(_("There is already a persona with this name."))
        return name


class JourneyForm(RevisionForm):
    """Title and persona of a journey that is there."""

    class Meta:
        model = Journey
        fields = ("title", "persona")
        labels = {"title": _("Title"), "persona": _("Whose journey is it?")}

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        field = self.fields["persona"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Persona.objects.visible_to(member).by_name()

    def clean_title(self) -> str:
        title = _squeezed(self.cleaned_data["title"])
        same = Journey.objects.visible_to(self.member).active().filter(title__iexact=title)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is already a journey with this title."))
        return title


class NewJourneyForm(JourneyForm):
    """A journey with its stages to start from, of a persona that is there or a new one."""

    start = forms.ChoiceField(
        label=_("Begin with the stages of"),
        choices=[
            ("visitor", _("a visitor")),
            ("employee", _("an employee")),
            ("empty", _("no standard stages: I add my own")),
        ],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Name of the new persona"),
        max_length=80,
        required=False,
        help_text=_("A kind of user, for example visitor, employee or student."),
    )
    share = forms.IntegerField(
        label=_("Share of the users (%)"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("How many of every hundred users are like this? An estimate is enough."),
    )
    matters = forms.CharField(
        label=_("What matters to them"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
    )
    field_order = ("start", "title", "persona", "name", "share", "matters")

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        field = self.fields["persona"]
        assert isinstance(field, forms.ModelChoiceField)
        field.required, field.empty_label = False, str(_("a new persona, below"))
        if Persona.objects.visible_to(member).exists():
            field.help_text = _("Choose a persona here, or fill in a new one below.")
            self.fields["name"].help_text = _("Only for a new persona: a kind of user, for example visitor or student.")
        else:
            del self.fields["persona"]
        # Which of them is needed depends on what is chosen, so none is called optional.
        for name in {"persona", "name", "share"} & self.fields.keys():
            self.fields[name].one_needed = True  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return _squeezed(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not found.get("persona") and not self.errors.get("persona"):
            self._check_new_persona(found)
        return found

    def _check_new_persona(self, found: dict[str, Any]) -> None:
        name = found.get("name")
        if not name:
            self.add_error("name", _("Give the persona a name, or choose one that is there."))
        elif Persona.objects.visible_to(self.member).filter(name__iexact=name).exists():
            self.add_error("name", _("There is already a persona with this name. Choose it above."))
        if not found.get("share") and not self.errors.get("share"):
            self.add_error("share", _("Fill in the share of the users; an estimate is enough."))

    def facts(self) -> dict[str, Any]:
        """The title with the persona that is there, or with what a new one is made of."""
        found = {name: self.cleaned_data.get(name) for name in ("title", "persona")}
        new = {name: self.cleaned_data[name] for name in ("name", "share", "matters")}
        return found if found["persona"] else {**found, "new_persona": new}

    def stages(self) -> tuple[str, ...]:
        return starters_journey.stages_of(self.cleaned_data["start"], self.member.organisation.language)


class StageForm(RevisionForm):
    """The title of a stage."""

    class Meta:
        model = Stage
        fields = ("title",)
        labels = {"title": _("Title of the stage")}

    def clean_title(self) -> str:
        return _squeezed(self.cleaned_data["title"])


class QuotesField(forms.CharField):
    """Short quotes, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        quotes = [_squeezed(line) for line in super().clean(value).splitlines() if line.strip()]
        if len(quotes) > MOST_QUOTES:
            raise forms.ValidationError(
                _("At most %(count)d quotes fit; keep the ones that say most.") % {"count": MOST_QUOTES}
            )
        if any(len(quote) > QUOTE_LENGTH for quote in quotes):
            raise forms.ValidationError(_("A quote has at most %(count)d characters.") % {"count": QUOTE_LENGTH})
        return quotes


def _known(value: str) -> int | None:
    return int(value) if value else None


class MomentForm(RevisionForm):
    """A contact moment. What is not known yet may stay open.

    It carries what it was opened with (`initial-…`), so that two writers are told apart field by field.
    """

    SETS = ("services", "locations")

    importance = forms.TypedChoiceField(
        label=_("Importance to the user"), choices=IMPORTANCE, coerce=_known, empty_value=None, required=False,
        widget=forms.RadioSelect(attrs={"class": "pills"}), help_text=_("1 is a detail, 5 decides the whole visit."),
    )  # fmt: skip
    now = forms.TypedChoiceField(
        label=_("Experience now"), choices=EXPERIENCE, coerce=_known, empty_value=None, required=False,
        widget=forms.RadioSelect(attrs={"class": "pills"}), help_text=_("From −2 (bad) to +2 (excellent)."),
    )  # fmt: skip
    desired = forms.TypedChoiceField(
        label=_("Experience desired"), choices=EXPERIENCE, coerce=_known, empty_value=None, required=False,
        widget=forms.RadioSelect(attrs={"class": "pills"}), help_text=_("What do you want users to experience?"),
    )  # fmt: skip
    quotes = QuotesField(
        label=_("Quotes"), required=False, help_text=_("What users say of it, one quote on each line.")
    )  # fmt: skip

    class Meta:
        model = ContactMoment
        fields = (
            "happens", "channel", "services", "importance", "is_truth", "now", "desired", "evidence", "source",
            "evidence_on", "quotes", "locations",
        )  # fmt: skip
        labels = {
            "happens": _("What happens?"),
            "channel": _("How does the user meet you?"),
            "services": _("Services that deliver it"),
            "is_truth": _("Moment of truth: what happens here decides how the whole is remembered"),
            "evidence": _("How sure are you of this?"),
            "source": _("Source"),
            "evidence_on": _("Date of the source"),
            "locations": _("Locations"),
        }
        help_texts = {
            "happens": _("Seen by the user, for example: I report at the desk and am expected."),
            "source": _("For example: twelve conversations at the desk, or the visitor survey."),
        }
        widgets = {
            "channel": forms.RadioSelect(attrs={"class": "journey-options"}, choices=Channel.choices),
            "services": ServiceChoices,
            "evidence": forms.RadioSelect(attrs={"class": "journey-options"}, choices=EvidenceLevel.choices),
            "evidence_on": DateInput,
            "locations": forms.CheckboxSelectMultiple(attrs={"class": "journey-options"}),
        }

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (
            ("services", Service.objects.visible_to(member)),
            ("locations", Location.objects.visible_to(member)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            kept = Q(archived_at=None)
            if not self.instance._state.adding:
                kept |= Q(contact_moments=self.instance.pk)
            field.queryset = offered.filter(kept).distinct().by_name()
        self.fields["services"].widget.url = member.url("services:offered")  # type: ignore[attr-defined]
        if not self.fields["locations"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["locations"]
        for name, one in self.fields.items():
            one.show_hidden_initial = name != "revision" and "revision" in self.fields

    def clean_happens(self) -> str:
        return _squeezed(self.cleaned_data["happens"])

    def opened_with(self) -> dict[str, Any]:
        """The values that the writer began with, as far as the form says so."""
        found: dict[str, Any] = {}
        if self["happens"].html_initial_name not in self.data:
            return found
        for name, one in self.fields.items():
            raw = one.hidden_widget().value_from_datadict(self.data, self.files, self[name].html_initial_name)
            try:
                found[name] = one.clean(raw)
            except forms.ValidationError:  # such as a service that is in the archive by now
                continue
        return found


class MoveForm(Form):
    """Where something goes: one place `to` a side, or just `before` another, in a `stage`. Nonsense asks nothing."""

    to = forms.CharField(required=False, max_length=10)
    stage = forms.UUIDField(required=False)
    before = forms.UUIDField(required=False)
    open = forms.BooleanField(required=False)

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}

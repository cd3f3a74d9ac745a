"""Forms of rounds, scores and choices."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role
from common.edges import whole_number
from common.forms import DateInput, DateTimeInput, Form, ModelForm, RevisionForm
from services.actions.assessment import SAY_WHY, check_asked, check_weights
from services.models import Assessment, Choice, Criterion, Relationship, Score, Service
from services.models.assessment import FROM_JOURNEYS
from services.offered import ServiceChoices, offer_services

LOOK_AGAIN = timedelta(days=365)


class PeopleField(forms.ModelMultipleChoiceField):
    """Colleagues, shown with what they do."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user} ({obj.job_title})" if obj.job_title else str(obj.user)


class AssessmentForm(RevisionForm):
    """What a round is over, who scores, until when."""

    services = forms.ModelMultipleChoiceField(
        label=_("Services to assess"),
        queryset=Service.objects.none(),
        widget=ServiceChoices,
        error_messages={"required": _("Choose at least one service.")},
    )
    assessors = PeopleField(
        label=_("Who scores"),
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People from different departments see more together. Everyone scores independently."),
        error_messages={"required": _("Choose at least one assessor.")},
    )

    class Meta:
        model = Assessment
        fields: tuple[str, ...] = ("title", "introduction", "deadline")
        labels = {"title": _("Title"), "introduction": _("Message to the assessors"), "deadline": _("Score until")}
        help_texts = {"deadline": _("At this moment the round closes by itself.")}
        widgets = {"introduction": forms.Textarea(attrs={"rows": 3, "maxlength": 2000}), "deadline": DateTimeInput}

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_services(self.fields["services"], Service.objects.visible_to(member).active(), member)
        _offer(self.fields["assessors"], colleagues(member))
        if not self.instance._state.adding:
            self.initial["services"] = list(self.instance.assessed.values_list("service", flat=True))
            self.initial["assessors"] = list(self.instance.assessors.values_list("member", flat=True))
        else:
            local = timezone.localtime() + timedelta(days=14)
            self.initial["deadline"] = local.replace(hour=17, minute=0, second=0, microsecond=0)

    def clean_deadline(self) -> Any:
        deadline = self.cleaned_data["deadline"]
        if deadline <= timezone.now():
            raise forms.ValidationError(_("Choose a moment in the future."))
        return deadline


class OpenAssessmentForm(AssessmentForm):
    """What may still change once a round is open."""

    class Meta(AssessmentForm.Meta):
        fields = ("deadline",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["services"]


def _offer(field: forms.Field, rows: Any) -> None:
    assert isinstance(field, forms.ModelMultipleChoiceField)
    field.queryset = rows


def colleagues(member: Membership) -> Any:
    """Who may score: active members that are at least contributors."""
    rows = Membership.objects.visible_to(member).active().exclude(role=Role.READER)
    return rows.select_related("user").order_by("user__name", "pk")


class CriterionForm(Form):
    """One criterion: what it is called, what 1 and 5 mean, how much it weighs."""

    code = forms.CharField(required=False, max_length=2, widget=forms.HiddenInput)
    # A field of several lines, so that a long name is not cut off; it is one line all the same.
    name = forms.CharField(label=_("Criterion"), max_length=100, widget=forms.Textarea(attrs={"rows": 2}))
    low = forms.CharField(label=_("1 means"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    high = forms.CharField(label=_("5 means"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    weight = forms.IntegerField(
        label=_("Weight"), min_value=1, max_value=100, widget=forms.NumberInput(attrs={"data-weight": True})
    )
    is_computed = forms.BooleanField(
        label=_("From the journeys"),
        required=False,
        help_text=_(
            "Calculated from the contact moments, the same for every assessor. An assessor may give a "
            "different score with a reason."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self["code"].value() not in FROM_JOURNEYS:
            del self.fields["is_computed"]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class BaseCriteria(forms.BaseFormSet):
    """All criteria of a round; what is left empty or ticked to go does not count."""

    def kept(self) -> list[dict[str, Any]]:
        """The criteria that stay, as `set_criteria` takes them."""
        names = ("code", "name", "low", "high", "weight")
        forms_ = [form for form in self.forms if form.cleaned_data.get("name") and not form.cleaned_data.get("DELETE")]
        return [
            {name: form.cleaned_data[name] for name in names}
            | {"is_computed": form.cleaned_data.get("is_computed", False)}
            for form in forms_
        ]

    @property
    def total(self) -> int:
        """What the weights add up to as they stand in the fields."""
        weights = [str(form["weight"].value() or "") for form in self.forms]
        return sum(whole_number(weight) or 0 for weight in weights)

    def clean(self) -> None:
        if any(self.errors):
            return
        kept = self.kept()
        codes = [one["code"] for one in kept if one["code"]]
        known = {code for code, _label in CODES}
        if len(codes) != len(set(codes)) or not set(codes) <= known:
            raise ValidationError(_("Reload the page and try again."))
        check_weights([one["weight"] for one in kept])
        check_asked([one["is_computed"] for one in kept])


CODES = [(f"C{number}", f"C{number}") for number in range(1, 7)]
CriteriaForms = forms.formset_factory(
    CriterionForm, formset=BaseCriteria, extra=1, can_delete=True, max_num=10, validate_max=True
)


def criteria_forms(assessment: Assessment, data: Any = None) -> Any:
    """The criteria of a round as forms, with an empty one for another."""
    initial = list(assessment.criteria.values("code", "name", "low", "high", "weight", "is_computed"))
    return CriteriaForms(data, initial=initial, prefix="criteria")


class ScoreForm(Form):
    """One cell of a score sheet; fields are named after the criterion. `kept` is the score as it is now, `has_figure`
    whether the journeys answer it."""

    VALUES = [(str(value), str(value)) for value in range(1, 6)]

    def __init__(self, data: Any, *, criterion: Criterion, kept: Score | None, has_figure: bool) -> None:
        super().__init__(data)
        self.criterion, self.kept, self.has_figure = criterion, kept, has_figure
        self.value_name, self.reason_name = f"value-{criterion.pk}", f"reason-{criterion.pk}"
        self.fields[self.value_name] = forms.ChoiceField(
            label=criterion.name,
            required=False,
            choices=[("", "–"), *self.VALUES],
            error_messages={"invalid_choice": _("Choose a value from 1 to 5.")},
        )
        self.fields[self.reason_name] = forms.CharField(label=_("Why"), required=False, max_length=500)

    def clean(self) -> None:
        if not self.has_figure or self.errors:
            return
        value, reason = self.value()
        if value and not reason:
            self.add_error(self.reason_name, SAY_WHY)
        if reason and not value and not (self.kept and self.kept.value):
            self.add_error(self.value_name, _("Choose your own score, or clear the reason."))

    def value(self) -> tuple[int | None, str]:
        """The value (None when empty) and the reason."""
        value = self.cleaned_data[self.value_name]
        return (int(value) if value else None), self.cleaned_data[self.reason_name]

    def faults(self) -> list[str]:
        return [str(one) for errors in self.errors.values() for one in errors]

    def fault_at(self) -> str:
        """The id of the field to mend."""
        return self.reason_name if self.reason_name in self.errors else f"{self.value_name}-1"


class ChoiceForm(ModelForm):
    """The relation chosen for a service, why, and when to look again."""

    class Meta:
        model = Choice
        fields = ("kind", "reason", "look_again_on")
        labels = {"kind": _("Relation"), "reason": _("Why"), "look_again_on": _("Review on")}
        widgets = {
            "kind": forms.RadioSelect,
            "reason": forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
            "look_again_on": DateInput,
        }
        error_messages = {
            "kind": {"required": _("Choose one of the four relations.")},
            "reason": {"required": _("Say why, so that others can understand the choice later.")},
        }
        help_texts = {
            "reason": _("What decided it? A choice cannot be changed later; a new choice replaces it."),
        }

    def __init__(self, *args: Any, suggested: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["look_again_on"] = timezone.localdate() + LOOK_AGAIN
        if suggested:
            self.fields["reason"].help_text = _(
                "What decided it? If you choose something other than the score suggests, explain why. A "
                "choice cannot be changed later; a new choice replaces it."
            )
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _marked(Relationship.choices, suggested)

    def clean_look_again_on(self) -> Any:
        day = self.cleaned_data["look_again_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day in the future."))
        return day


def _marked(choices: Sequence[tuple[str, Any]], suggested: str) -> list[tuple[str, Any]]:
    return [
        (value, _("%(relation)s (suggested by the score)") % {"relation": label} if value == suggested else label)
        for value, label in choices
    ]

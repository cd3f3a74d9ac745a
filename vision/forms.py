"""What people type about a vision."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import LANGUAGES, Membership, Role
from common.forms import AddressField, DateInput, Form, ModelForm
from vision.models import FIELDS, Comment, ItemKind, ItemText, Reaction, Reviewer, ShareLink, VisionVersion

AREA = {"rows": 3}


class DetailsForm(ModelForm):
    """Title, period and language of a version."""

    class Meta:
        model = VisionVersion
        fields = ("title", "period", "language", "change_note")
        widgets = {"change_note": forms.Textarea(attrs=AREA)}
        help_texts = {
            "title": _("What a reader will remember, such as: this is how we want to receive people."),
            "period": _("For which years, such as 2026–2030."),
            "language": _("The headings of the document and its PDF are in this language for every reader."),
            "change_note": _("A line or two for readers of the earlier version."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.started_from_id:
            del self.fields["change_note"]


class BeginForm(Form):
    title = forms.CharField(
        label=_("Title"), max_length=120,
        help_text=_("What a reader will remember, such as: this is how we want to receive people."),
    )  # fmt: skip
    period = forms.CharField(
        label=_("Period"), max_length=30, required=False, help_text=_("For which years, such as 2026–2030.")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES,
        help_text=_("The headings of the document and its PDF are in this language for every reader."),
    )  # fmt: skip


LABELS: dict[str, dict[str, Any]] = {
    ItemKind.CORE_VALUE: {
        "name": (_("The value, in one or two words"), _("Three to five values work best.")),
        "notices": (
            _("What does a user notice of it?"),
            _("Something that anybody can see happen. Required for at least one value before you publish."),
        ),
        "never": (_("What would we never do because of it?"), _("A value that excludes nothing is only a slogan.")),
    },
    ItemKind.USER_GROUP: {
        "name": (_("Which users?"), ""),
        "size": (_("How many people are in this group?"), _("For example: 9,500 students.")),
        "rhythm": (_("When are they here?"), _("Days, hours, peaks.")),
        "needs": (_("What do they need?"), _("For example what works well here, and what does not.")),
    },
    ItemKind.AMBITION: {
        "name": (_("The ambition, in one line"), ""),
        "year": (_("Reached in the year"), ""),
        "explanation": (_("What does it mean?"), _("What will have changed for the user?")),
        "seen_by": (_("How will we see that it works?"), _("A measure, an observation, what users say.")),
    },
}

# Saved without, but at least one item must have it before the version is published (vision.gaps).
ONE_NEEDED = "notices"


class ItemForm(ModelForm):
    """One core value, user group or ambition: the fields of its kind."""

    class Meta:
        model = ItemText
        fields = ("name", "notices", "never", "size", "rhythm", "needs", "year", "explanation", "seen_by")
        widgets = {
            name: forms.Textarea(attrs=AREA)
            for name in ("notices", "never", "rhythm", "needs", "explanation", "seen_by")
        }

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{uuid4().hex[:8]}_%s")
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in [name for name in self.fields if name not in FIELDS[kind]]:
            del self.fields[name]
        for name, (label, help_text) in LABELS[kind].items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
            self.fields[name].one_needed = name == ONE_NEEDED  # type: ignore[attr-defined]
        self.order_fields(FIELDS[kind])

    def changes(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class CommentForm(ModelForm):
    class Meta:
        model = Comment
        fields: tuple[str, ...] = ("quote", "text")
        labels = {"quote": _("Passage this comment is about"), "text": _("Comment")}
        widgets = {"text": forms.Textarea(attrs=AREA)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{uuid4().hex[:8]}_%s")
        super().__init__(*args, **kwargs)


class AnswerForm(CommentForm):
    class Meta(CommentForm.Meta):
        fields = ("text",)
        labels = {"text": _("Your answer")}


class ReviewForm(Form):
    """Who is asked to judge a version, and before when."""

    members = forms.ModelMultipleChoiceField(
        label=_("Who reviews the vision?"), queryset=Membership.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one colleague.")},
    )  # fmt: skip
    due = forms.DateField(label=_("Answer by"), required=False, widget=DateInput)

    def __init__(self, *args: Any, by: Membership, version: VisionVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = Reviewer.objects.visible_to(by).current().filter(version=version).values("membership")
        self.fields["members"].queryset = _judges(by).exclude(pk__in=asked)  # type: ignore[attr-defined]
        self.fields["members"].label_from_instance = _with_title  # type: ignore[attr-defined]

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due and due < timezone.localdate():
            raise ValidationError(_("Choose a day that has not passed."))
        return due


def _judges(by: Membership) -> QuerySet[Membership]:
    colleagues = Membership.objects.visible_to(by).active().exclude(role=Role.READER)
    return colleagues.select_related("user").order_by("user__name")


def _with_title(member: Membership) -> str:
    return f"{member.user}, {member.job_title}" if member.job_title else str(member.user)


class VerdictForm(ModelForm):
    verdict = forms.ChoiceField(
        label=_("Your review"),
        widget=forms.RadioSelect,
        choices=[
            (Reviewer.Verdict.APPROVED, _("The vision may be published as it is")),
            (Reviewer.Verdict.CHANGES, _("Something must change first")),
        ],
        error_messages={"required": _("Choose one of the two.")},
    )

    class Meta:
        model = Reviewer
        fields = ("verdict", "note")
        widgets = {"note": forms.Textarea(attrs=AREA)}
        help_texts = {"note": _("Required when something must change.")}


class ShareForm(ModelForm):
    """To whom, how long, and whether a password is asked."""

    days = forms.IntegerField(
        label=_("Works for how many days?"), min_value=1, max_value=90, initial=14, help_text=_("At most 90.")
    )
    password = forms.CharField(
        label=_("Password"), required=False, min_length=6, max_length=60, strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Tell the receiver this password yourself: it is not in the mail and cannot be shown again."),
    )  # fmt: skip

    class Meta:
        model = ShareLink
        fields = ("receiver_name", "address", "language", "note", "days", "password", "asks_reaction")
        field_classes = {"address": AddressField}
        widgets = {"note": forms.Textarea(attrs=AREA)}
        help_texts = {"note": _("This appears in the mail, above the link.")}


class OpenForm(Form):
    """The password of a link that asks for one."""

    password = forms.CharField(
        label=_("Password"), max_length=60, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("The sender told you this password."),
    )  # fmt: skip


class ReactionForm(ModelForm):
    class Meta:
        model = Reaction
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}

"""What people type in an agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import LANGUAGES
from common.forms import Form
from documents.attachments import UploadField
from partnerships.models import AgreementVersion


class BeginForm(Form):
    language = forms.ChoiceField(
        label=_("Language of the agreement"), choices=LANGUAGES,
        help_text=_("The starting texts and the PDF are in this language for every reader."),
    )  # fmt: skip


class TitleForm(Form):
    title = forms.CharField(label=_("Title"), max_length=150)
    change_note = forms.CharField(label=_("What changes in this version"), max_length=300, required=False)


class AnnexForm(Form):
    title = forms.CharField(label=_("What it is"), max_length=120, help_text=_("For example: contract 2024-118."))
    upload = UploadField(label=_("File"))


class TakeBackForm(Form):
    reason = forms.CharField(
        label=_("What must change"),
        max_length=AgreementVersion._meta.get_field("close_reason").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Both sides read this."),
        error_messages={"required": _("Say what must change; both sides read it.")},
    )


class HashForm(Form):
    """The hash of the text that was shown beside the button."""

    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)


class ProposalForm(HashForm):
    """Putting up for approval; what is still open is left open only by a tick."""

    leave_open = forms.BooleanField(label=_("We deliberately leave these parts open"), required=False)
    open_reason = forms.CharField(
        label=_("Why you leave them open"), max_length=300, required=False,
        help_text=_("Appears in the agreement with each of these parts, after the questions that you leave open."),
    )  # fmt: skip

    def __init__(self, *args: Any, has_gaps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_gaps:
            del self.fields["leave_open"], self.fields["open_reason"]


class ApproveForm(HashForm):
    job_title = forms.CharField(
        label=_("Your job title"), max_length=100,
        help_text=_("It is shown with your approval, which cannot be changed, and from now on in your profile."),
    )  # fmt: skip
    agree = forms.BooleanField(error_messages={"required": _("Tick that you have read it and may sign.")})

    def __init__(self, *args: Any, statement: str, asks_title: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agree"].label = statement
        if not asks_title:
            del self.fields["job_title"]

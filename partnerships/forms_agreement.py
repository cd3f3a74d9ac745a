"""What people type in an agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import LANGUAGES
from common.richtext import LONGEST, from_plain, text
from documents.attachments import UploadField
from partnerships.forms import OnceForm
from partnerships.models import AgreementSection, AgreementVersion


class BeginForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of the agreement"), choices=LANGUAGES,
        help_text=_("The starting texts and the PDF are in this language, whoever reads it."),
    )  # fmt: skip


class TitleForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=150)
    change_note = forms.CharField(label=_("What changes in this version"), max_length=300, required=False)


class SectionForm(forms.Form):
    """One section: rich text from the editor, or plain paragraphs where there is no JavaScript.

    `plain` is what a plain field showed; when it comes back unchanged the formatting stays.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Heading"), max_length=120)
    body = forms.CharField(
        label=_("Text"), required=False, max_length=LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": 14})
    )

    def __init__(self, *args: Any, section: AgreementSection, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(revision=section.revision, title=section.title, body=text(section.body))
        super().__init__(*args, **kwargs)
        self.section = section

    def html(self) -> str:
        """The text to save: as it was where nobody changed it, otherwise paragraphs of what was typed."""
        typed = self.cleaned_data["body"].replace("\r\n", "\n").strip()
        if self.data.get("format") == "html":
            return typed
        return self.section.body if typed == text(self.section.body) else from_plain(typed)


class AnnexForm(OnceForm):
    title = forms.CharField(label=_("What it is"), max_length=120, help_text=_("For example: contract 2024-118."))
    upload = UploadField(label=_("File"))


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        label=_("What must change"),
        max_length=AgreementVersion._meta.get_field("close_reason").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Both sides read this."),
    )


class HashForm(forms.Form):
    """The hash of the text that was shown beside the button."""

    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)


class ApproveForm(HashForm):
    agree = forms.BooleanField(error_messages={"required": _("Tick that you have read it and may sign.")})

    def __init__(self, *args: Any, statement: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agree"].label = statement

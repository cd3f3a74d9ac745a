"""What a supplier types about itself."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.forms import AddressField, DateInput, ModelForm
from documents.attachments import UploadField
from partnerships.models import Certificate, Contact, ProfileText, Reference, SupplierProfile

PROMPTS = {
    ProfileText.Section.STORY: _("Who are you, how did you begin, and what do you want to mean for your clients?"),
    ProfileText.Section.VALUES: _("Which values steer you, and what does a guest or colleague notice of each?"),
    ProfileText.Section.CULTURE: _("How do you treat your people? What would somebody say after a first week?"),
    ProfileText.Section.SUSTAINABILITY: _("What have you reached for climate and people, in figures where you can?"),
}


class FactsForm(ModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    founded = forms.IntegerField(label=_("Founded in"), required=False)
    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https",
        error_messages={"invalid": _("This is no address of a website. Type it as in www.example.nl.")},
    )  # fmt: skip

    class Meta:
        model = SupplierProfile
        fields = ("services", "regions", "employees", "founded", "website")
        widgets = {"services": forms.Textarea(attrs={"rows": 6}), "regions": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "services": _("Services that you deliver"), "regions": _("Regions"),
            "employees": _("Number of employees"),
        }  # fmt: skip
        help_texts = {"services": _("One per line."), "regions": _("One per line.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["revision"] = self.instance.revision

    def clean_founded(self) -> int | None:
        year: int | None = self.cleaned_data["founded"]
        if year is not None and not 1600 <= year <= timezone.localdate().year:
            raise forms.ValidationError(_("Type the year in which you began, such as 1998."))
        return year


class _RowForm(ModelForm):
    """A row of the profile; the action saves it."""

    def values(self) -> dict[str, Any]:
        """What to hand to the action."""
        return dict(self.cleaned_data)


class CertificateForm(_RowForm):
    upload = UploadField(label=_("File"), required=False)

    class Meta:
        model = Certificate
        fields = ("name", "issuer", "number", "expires_on")
        widgets = {"expires_on": DateInput}
        labels = {
            "name": _("Certificate"), "issuer": _("Issued by"), "number": _("Number"), "expires_on": _("Valid until"),
        }  # fmt: skip
        help_texts = {"expires_on": _("We tell you sixty and fourteen days before.")}

    field_order = ("name", "issuer", "number", "expires_on", "upload")

    def clean_expires_on(self) -> Any:
        day = self.cleaned_data["expires_on"]
        if day and day < timezone.localdate() and day != self.initial.get("expires_on"):
            raise forms.ValidationError(_("This day has passed; a certificate that ended proves nothing."))
        return day


class ReferenceForm(_RowForm):
    class Meta:
        model = Reference
        fields = ("client_name", "what", "since", "result")
        widgets = {"result": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "client_name": _("Client"), "what": _("What you do or did there"), "since": _("Period"),
            "result": _("Result, with a figure if you have one"),
        }  # fmt: skip


class ContactForm(_RowForm):
    class Meta:
        model = Contact
        fields = ("name", "role", "email", "telephone")
        field_classes = {"email": AddressField}
        labels = {
            "name": _("Name"), "role": _("For what"), "email": _("E-mail address"), "telephone": _("Telephone"),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("email") and not cleaned.get("telephone"):
            self.add_error("email", _("Give an e-mail address or a telephone number."))
        return cleaned

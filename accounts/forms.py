"""What people type about themselves, their colleagues, their organisation and their relations."""

from datetime import date, datetime, time, timedelta
from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.audit import EVENTS, KINDS, VERBS, kind_of, verb_of
from accounts.models import (
    LANGUAGES,
    AuditEventQuerySet,
    Connection,
    Membership,
    Organisation,
    Role,
    User,
)
from accounts.numbers import NumberField
from accounts.zones import ZoneField, time_zones
from common.forms import AddressField, DateInput, Form, ModelForm
from documents.attachments import PICTURES, UploadField


def roles() -> list[tuple[str, str]]:
    """Each role with what it means."""
    return [(role.value, f"{role.label}: {role.meaning}") for role in Role]


class RowForm(ModelForm):
    """A form over a row that it leaves as it is: the action compares the row with what was typed."""

    def _post_clean(self) -> None:
        for name in self._meta.fields or ():
            try:
                self._meta.model._meta.get_field(name).run_validators(self.cleaned_data.get(name))  # type: ignore[union-attr]
            except forms.ValidationError as error:
                self.add_error(name, error)


class ProfileForm(RowForm):
    """Oneself: the same everywhere, but for job title and telephone, which are of this organisation."""

    time_zone = ZoneField()
    job_title = forms.CharField(label=_("Job title"), max_length=100, required=False)
    telephone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    class Meta:
        model = User
        fields = ["name", "language", "time_zone", "theme", "remind_week", "remind_day", "remind_hour"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
        labels = {
            "name": _("Name"),
            "language": _("Language"),
            "theme": _("Theme"),
            "remind_week": _("A week before a meeting"),
            "remind_day": _("A day before a meeting"),
            "remind_hour": _("An hour before a meeting"),
        }

    field_order = ["name", "job_title", "telephone", "language", "time_zone", "theme"]

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        kwargs["initial"] = {"job_title": member.job_title, "telephone": member.telephone}
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zones(self.instance.time_zone)  # type: ignore[attr-defined]


class InviteForm(Form):
    """A colleague."""

    address = AddressField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(
        label=pgettext_lazy("of a colleague", "Role"),
        choices=roles,
        initial=Role.EDITOR,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)


class OrganisationForm(RowForm):
    """The organisation's own details."""

    registration_number = NumberField(
        help_text=_("Eight digits. It proves nothing: others see it as what you typed, and nobody gets access by it.")
    )
    time_zone = ZoneField()
    logo = UploadField(
        label=_("Logo"),
        kinds=PICTURES,
        required=False,
        help_text=_("PNG or JPG. It appears on your PDFs and next to your name."),
    )
    no_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    class Meta:
        model = Organisation
        fields = ["name", "registration_number", "place", "is_client", "is_supplier", "language", "time_zone", "accent"]
        labels = {
            "name": _("Name"),
            "place": _("Place"),
            "is_client": _("We are a client"),
            "is_supplier": _("We are a supplier"),
            "language": _("Language"),
            "accent": _("Accent colour"),
        }
        help_texts = {
            "language": _(
                "The language of new invitations and documents; everybody chooses their own language for the screen."
            ),
            "accent": _(
                "For buttons and links, such as #7a3b8f. We make the colour darker or lighter until text "
                "in it can be read. Petrol and terracotta stand for client and supplier, so choose another "
                "colour. Leave this empty to use ours."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = time_zones(self.instance.time_zone)  # type: ignore[attr-defined]
        if not self.instance.logo_id:
            del self.fields["no_logo"]

    def clean_accent(self) -> str:
        return self.cleaned_data["accent"].lower()

    def changes(self) -> dict[str, Any]:
        """What to hand to the action: the logo only when another was chosen, None to remove it."""
        found = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        if logo := self.cleaned_data.get("logo"):
            return {**found, "logo": logo}
        return {**found, "logo": None} if self.cleaned_data.get("no_logo") else found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not (found.get("is_client") or found.get("is_supplier")):
            self.add_error(
                "is_client", gettext("An organisation is a client, a supplier, or both. Choose at least one.")
            )
        return found


class InviteSupplierForm(RowForm):
    """A supplier to work with."""

    address = AddressField(
        label=_("E-mail address of your contact"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    registration_number = NumberField(
        help_text=_("Eight digits, if you know it. The invitation always goes to the address above.")
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)

    class Meta:
        model = Connection
        fields = ["supplier_name", "registration_number"]
        labels = {"supplier_name": _("Name of the supplier")}

    field_order = ["supplier_name", "address", "registration_number", "language"]


class NotesForm(RowForm):
    """The client's own notes on a supplier."""

    class Meta:
        model = Connection
        fields = ["notes"]
        labels = {"notes": _("Notes")}
        widgets = {"notes": forms.Textarea(attrs={"rows": 6})}


def password_help() -> str:
    """What a new password must be, as plain text."""
    return " ".join(filter(None, password_validators_help_texts()))


# The words of our pages on the forms of django-allauth.
LABELS = {
    "login": _("E-mail address"), "email": _("E-mail address"), "password": _("Password"),
    "remember": _("Stay signed in"), "oldpassword": _("Current password"), "password1": _("New password"),
    "password2": _("New password once more"),
}  # fmt: skip


def in_our_words(form: forms.BaseForm) -> None:
    """Our labels, and nothing in the fields that is gone as soon as one types."""
    for name, field in form.fields.items():
        field.label = LABELS.get(name, field.label)
        field.widget.attrs.pop("placeholder", None)


class LoginForm(allauth.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField(widget=self.fields["login"].widget)
        self.order_fields(["login", "password"])
        in_our_words(self)


class ResetPasswordForm(allauth.ResetPasswordForm):
    """The address that a link goes to."""

    email = AddressField(widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self)


class ReauthenticateForm(allauth.ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self)


class ChangePasswordForm(allauth.ChangePasswordForm):
    """A new password in place of the old."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self)
        self.fields["password1"].help_text = password_help()


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):
    """A new password for somebody who lost the old."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_our_words(self)
        self.fields["password1"].help_text = password_help()


class SideForm(Form):
    """As what an organisation that is both looks at its pages."""

    side = forms.ChoiceField(choices=[("client", _("client")), ("supplier", _("supplier"))])


class PeopleFilter(Form):
    """Which colleagues are shown."""

    q = forms.CharField(
        label=_("Search by name or address"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("everybody who works here now")), ("ended", _("people who left"))],
    )


class AuditFilter(Form):
    """Which events are shown."""

    person = forms.ModelChoiceField(
        label=_("Person"), required=False, queryset=User.objects.none(), empty_label=_("everybody")
    )
    kind = forms.ChoiceField(label=_("About"), required=False)
    verb = forms.ChoiceField(label=_("What happened"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DateInput)
    until = forms.DateField(label=_("Until"), required=False, widget=DateInput)

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person, kind, verb = self.fields["person"], self.fields["kind"], self.fields["verb"]
        assert isinstance(person, forms.ModelChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(verb, forms.ChoiceField)
        person.queryset = User.objects.visible_to(member).order_by("name")
        # Kinds of one name are one choice, by the first of their keys.
        kinds = {str(label): key for key, label in reversed(KINDS.items())}
        kind.choices = [("", gettext("everything")), *((key, label) for label, key in sorted(kinds.items()))]
        verb.choices = [("", gettext("every event")), *((key, label) for key, (label, _words) in VERBS.items())]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("since") and found.get("until") and found["since"] > found["until"]:
            self.add_error("until", gettext("This day comes before the first one."))
        return found

    def rows(self, events: AuditEventQuerySet) -> AuditEventQuerySet:
        """The events that fit what was filled in well."""
        found = self.cleaned_data if self.is_valid() else {}
        wanted = Q()
        if found.get("person"):
            wanted &= Q(actor=found["person"])
        if found.get("kind"):
            alike = KINDS[found["kind"]]
            wanted &= Q(event__in=[event for event in EVENTS if KINDS[kind_of(event)] == alike])
        if found.get("verb"):
            wanted &= Q(event__in=[event for event in EVENTS if verb_of(event) == found["verb"]])
        if found.get("since"):
            wanted &= Q(at__gte=_midnight(found["since"]))
        if found.get("until"):
            wanted &= Q(at__lt=_midnight(found["until"] + timedelta(days=1)))
        return events.filter(wanted)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

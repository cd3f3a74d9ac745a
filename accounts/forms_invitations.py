"""What people type who were invited, and who answer those who ask to be let in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts import actions, rules
from accounts.forms import password_help, roles
from accounts.models import Invitation, Membership, Role, User
from accounts.numbers import NumberField
from common.forms import Form

NEW = "new"
ASK, FOUND = "ask", "found"


class NewAccountForm(Form):
    """The account of the invited address."""

    name = forms.CharField(label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["password"].help_text = password_help()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if password := found.get("password"):
            user = User(email=self.invitation.address, name=found.get("name", ""))
            try:
                validate_password(password, user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return found


class ConnectForm(Form):
    """For which of one's organisations one accepts, or a new one."""

    organisation = forms.ChoiceField(label=_("For which organisation do you accept?"), widget=forms.RadioSelect)
    organisation_name = forms.CharField(
        label=_("Name of your organisation"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    place = forms.CharField(
        label=_("Place"), max_length=80, required=False, help_text=_("The town where your organisation is based.")
    )
    registration_number = NumberField(help_text=_("Eight digits. Leave it empty when you do not know it."))
    may_sign = forms.BooleanField(
        label=_("I may sign agreements on behalf of this organisation"),
        required=False,
        help_text=_("You can change this later under People, for yourself and for colleagues."),
    )
    known = forms.ChoiceField(
        label=_("An organisation with this KvK number already uses Samenspel"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (ASK, _("Ask its owners to give me access; I will accept the invitation after that")),
            (FOUND, _("Continue with a new organisation")),
        ],
    )

    def __init__(self, *args: Any, invitation: Invitation, user: User, **kwargs: Any) -> None:
        connection = invitation.connection
        assert connection
        kwargs["initial"] = {
            "organisation_name": connection.supplier_name,
            "registration_number": connection.registration_number,
        }
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        # The organisation that has the number that was typed; asked only when it is not one's own.
        self.other: Any = None
        members = Membership.objects.of_user(user).exclude(organisation=invitation.organisation_id)
        self.members = {str(one.organisation_id): one for one in members if rules.can_edit(one)}
        choices = [(key, one.organisation.name) for key, one in self.members.items()]
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*choices, (NEW, gettext("A new organisation"))]
        field.initial = choices[0][0] if choices else NEW
        # Asked of everybody who has no organisation to choose; else the form asks when a new one is chosen.
        self.fields["organisation_name"].required = not choices

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("organisation") != NEW:
            return found
        if not found.get("organisation_name") and "organisation_name" not in self.errors:
            self.add_error("organisation_name", gettext("Write the name of your organisation."))
        known = actions.known_supplier(found.get("registration_number", ""), besides=self.invitation.organisation)
        if known and str(known.pk) in self.members:
            found["organisation"] = str(known.pk)
        elif known:
            self.other = known
            self.fields["known"].required = True  # says so when the page shows it
            if not found.get("known"):
                self.add_error("known", gettext("Choose what you want: work in that organisation, or begin a new one."))
        return found

    @property
    def member(self) -> Membership | None:
        """The membership that accepts; None for a new organisation."""
        return self.members.get(self.cleaned_data["organisation"])

    @property
    def asks_access(self) -> bool:
        """Whether the owners of the organisation with this number are asked to let one in."""
        return self.other is not None and self.cleaned_data["known"] == ASK

    def founding(self) -> dict[str, Any]:
        """What to hand to the action that founds."""
        names = ("registration_number", "place", "may_sign")
        return {"name": self.cleaned_data["organisation_name"], **{name: self.cleaned_data[name] for name in names}}


class ClaimForm(Form):
    """Whether who asked under another address is meant. `claimed_by` is whom the page showed."""

    answer = forms.ChoiceField(choices=[("confirm", _("Yes")), ("refuse", _("No"))])
    claimed_by = forms.UUIDField()


class AccessForm(Form):
    """Which role somebody gets who asked to be let in, or none."""

    answer = forms.ChoiceField(choices=[("give", _("Give access")), ("decline", _("Decline"))])
    role = forms.ChoiceField(
        label=pgettext_lazy("of a colleague", "Role"),
        choices=roles,
        initial=Role.READER,
        required=False,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("answer") == "give" and not found.get("role"):
            self.add_error("role", gettext("Choose a role."))
        return found

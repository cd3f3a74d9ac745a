"""What owners type about a colleague: role and details, and who takes over what hangs on somebody."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms import RowForm, roles
from accounts.handover import Held, colleagues_of
from accounts.models import Membership
from common.forms import Form

NOBODY = "nobody"


class HandOver(Form):
    """Choosers for what hangs on somebody: one colleague for all, and another for each duty where that is wanted.

    `shown` holds the duties that the page named, so that what came up since is shown before it is handed over.
    """

    successor = forms.ChoiceField(label=_("Who takes over?"), required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def ask_about(self, member: Membership, held: Sequence[Held]) -> None:
        self.held = list(held)
        self.colleagues = {str(one.pk): one for one in colleagues_of(member)}
        self.initial["shown"] = self._keys()
        if not self.held:
            del self.fields["successor"]
            return
        names = [(key, _name(one)) for key, one in self.colleagues.items()]
        self._field("successor").choices = [("", gettext("Choose a colleague")), *names]
        for one in self.held:
            self.fields[one.key] = forms.ChoiceField(
                label=_label(one), choices=self._choices(one), required=False, help_text=str(one.duty.without)
            )

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def _choices(self, one: Held) -> list[tuple[str, str]]:
        fit = [(key, _name(colleague)) for key, colleague in self.colleagues.items() if one.fits(colleague)]
        nobody = [(NOBODY, gettext("nobody"))] if one.duty.without else []
        if not fit:
            return [("", gettext("nobody can"))] if one.duty.without else [("", gettext("nobody can yet"))]
        return [("", gettext("the colleague you chose above")), *fit, *nobody]

    def _keys(self) -> str:
        return " ".join(one.key for one in self.held)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("shown", "") != self._keys():
            self.add_error(None, gettext("First choose who takes over the tasks below."))
            # What is sent back is what is shown now.
            self.data = {**{name: self.data[name] for name in self.data}, "shown": self._keys()}
        return found

    def chosen(self) -> dict[str, Any]:
        """`successor` and `takers`, to hand to an action."""
        chosen = {one.key: self.cleaned_data.get(one.key, "") for one in self.held}
        return {
            "successor": self.colleagues.get(self.cleaned_data.get("successor", "")),
            "takers": {key: self.colleagues.get(value) for key, value in chosen.items() if value},
        }

    @property
    def duties(self) -> list[tuple[Held, forms.BoundField]]:
        """Each duty with its chooser, for the page."""
        return [(one, self[one.key]) for one in self.held]


def _name(member: Membership) -> str:
    return f"{member.user.name}, {member.get_role_display()}"


def _label(one: Held) -> str:
    return f"{one.duty.label}: {one.context}" if one.context else str(one.duty.label)


class EndForm(HandOver):
    """Who takes over what a colleague leaves."""

    def __init__(self, *args: Any, membership: Membership, held: Sequence[Held], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_about(membership, held)


class MembershipForm(RowForm):
    """A colleague's role and details."""

    class Meta:
        model = Membership
        fields = ["role", "may_sign", "job_title", "telephone"]
        labels = {
            "role": pgettext_lazy("of a colleague", "Role"),
            "may_sign": _("May sign"),
            "job_title": _("Job title"),
            "telephone": _("Telephone"),
        }
        widgets = {"role": forms.RadioSelect, "telephone": forms.TextInput(attrs={"type": "tel"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles()  # type: ignore[attr-defined]

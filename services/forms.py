"""Forms of the catalogue. Each takes the member that acts, to know what is theirs."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from common.forms import DateInput, Form, ModelForm, MoneyField, RevisionForm, WholeNumberField
from common.names import fold, tidy
from services import starters
from services.models import Delivery, Location, Service

LARGEST_NUMBER = 10_000_000


class ServiceForm(RevisionForm):
    """A service: what it is, who delivers it, what it costs and for how many people."""

    annual_spend = MoneyField(label=_("Spend per year"), required=False, help_text=_("In euros, for example 48,500."))
    end_users = WholeNumberField(
        label=_("End users"),
        required=False,
        min_value=0,
        max_value=LARGEST_NUMBER,
        help_text=_("How many people use this service, roughly."),
    )

    class Meta:
        model = Service
        fields = (
            "name", "group", "description", "delivery", "supplier_name", "annual_spend", "contract_end", "end_users",
            "locations", "code_en15221", "code_nen2748",
        )  # fmt: skip
        labels = {
            "name": _("Name"),
            "group": _("Group"),
            "description": _("Description"),
            "delivery": _("Delivery"),
            "supplier_name": _("Current supplier"),
            "contract_end": _("End of contract"),
            "locations": _("Locations"),
        }
        help_texts = {
            "group": _("Choose a group that you already use, or type a new one."),
            "description": _("What users notice of it. Everybody in your organisation can read this."),
        }
        widgets = {
            "group": forms.TextInput(attrs={"list": "groups"}),
            "description": forms.Textarea(attrs={"rows": 4, "maxlength": 3000}),
            "contract_end": DateInput,
            "delivery": forms.RadioSelect,
            "locations": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        offered = Location.objects.visible_to(member).filter(archived_at=None)
        if not self.instance._state.adding:
            offered = Location.objects.visible_to(member).filter(
                Q(archived_at=None) | Q(services=self.instance.pk)
            ).distinct()  # fmt: skip
        spend = self.instance.annual_spend
        if spend is not None and not self.is_bound:
            places = 0 if spend == spend.to_integral_value() else 2
            self.initial["annual_spend"] = number_format(spend, decimal_pos=places, force_grouping=True)
        field = self.fields["locations"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = offered.order_by("name")
        if not field.queryset.exists():
            del self.fields["locations"]

    def groups(self) -> list[str]:
        """Groups to choose from: one's own first, then those of the starter list."""
        own = set(Service.objects.visible_to(self.member).values_list("group", flat=True))
        language = self.member.organisation.language
        return sorted(own | {one.group(language) for one in starters.SERVICES}, key=str.casefold)

    def clean_name(self) -> str:
        active = Service.objects.visible_to(self.member).active().exclude(pk=self.instance.pk)
        taken, alike = (
            _("There is already a service with this name."),
            _("This name looks like that of your service %(name)s."),
        )
        return _free_name(self, active, taken, alike)

    def clean_group(self) -> str:
        """As the group is written already, where the two look alike."""
        group = tidy(self.cleaned_data["group"])
        if not group:
            raise forms.ValidationError(self.fields["group"].error_messages["required"], code="required")
        if self.instance.group and fold(group) == fold(self.instance.group):
            return group  # whoever writes a group otherwise means to
        others = Service.objects.visible_to(self.member).active().values_list("group", flat=True).distinct()
        known = {fold(one): one for one in others}
        return group if group in known.values() else known.get(fold(group), group)


def _free_name(form: Any, others: QuerySet, taken: Any, alike: Any) -> str:
    """The name that was typed, as it is kept; refused where another looks the same. One that stays as it was passes."""
    name = tidy(form.cleaned_data["name"])
    if not name:
        raise forms.ValidationError(form.fields["name"].error_messages["required"], code="required")
    if not form.instance._state.adding and name == tidy(form.initial.get("name") or ""):
        return name
    for other in others.values_list("name", flat=True):
        if fold(other) == fold(name):
            plain = " ".join(other.split()).casefold() == name.casefold()
            raise forms.ValidationError(taken if plain else alike % {"name": other})
    return name


class LocationForm(ModelForm):
    """Name and address of a building or site."""

    class Meta:
        model = Location
        fields = ("name", "address")
        labels = {"name": _("Name"), "address": _("Address")}

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_name(self) -> str:
        active = Location.objects.visible_to(self.member).active().exclude(pk=self.instance.pk)
        taken, alike = (
            _("There is already a location with this name."),
            _("This name looks like that of your location %(name)s."),
        )
        return _free_name(self, active, taken, alike)


class ServiceFilter(Form):
    """What the list shows; lives in the address. Nonsense in the address is taken as nothing asked."""

    STATES = (("", _("In use")), ("archived", _("Archived")), ("all", _("All")))

    q = forms.CharField(label=_("Search"), required=False, max_length=80, widget=forms.SearchInput)
    group = forms.ChoiceField(label=_("Group"), required=False)
    delivery = forms.ChoiceField(
        label=_("Delivery"),
        required=False,
        choices=[("", _("All")), *((value or "unknown", label) for value, label in Delivery.choices)],
    )
    location = forms.ChoiceField(label=_("Location"), required=False)
    state = forms.ChoiceField(label=_("Which"), required=False, choices=STATES)
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, groups: list[str], locations: list[tuple[str, str]]) -> None:
        super().__init__(data)
        group, location = self.fields["group"], self.fields["location"]
        assert isinstance(group, forms.ChoiceField)
        assert isinstance(location, forms.ChoiceField)
        group.choices = [("", _("All")), *((name, name) for name in groups)]
        location.choices = [("", _("All")), *locations]
        if not locations:
            del self.fields["location"]
        self.is_valid()

    @property
    def asked(self) -> dict[str, str]:
        """The filters in force."""
        return {name: value for name, value in self.cleaned_data.items() if value and name != "sort"}

    def apply(self, services: QuerySet) -> QuerySet:
        asked = self.asked
        if asked.get("state", "") != "all":
            services = services.filter(archived_at__isnull="state" not in asked)
        for word in asked.get("q", "").split():
            services = services.filter(
                Q(name__unaccent__icontains=word)
                | Q(group__unaccent__icontains=word)
                | Q(supplier_name__unaccent__icontains=word)
                | Q(description__unaccent__icontains=word)
            )
        if group := asked.get("group"):
            services = services.filter(group=group)
        if delivery := asked.get("delivery"):
            services = services.filter(delivery="" if delivery == "unknown" else delivery)
        if location := asked.get("location"):
            services = services.filter(locations=location)
        return services


class StarterForm(Form):
    """Services of the starter list, ticked."""

    keys = forms.MultipleChoiceField(
        choices=[(one.key, one.name_en) for one in starters.SERVICES],
        error_messages={"required": _("Tick at least one service.")},
        label=_("Services"),
    )

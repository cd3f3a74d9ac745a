"""The services of a client and where they are delivered."""

from decimal import Decimal
from typing import Any, Self

from django.contrib.postgres.lookups import Unaccent
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from common.models import Doors, Record, Revised


class OfClient(Doors):
    """Rows of a client, for all its members."""

    def visible_to(self, member: Any) -> Self:
        return self.filter(client=member.organisation_id)

    def editable_by(self, member: Any) -> Self:
        """The same rows; whether the role allows it is asked of rules.py."""
        return self.visible_to(member)

    def active(self) -> Self:
        return self.filter(archived_at=None)

    def by_name(self) -> Self:
        """In the order of a Dutch dictionary, the same on every server."""
        return self.order_by(Lower(Unaccent("name")), "pk")


class Location(Record):
    """A building or site. A client with one building never meets it."""

    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="locations")
    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(_("address"), max_length=200, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = OfClient.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "name"], condition=Q(archived_at=None), name="location_name")
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.TextChoices):
    IN_HOUSE = "in_house", _("in-house")
    OUTSOURCED = "outsourced", _("outsourced")
    MIXED = "mixed", _("mixed")
    UNKNOWN = "", _("not known")


class Service(Revised):
    """What a client does, or has done, for the users of its buildings. Archived, not deleted,
    but by undoing the file that added it."""

    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(_("name"), max_length=120)
    group = models.CharField(_("group"), max_length=80)
    description = models.TextField(_("description"), blank=True, max_length=3000)
    delivery = models.CharField(_("delivery"), max_length=10, choices=Delivery, blank=True)
    supplier_name = models.CharField(_("current supplier"), max_length=120, blank=True)
    annual_spend = models.DecimalField(
        _("spend per year"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    contract_end = models.DateField(_("end of contract"), null=True, blank=True)
    end_users = models.PositiveIntegerField(_("end users"), null=True, blank=True)
    code_en15221 = models.CharField("EN 15221-4", max_length=20, blank=True)
    code_nen2748 = models.CharField("NEN 2748", max_length=20, blank=True)
    locations = models.ManyToManyField(Location, blank=True, related_name="services", verbose_name=_("locations"))
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = OfClient.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "name"], condition=Q(archived_at=None), name="service_name"),
            models.CheckConstraint(condition=Q(annual_spend=None) | Q(annual_spend__gte=0), name="spend_not_negative"),
        ]
        indexes = [models.Index(fields=["client", "group", "name"], name="service_by_group")]

    def __str__(self) -> str:
        return self.name

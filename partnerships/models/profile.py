"""What a supplier tells about itself, to the clients that it is connected with."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Connection, Membership, Organisation
from common.models import Doors, Record, Revised


def _connected_with(member: Any, supplier: str) -> Exists:
    """Whether the member's organisation is a client that is connected with the row's supplier now."""
    pairs = Connection.objects.for_system("door of a profile").active()
    return Exists(pairs.filter(client=member.organisation_id, supplier=OuterRef(supplier)))


class SupplierProfileQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        """One's own, and those of suppliers that one's organisation is connected with as a client."""
        return self.filter(Q(supplier=member.organisation_id) | _connected_with(member, "supplier"))

    def editable_by(self, member: Any) -> Self:
        return self.filter(supplier=member.organisation_id)


class SupplierProfile(Revised):
    """The facts of a supplier; its texts, certificates, references and contacts are rows of their own."""

    supplier = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="profile")
    services = models.TextField(_("services that you deliver"), blank=True, max_length=2000)
    regions = models.TextField(_("regions"), blank=True, max_length=1000)
    employees = models.PositiveIntegerField(_("number of employees"), null=True, blank=True)
    founded = models.PositiveSmallIntegerField(
        _("founded in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1600), MaxValueValidator(2100)],
    )
    website = models.URLField(_("website"), blank=True)

    objects = SupplierProfileQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.supplier)

    def service_lines(self) -> list[str]:
        """The services, one each."""
        return _lines(self.services)

    def region_lines(self) -> list[str]:
        """The regions, one each."""
        return _lines(self.regions)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class OfProfile(Doors):
    """Rows of a profile, seen by whoever sees the profile."""

    def visible_to(self, member: Any) -> Self:
        return self.filter(profile__in=SupplierProfile.objects.visible_to(member))

    def editable_by(self, member: Any) -> Self:
        return self.filter(profile__supplier=member.organisation_id)


class ProfileText(Revised):
    """One text of a profile, edited by itself, so that two people can write at once."""

    class Section(models.TextChoices):
        STORY = "story", _("Our story")
        VALUES = "values", _("Core values")
        CULTURE = "culture", _("Culture")
        SUSTAINABILITY = "sustainability", _("Sustainability and social results")

    profile = models.ForeignKey(SupplierProfile, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField(max_length=14, choices=Section)
    body = models.TextField(blank=True)
    changed_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfProfile.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "section"], name="one_text_per_section")]

    def __str__(self) -> str:
        return self.get_section_display()


class Certificate(Record):
    """A certificate, with its file and the day it ends."""

    profile = models.ForeignKey(SupplierProfile, on_delete=models.CASCADE, related_name="certificates")
    name = models.CharField(_("certificate"), max_length=120)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    file = models.ForeignKey("documents.Attachment", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OfProfile.as_manager()

    class Meta:
        ordering = ["name", "created_at"]
        indexes = [models.Index(fields=["expires_on"], name="certificate_expires")]

    def __str__(self) -> str:
        return self.name


class Reference(Record):
    """A client for whom the supplier works or worked, and what came of it."""

    profile = models.ForeignKey(SupplierProfile, on_delete=models.CASCADE, related_name="references")
    client_name = models.CharField(_("client"), max_length=120)
    what = models.CharField(_("what you do or did there"), max_length=300)
    result = models.TextField(_("result, with a figure if you have one"), max_length=1000, blank=True)
    since = models.CharField(_("period"), max_length=40, blank=True)

    objects = OfProfile.as_manager()

    class Meta:
        ordering = ["client_name", "created_at"]

    def __str__(self) -> str:
        return self.client_name


class Contact(Record):
    """Whom to turn to at the supplier, and for what."""

    profile = models.ForeignKey(SupplierProfile, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=100)
    role = models.CharField(_("for what"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)

    objects = OfProfile.as_manager()

    class Meta:
        ordering = ["name", "created_at"]

    def __str__(self) -> str:
        return self.name

"""The journeys of users: personas, stages, and the moments in which somebody meets a service."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from common.models import Doors, Revised
from services.models.catalogue import Location, OfClient, Service

BEST = 2  # an experience goes from -2 to 2
QUOTE_LENGTH = 300


class OfJourney(Doors):
    """Stages and contact moments: for all members of the client whose journey it is."""

    path = "journey"

    def of_client(self, organisation_id: Any) -> Self:
        return self.filter(**{f"{self.path}__client": organisation_id})

    def visible_to(self, member: Any) -> Self:
        return self.of_client(member.organisation_id)

    def editable_by(self, member: Any) -> Self:
        """The same rows; whether the role allows it is asked of rules.py."""
        return self.visible_to(member)

    def active(self) -> Self:
        return self.filter(archived_at=None)

    def in_order(self) -> Self:
        return self.order_by("position", "created_at", "pk")


class OfStage(OfJourney):
    path = "stage__journey"


class Persona(Revised):
    """A kind of user: who they are, what matters to them, how many of every hundred users are like them."""

    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="personas")
    name = models.CharField(_("name"), max_length=80)
    matters = models.TextField(_("what matters to them"), blank=True, max_length=1000)
    share = models.PositiveSmallIntegerField(
        _("share of the users"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    objects = OfClient.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "name"], name="persona_name"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="persona_share"),
        ]

    def __str__(self) -> str:
        return self.name


class JourneyQuerySet(OfClient):
    def counting(self) -> Self:
        """Those in use that the figures of services rest on."""
        return self.active().filter(is_concept=False)


class Journey(Revised):
    """What a persona goes through, in stages. Archived, never deleted. `changed_at` follows its parts too.

    A concept, as each copy begins, counts nowhere until somebody says that it counts.
    """

    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="journeys")
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="journeys", verbose_name=_("persona"))
    title = models.CharField(_("title"), max_length=120)
    is_concept = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = JourneyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "title"], condition=Q(archived_at=None), name="journey_title")
        ]

    def __str__(self) -> str:
        return self.title


class Stage(Revised):
    """A step of a journey, such as the arrival."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="stages")
    title = models.CharField(_("title"), max_length=60)
    position = models.PositiveIntegerField()
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = OfJourney.as_manager()

    class Meta:
        indexes = [models.Index(fields=["journey", "position"], name="stage_of_journey")]

    def __str__(self) -> str:
        return self.title


class Channel(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    TELEPHONE = "telephone", _("by telephone")
    DIGITAL = "digital", _("digitally")


class EvidenceLevel(models.TextChoices):
    """How sure we are of what we say of a contact moment."""

    ASSUMPTION = "assumption", _("assumption")
    TALKS = "talks", _("a few conversations")
    MEASURED = "measured", _("measured")


class ContactMoment(Revised):
    """A moment in which a user meets services. What is not known yet stays empty."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="moments")
    position = models.PositiveIntegerField()
    happens = models.CharField(_("what happens"), max_length=200)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.IN_PERSON)
    services = models.ManyToManyField(Service, blank=True, related_name="contact_moments", verbose_name=_("services"))
    locations = models.ManyToManyField(
        Location, blank=True, related_name="contact_moments", verbose_name=_("locations")
    )
    importance = models.PositiveSmallIntegerField(_("importance"), null=True, blank=True)
    is_truth = models.BooleanField(_("moment of truth"), default=False)
    now = models.SmallIntegerField(_("experience now"), null=True, blank=True)
    desired = models.SmallIntegerField(_("experience desired"), null=True, blank=True)
    evidence = models.CharField(
        _("evidence"), max_length=10, choices=EvidenceLevel, default=EvidenceLevel.ASSUMPTION
    )  # fmt: skip
    source = models.CharField(_("source"), max_length=160, blank=True)
    evidence_on = models.DateField(_("date of the evidence"), null=True, blank=True)
    quotes = ArrayField(models.CharField(max_length=QUOTE_LENGTH), verbose_name=_("quotes"), default=list, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = OfStage.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(importance=None) | Q(importance__gte=1, importance__lte=5), name="moment_importance"
            ),
            models.CheckConstraint(condition=Q(now=None) | Q(now__gte=-BEST, now__lte=BEST), name="moment_now"),
            models.CheckConstraint(
                condition=Q(desired=None) | Q(desired__gte=-BEST, desired__lte=BEST), name="moment_desired"
            ),
        ]
        indexes = [models.Index(fields=["stage", "position"], name="moment_of_stage")]

    def __str__(self) -> str:
        return self.happens

    @property
    def wants_less(self) -> bool:
        """Whether the experience desired is below the one now: legal, and mostly a slip."""
        return self.now is not None and self.desired is not None and self.desired < self.now

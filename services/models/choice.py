"""What kind of relation a client chooses for a service, and why."""

from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation
from common.models import Doors, Record
from services.models.assessment import Assessment
from services.models.catalogue import Service


class Relationship(models.TextChoices):
    """From the closest to the loosest."""

    STRATEGIC = "strategic", _("strategic partnership")
    PREFERRED = "preferred", _("preferred supplier")
    PERFORMANCE = "performance", _("performance contract")
    TRANSACTIONAL = "transactional", _("transactional")


class ChoiceQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        return self.filter(client=member.organisation_id)

    def newest_first(self) -> Self:
        return self.order_by("-created_at")

    def current(self) -> Self:
        """The one that holds for each service: the latest supersedes the others."""
        latest = Choice.objects.filter(service=OuterRef("service")).order_by("-created_at").values("pk")[:1]
        return self.filter(pk=Subquery(latest))


class Choice(Record):
    """A relation chosen for a service. Only ever inserted: a later one supersedes it."""

    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="choices")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="choices")
    assessment = models.ForeignKey(Assessment, null=True, on_delete=models.PROTECT, related_name="choices")
    kind = models.CharField(_("relation"), max_length=13, choices=Relationship)
    # What the score suggested; empty without a round or where too little was known.
    suggested = models.CharField(max_length=13, choices=Relationship, blank=True)
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    reason = models.TextField(_("reason"), max_length=2000)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    look_again_on = models.DateField(_("look again on"))

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="choice_has_reason")]
        indexes = [models.Index(fields=["service", "-created_at"], name="choice_of_service")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def differs(self) -> bool:
        """Whether people decided otherwise than the score suggested."""
        return bool(self.suggested) and self.suggested != self.kind

"""What kind of relation a client chooses for a service, and why."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation
from accounts.rules import can_edit, is_owner
from common.models import Doors, Record
from services.models.assessment import ORPHANED, Assessment
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

    def counting_in(self, assessment: Any, closed_at: Any) -> Self:
        """What counts as a choice in a round that closed at that moment: made on its ground, or holding already."""
        return self.filter(Q(assessment=assessment) | Q(created_at__lte=closed_at))

    def to_look_at_again(self, today: date) -> Self:
        """Those that hold and whose day has come, of services in use."""
        return self.current().filter(look_again_on__lte=today, service__archived_at=None)

    def waiting_for(self, member: Any, today: date) -> Self:
        """Those that this member must look at again: one's own, and for owners those that nobody keeps."""
        if not can_edit(member):
            return self.none()
        kept = Q(made_by=member.pk) | ORPHANED if is_owner(member) else Q(made_by=member.pk)
        return self.visible_to(member).to_look_at_again(today).filter(kept)


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

    @property
    def is_orphaned(self) -> bool:
        """Whether nobody keeps it any more, as ORPHANED asks of rows."""
        return self.made_by.ended_at is not None or not can_edit(self.made_by)

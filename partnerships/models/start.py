"""The first hundred days."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Side
from common.models import Doors, Record, Revised
from partnerships.models.partnership import OfPartnership, Partnership

DAYS = 100


class StartProgramme(Record):
    """What both do to get to know each other and to get on one line."""

    class Rhythm(models.TextChoices):
        KEEP = "keep", _("keep the rhythm of the start")
        LOWER = "lower", _("lower the rhythm: meet less often")

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT, related_name="start_programme")
    began_on = models.DateField()
    language = models.CharField(max_length=2)
    closed_at = models.DateTimeField(null=True)
    # What both sides answered in their review; the meetings read it.
    rhythm = models.CharField(max_length=5, choices=Rhythm, blank=True)

    objects = OfPartnership.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closed_at=None) | ~Q(rhythm=""), name="closed_with_a_rhythm"),
        ]

    def __str__(self) -> str:
        return str(self.partnership)

    @property
    def hundredth_day(self) -> date:
        return self.began_on + timedelta(days=DAYS)

    def day(self, today: date) -> int:
        """Which day of the programme it is: 0 on the day it begins, and before."""
        return max((today - self.began_on).days, 0)


class OfProgramme(Doors):
    def visible_to(self, member: Any) -> Self:
        return self.filter(programme__partnership__in=Partnership.objects.visible_to(member))

    def editable_by(self, member: Any) -> Self:
        """The same rows; whether role and state allow it is asked of rules.py."""
        return self.visible_to(member)


class StartStepQuerySet(OfProgramme):
    def owned_by(self, member: Any) -> Self:
        return self.filter(Q(client_owner=member.pk) | Q(supplier_owner=member.pk))

    def open(self) -> Self:
        return self.filter(outcome="")


class StartStep(Revised):
    """One step, with an owner on both sides; done, or skipped with a reason."""

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        SKIPPED = "skipped", _("skipped")

    programme = models.ForeignKey(StartProgramme, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("step"), max_length=120)
    what = models.TextField(_("what it is"), max_length=1000, blank=True)
    due_on = models.DateField(_("date"))
    client_owner = models.ForeignKey(
        Membership,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("owner at the client"),
    )
    supplier_owner = models.ForeignKey(
        Membership,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("owner at the supplier"),
    )
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True)
    outcome_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)

    objects = StartStepQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "position"]
        constraints = [
            models.CheckConstraint(condition=~Q(outcome="skipped", reason=""), name="skipped_with_a_reason"),
            models.CheckConstraint(
                condition=Q(client_owner=None) | Q(supplier_owner=None) | ~Q(client_owner=F("supplier_owner")),
                name="step_owners_differ",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def owner_on(self, side: Side) -> Membership | None:
        return self.client_owner if side == Side.CLIENT else self.supplier_owner


class StartReview(Record):
    """The answer of one side at the end: is it done, and how often do we meet from now on?"""

    programme = models.ForeignKey(StartProgramme, on_delete=models.PROTECT, related_name="reviews")
    side = models.CharField(max_length=8, choices=Side)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(_("rhythm from now on"), max_length=5, choices=StartProgramme.Rhythm)
    learned = models.TextField(_("what we take along"), max_length=2000, blank=True)

    objects = OfProgramme.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "side"], name="one_review_per_side")]

    def __str__(self) -> str:
        return str(self.by)

"""Rounds in which assessors score services on weighted criteria."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import LANGUAGES, Membership, Organisation, Role
from accounts.rules import can_edit, is_owner
from common.models import Doors, Record, Revised
from services.models.catalogue import Service


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    DECIDED = "decided", _("decided")


# Scores are shown from here on.
SHOWN = (State.CLOSED, State.DECIDED)
# What nobody keeps any more: the maker left, or may no longer run rounds and choose.
ORPHANED = Q(made_by__ended_at__isnull=False) | ~Q(made_by__role__in=[Role.OWNER, Role.EDITOR])


class AssessmentQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        """Rounds of one's client; a draft for its editors only."""
        rows = self.filter(client=member.organisation_id)
        return rows if can_edit(member) else rows.exclude(state=State.DRAFT)

    def editable_by(self, member: Any) -> Self:
        """The same rows; whether the role allows it is asked of rules.py."""
        return self.visible_to(member)

    def kept_by(self, member: Any) -> Self:
        """One's own; for owners also those that nobody keeps, as their maker left or may no longer run them."""
        kept = Q(made_by=member.pk) | ORPHANED if is_owner(member) else Q(made_by=member.pk)
        return self.visible_to(member).filter(kept)

    def unstaffed(self) -> Self:
        """Open rounds in which nobody who is here scores."""
        here = Assessor.objects.filter(assessment=OuterRef("pk"), member__ended_at=None, member__user__is_active=True)
        return self.filter(~Exists(here), state=State.OPEN)

    def due(self, now: Any) -> Self:
        return self.filter(state=State.OPEN, deadline__lte=now)


class Assessment(Revised):
    """A round over chosen services. Closing freezes it, with its criteria, weights and scores."""

    State = State

    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assessments")
    title = models.CharField(_("title"), max_length=120)
    introduction = models.TextField(_("word to the assessors"), blank=True, max_length=2000)
    deadline = models.DateTimeField(_("deadline"))
    language = models.CharField(max_length=2, choices=LANGUAGES, default="nl")
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Empty when the deadline closed it.
    closed_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False), name="assessment_opened_has_moment"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open"]) | Q(closed_at__isnull=False),
                name="assessment_closed_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "-created_at"], name="assessment_of_client"),
            models.Index(fields=["deadline"], condition=Q(state="open"), name="assessment_due"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def shows_scores(self) -> bool:
        return self.state in SHOWN


class OfAssessment(Doors):
    """Rows of a round, for whoever sees the round."""

    def visible_to(self, member: Any) -> Self:
        rows = self.filter(assessment__client=member.organisation_id)
        return rows if can_edit(member) else rows.exclude(assessment__state=State.DRAFT)

    def editable_by(self, member: Any) -> Self:
        return self.visible_to(member)


class AssessedService(Record):
    """A service in a round, with the facts as they were when it closed."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="assessed")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="assessed")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    annual_spend = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    # What the journeys said of it when the round closed; see services.computed. Empty where nothing was asked of them.
    evidence = models.JSONField(null=True)
    # How often it ended in the first 1, 2, 3 … places under other weights; counted after the round closed.
    places = models.JSONField(null=True)

    objects = OfAssessment.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "service"], name="service_once_in_round")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


# The criteria that the journeys can answer.
FROM_JOURNEYS = ("C2", "C3")


class Criterion(Record):
    """What a service is scored on, in the organisation's own words. The weights of a round total 100.

    `code` tells what our own criteria are for (C1 value to the primary process, C2 contact, C3 effect on
    satisfaction, C5 scope for joint improvement), whatever they are called here.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=2, blank=True)
    name = models.CharField(_("criterion"), max_length=100)
    low = models.CharField(_("1 means"), max_length=200)
    high = models.CharField(_("5 means"), max_length=200)
    weight = models.PositiveSmallIntegerField(_("weight"), validators=[MinValueValidator(1), MaxValueValidator(100)])
    is_computed = models.BooleanField(_("from the journeys"), default=False)

    objects = OfAssessment.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], condition=~Q(code=""), name="criterion_once"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=100), name="weight_1_to_100"),
            models.CheckConstraint(
                condition=Q(is_computed=False) | Q(code__in=FROM_JOURNEYS), name="computed_has_figure"
            ),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class AssessorQuerySet(OfAssessment):
    def waiting_for(self, member: Any) -> Self:
        """The open rounds that still ask something of this member."""
        return self.filter(member=member.pk, assessment__state=State.OPEN, finished_at=None)


class Assessor(Record):
    """A member who scores in a round. `finished_at` is their own word that they are done."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="assessors")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="assessing")
    finished_at = models.DateTimeField(null=True)

    objects = AssessorQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "member"], name="assessor_once")]

    def __str__(self) -> str:
        return str(self.member)


class ScoreQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        """One's own; everybody's once the round is closed, and not before, whatever one's role."""
        of_client = self.filter(assessor__assessment__client=member.organisation_id)
        return of_client.filter(Q(assessor__member=member.pk) | Q(assessor__assessment__state__in=SHOWN))

    def editable_by(self, member: Any) -> Self:
        """One's own, while the round is open."""
        return self.filter(assessor__member=member.pk, assessor__assessment__state=State.OPEN)

    def known(self) -> Self:
        return self.filter(value__isnull=False)


class Score(Record):
    """What one assessor gives one service on one criterion. No value is an empty cell, never a middle one.

    On a computed criterion it overrules the journeys, or says what they do not.
    """

    assessor = models.ForeignKey(Assessor, on_delete=models.CASCADE, related_name="scores")
    assessed = models.ForeignKey(AssessedService, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="scores")
    value = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessor", "assessed", "criterion"], name="cell_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=1, value__lte=5), name="value_1_to_5"),
        ]

    def __str__(self) -> str:
        return str(self.value or "–")

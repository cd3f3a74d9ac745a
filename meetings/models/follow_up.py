"""What a meeting leads to: decisions and actions."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, Side
from common.models import Doors, Revised
from meetings.models.meeting import AgendaItem, Meeting, kept_by_one_side
from meetings.models.minutes import Minutes
from partnerships.models import Partnership


class DecisionQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        """Those of the meetings that one sees."""
        return self.filter(meeting__in=Meeting.objects.visible_to(member))

    def editable_by(self, member: Any) -> Self:
        return self.visible_to(member)

    def adopted(self) -> Self:
        return self.filter(number__isnull=False)


class Decision(Revised):
    """What was decided in a meeting. It gets its number, per partnership, when the minutes are adopted;
    from then on only its state changes."""

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        SUPERSEDED = "superseded", _("superseded")
        WITHDRAWN = "withdrawn", _("withdrawn")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField(null=True)
    text = models.TextField(_("decision"), max_length=2000)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    alternatives = models.TextField(_("what else was considered"), max_length=2000, blank=True)
    valid_from = models.DateField(_("valid from"))
    look_again_on = models.DateField(_("look again on"), null=True, blank=True)
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by",
        verbose_name=_("takes the place of"),
    )  # fmt: skip
    state = models.CharField(max_length=10, choices=State, default=State.VALID)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    ended_because = models.TextField(_("reason"), max_length=1000, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="decision_number"),
            models.CheckConstraint(
                condition=Q(look_again_on=None) | Q(look_again_on__gte=models.F("valid_from")),
                name="look_again_after_valid_from",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:120]


# Over an action: not one of a meeting that only the other side than its owner's prepares.
KNOWN_TO_OWNER = (
    Q(meeting=None)
    | ~kept_by_one_side("meeting__")
    | Q(meeting__side=Side.CLIENT, organisation=F("partnership__client"))
    | Q(meeting__side=Side.SUPPLIER, organisation=F("partnership__supplier"))
)


class ActionQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        """Those of the partnerships and meetings that one sees, and one's own.

        What stands in a draft of the other side's meeting is not seen yet.
        """
        seen = Q(meeting=None, partnership__in=Partnership.objects.visible_to(member))
        return self.filter(
            seen | Q(meeting__in=Meeting.objects.visible_to(member)) | (Q(owner=member.pk) & KNOWN_TO_OWNER)
        )

    def known_to_owner(self) -> Self:
        """Those that who has to do it knows of, and so may be mailed and asked."""
        return self.filter(KNOWN_TO_OWNER)

    def known_to_both(self) -> Self:
        """Those that both sides know of."""
        return self.exclude(kept_by_one_side("meeting__"))

    def editable_by(self, member: Any) -> Self:
        return self.visible_to(member)

    def open(self) -> Self:
        return self.filter(state=Action.State.OPEN)

    def overdue(self) -> Self:
        return self.open().filter(due__lt=timezone.localdate())

    def of(self, member: Any) -> Self:
        return self.filter(owner=member.pk)


class Action(Revised):
    """What one person does, by a day. Between meetings it has none."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="actions")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(_("action"), max_length=300)
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="actions", verbose_name=_("who"))
    # Copied from the owner, to count per organisation.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    due = models.DateField(_("due on"))
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    closing_note = models.TextField(_("how it ended"), max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    # From when its owner has it with this date: what would have reminded them before is not sent.
    given_at = models.DateTimeField()
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="open_or_closed",
            ),
            models.CheckConstraint(condition=~Q(state="dropped") | ~Q(closing_note=""), name="dropped_with_reason"),
        ]
        indexes = [
            models.Index(fields=["owner", "due"], condition=Q(state="open"), name="action_open_of_owner"),
            models.Index(fields=["due"], condition=Q(state="open"), name="action_open_by_due"),
            models.Index(fields=["partnership", "due"], name="action_of_partnership"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due < timezone.localdate()

    def days_late(self, today: date) -> int:
        return max((today - self.due).days, 0)

"""What was said: minutes, their versions, and how both sides adopt them."""

from collections.abc import Collection
from datetime import date
from typing import Any, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, Side
from common.models import Doors, Record, Revised
from meetings.models.meeting import AgendaItem, Meeting


class OfMeeting(Doors):
    """Rows of a meeting, for who sees the meeting."""

    def visible_to(self, member: Any, seen: Collection[UUID] | None = None) -> Self:
        return self.filter(meeting__in=Meeting.objects.visible_to(member, seen))

    def editable_by(self, member: Any) -> Self:
        return self.visible_to(member)


class OfMinutes(Doors):
    """Rows of minutes, for who sees the meeting."""

    def visible_to(self, member: Any) -> Self:
        return self.filter(minutes__meeting__in=Meeting.objects.visible_to(member))

    def editable_by(self, member: Any) -> Self:
        return self.visible_to(member)


class MinutesQuerySet(OfMeeting):
    def under_review(self) -> Self:
        return self.filter(state=Minutes.State.REVIEW)


class Minutes(Record):
    """One version of the minutes of a meeting. Adopted, it is numbered and frozen by the database.

    `content` is all that the document says, copied when it is adopted; `sha256` is its hash, which
    every approval carries too. A correction is a new version; the old one stays.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("under review")
        ADOPTED = "adopted", _("adopted")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    # In the row of adopted minutes of a partnership; a correction keeps the number.
    number = models.PositiveIntegerField(null=True)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    corrects_because = models.TextField(_("what is corrected and why"), max_length=1000, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    review_until = models.DateTimeField(null=True)
    # The last time that the sending side took them back; it stays when they are sent again.
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_because = models.TextField(_("reason"), max_length=1000, blank=True)
    adopted_at = models.DateTimeField(null=True)
    content = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="one_minutes_per_version"),
            models.UniqueConstraint(fields=["meeting"], condition=~Q(state="adopted"), name="one_open_version"),
            models.UniqueConstraint(fields=["partnership", "number", "version"], name="minutes_number"),
            models.CheckConstraint(
                condition=~Q(state="adopted")
                | Q(number__isnull=False, adopted_at__isnull=False, content__isnull=False) & ~Q(sha256=""),
                name="adopted_is_complete",
            ),
        ]
        indexes = [models.Index(fields=["review_until"], condition=Q(state="review"), name="minutes_under_review")]

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def is_adopted(self) -> bool:
        return self.state == self.State.ADOPTED

    @property
    def zone(self) -> ZoneInfo:
        """Where the day to adopt them ends: the client's."""
        return ZoneInfo(self.meeting.partnership.client.time_zone)

    @property
    def last_day(self) -> date | None:
        """The day at whose end the term passes."""
        return self.review_until.astimezone(self.zone).date() if self.review_until else None


class MinutesText(Revised):
    """What was said about one agenda item, in one version of the minutes."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="texts")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="texts")
    text = models.TextField(blank=True)
    changed_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfMinutes.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "item"], name="one_text_per_item")]

    def __str__(self) -> str:
        return str(self.item)


class Approval(Record):
    """One side's answer to one version: adopted by somebody, or no objection made within the term.

    A change of the minutes voids it; it is kept.
    """

    class Kind(models.TextChoices):
        ADOPTED = "adopted", _("adopted")
        NO_OBJECTION = "no_objection", _("no objection made")

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="approvals")
    side = models.CharField(max_length=8, choices=Side)
    kind = models.CharField(max_length=12, choices=Kind)
    by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    job_title = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    objects = OfMinutes.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "side"], condition=Q(voided_at=None), name="one_minutes_answer_per_side"
            ),
            models.CheckConstraint(
                condition=Q(kind="adopted", by__isnull=False) | Q(kind="no_objection", by=None),
                name="adopted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Receipt(Record):
    """Who saw minutes that were sent, and when first. Both sides see it."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="receipts")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side)

    objects = OfMinutes.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "by"], name="minutes_seen_first_once")]

    def __str__(self) -> str:
        return str(self.by)


class AmendmentQuerySet(OfMinutes):
    def open(self) -> Self:
        return self.filter(state=Amendment.State.OPEN)


class Amendment(Record):
    """A proposal to change minutes under review. Before they are adopted each is taken over or dismissed by the
    other side, or withdrawn by the side that made it.

    `html` is the text as it should become; empty when the proposal is a remark only.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        TAKEN = "taken", pgettext_lazy("a proposal", "accepted")
        DISMISSED = "dismissed", pgettext_lazy("a proposal", "rejected")
        WITHDRAWN = "withdrawn", _("withdrawn")

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="amendments")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("what should be different"), max_length=3000, blank=True)
    html = models.TextField(blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text="", html=""), name="amendment_says_something")]

    def __str__(self) -> str:
        return self.text[:80] or str(self.item)


class PrivateNoteQuerySet(OfMeeting):
    def visible_to(self, member: Any, seen: Collection[UUID] | None = None) -> Self:
        """One's own side's, never the other's, whoever one is there."""
        return super().visible_to(member, seen).filter(organisation=member.organisation_id)


class PrivateNote(Revised):
    """What one side notes for itself during a meeting. The other side never learns that it exists."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("notes for ourselves"), blank=True, max_length=20_000)
    changed_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "organisation"], name="one_meeting_note_per_side")]

    def __str__(self) -> str:
        return str(self.meeting)

"""What happened, texts that were kept beside another, and what this installation is."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.people import Membership, Organisation, User
from common.models import Doors, Record


class AuditEventQuerySet(Doors):
    def visible_to(self, member: Membership) -> Self:
        """What happened in one's organisation, and what another did that both share."""
        own = member.organisation_id
        return self.filter(Q(organisation=own) | Q(other_organisation=own))


class AuditEvent(Record):
    """Who, as member of what, did what to which object, when, from where. Only ever inserted."""

    created_at = None  # type: ignore[assignment]
    at = models.DateTimeField(default=timezone.now, db_index=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    other_organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.UUIDField(null=True)
    object_name = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-at"], name="audit_of_organisation"),
            models.Index(fields=["object_type", "object_id", "at"], name="audit_of_object"),
        ]

    def __str__(self) -> str:
        return self.event

    @property
    def sentence(self) -> str:
        """What happened, in the reader's language."""
        from accounts.audit import EVENTS

        return str(EVENTS.get(self.event, self.event))


class AuditOrigin(models.Model):
    """The address an event came from: apart, as it is kept for a shorter time."""

    event = models.OneToOneField(AuditEvent, primary_key=True, on_delete=models.PROTECT, related_name="origin")
    address = models.GenericIPAddressField()

    def __str__(self) -> str:
        return self.address


class KeptText(Record):
    """A text that met another's in the same place, as it was then: whichever of the two stayed, both can be read.

    It is behind the door of the text itself, whose key is `of`. Only ever inserted.
    """

    of = models.UUIDField(db_index=True)
    text = models.TextField()  # rich text
    by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    was_there = models.BooleanField()  # saved already when the other came

    objects = Doors.as_manager()

    def __str__(self) -> str:
        return str(self.of)


class DutyNotice(Record):
    """What one mail tells its receiver: what they take over, who does now what they had asked for, what waits for them;
    or, with nothing of these, that their membership has ended.

    Each is a list of {name, context, things: [{title, page, pk}]}, `passed` with the name of the taker or "". Only
    the mail reads it.
    """

    receiver = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    taken = models.JSONField(default=list)
    passed = models.JSONField(default=list)
    gained = models.JSONField(default=list)

    objects = Doors.as_manager()

    def __str__(self) -> str:
        return str(self.receiver)


class Installation(models.Model):
    """One row of facts about this installation."""

    demo = models.BooleanField(default=False)
    loaded_on = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_installation")]

    def __str__(self) -> str:
        return "demo" if self.demo else "production"

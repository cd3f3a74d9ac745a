"""The outbox: what must be mailed, never its text."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from common.models import Doors, Record

# A claim that is older than this was made by a worker that died; longer than any sending may take.
CLAIM = timedelta(minutes=10)
TRIES = 5


class MessageQuerySet(Doors):
    def due(self, now: datetime) -> Self:
        """What may be sent now: waiting, or claimed by a worker that did not come back."""
        waiting = Q(state=Message.State.WAITING, not_before__lte=now)
        return self.filter(waiting | Q(state=Message.State.CLAIMED, claimed_at__lt=now - CLAIM))

    def in_turn(self, now: datetime) -> Self:
        """Those about a thing to a receiver who has no older one about it under way: an invitation leaves before
        its cancellation, however many workers there are. One that waits for another try holds nothing up."""
        held = Q(state=Message.State.WAITING, not_before__lte=now) | Q(state=Message.State.CLAIMED)
        same_receiver = Q(receiver=OuterRef("receiver")) | Q(receiver=None, address=OuterRef("address"))
        older = Message.objects.filter(
            same_receiver, held, object_id=OuterRef("object_id"), moment__lt=OuterRef("moment")
        )
        return self.filter(~Exists(older))

    def for_organisation(self, organisation_id: object) -> Self:
        """Those that an organisation caused; for its owners, who alone may see them."""
        return self.filter(organisation_id=organisation_id)

    def failed_of(self, organisation_id: object) -> Self:
        return self.for_organisation(organisation_id).filter(state=Message.State.FAILED)


class Message(Record):
    """One mail to one receiver: a user, or an address that has no account yet.

    Planned once: (receiver or address, kind, object, moment) is unique. Subject, text and the secret
    of a link are made at sending. A mail may be sent twice when a worker dies between the mail
    server's yes and our mark; both carry the same Message-ID.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        CLAIMED = "claimed"
        SENT = "sent"
        FAILED = "failed"
        VOID = "void"  # no longer wanted

    # What `failure` says when the address itself is wrong.
    REFUSED = "The mail server refuses this address."

    kind = models.CharField(max_length=60)
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.EmailField(blank=True)
    object_type = models.CharField(max_length=60)
    object_id = models.UUIDField()
    language = models.CharField(max_length=2)
    moment = models.DateTimeField()
    # An organisation's key, so that its owners see what failed: this room does not know organisations.
    organisation_id = models.UUIDField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["receiver", "address", "kind", "object_type", "object_id", "moment"],
                nulls_distinct=False,
                name="planned_once",
            ),
            models.CheckConstraint(
                condition=(Q(receiver=None) & ~Q(address="")) | (Q(receiver__isnull=False) & Q(address="")),
                name="receiver_or_address",
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state__in=["waiting", "claimed"]), name="message_to_send"),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def to(self) -> str:
        """The address that it goes to."""
        return self.receiver.email if self.receiver else self.address

    @property
    def message_id(self) -> str:
        """The same at every try. Only hexadecimal digits: a colon would cut it."""
        return f"<{self.pk.hex}@{settings.SITE_URL.split('//')[-1].split(':')[0]}>"


class Heartbeat(models.Model):
    """When a worker last said that it is alive."""

    name = models.CharField(max_length=30, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

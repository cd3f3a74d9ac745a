"""The outbox: what must be mailed, never its text."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from common.models import Doors, Record

# A claim that is older than this was made by a worker that died; longer than any sending may take.
CLAIM = timedelta(minutes=10)
# A mail that could not leave within this long is told of, though it is tried for longer.
SLOW = timedelta(hours=1)


UNSENT = Q(state__in=["waiting", "claimed"])


class MessageQuerySet(Doors):
    def due(self, now: datetime) -> Self:
        """What may be sent now: waiting, or claimed by a worker that did not come back."""
        waiting = Q(state=Message.State.WAITING)
        # Said of both, although only what was due is ever claimed, so that the index leads to the first one.
        return self.filter(waiting | Q(state=Message.State.CLAIMED, claimed_at__lt=now - CLAIM), not_before__lte=now)

    def in_turn(self, now: datetime) -> Self:
        """Those about a thing to a receiver who has no older one about it under way: an invitation leaves before
        its cancellation, however many workers there are. One that waits for another try holds nothing up."""
        held = Q(state=Message.State.WAITING, not_before__lte=now) | Q(state=Message.State.CLAIMED)
        same_receiver = Q(receiver=OuterRef("receiver")) | Q(receiver=None, address=OuterRef("address"))
        older = Message.objects.filter(
            same_receiver, held, object_id=OuterRef("object_id"), moment__lt=OuterRef("moment")
        )
        return self.filter(~Exists(older))

    def told_to(self, member_id: object, *, and_of: object = None) -> Self:
        """Those that followed from what somebody did, acting under that membership; for an owner, those of the
        organisation too."""
        return self.filter(Q(by_member=member_id) | (Q(organisation_id=and_of) if and_of else Q(pk__in=[])))

    def not_arrived(self, now: datetime) -> Self:
        """What people are told of: failed, or not able to leave for a while."""
        slow = Q(state=Message.State.WAITING, tried_since__lt=now - SLOW)
        return self.filter(Q(state=Message.State.FAILED) | slow).exclude(failure="")


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

    class Failure(models.TextChoices):
        ADDRESS = "address", _("The mail server refuses this address.")
        MAIL = "mail", _("The mail server refuses this mail.")
        LATER = "later", _("The receiver's mail server asks us to try again later.")
        AWAY = "away", _("Our mail server cannot be reached.")
        OURS = "ours", _("The mail could not be made, by a fault on our side.")

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
    # The key of the membership whose act it follows from, so that this person hears when it does not arrive.
    by_member = models.UUIDField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Of the first try that failed, until it is sent or somebody sends it again.
    tried_since = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    # The codes that the mail server answered, such as 451 4.7.1.
    answer = models.CharField(max_length=20, blank=True)

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
        # Two lead a claim to its message, however many wait and however many were sent; two find what did not
        # arrive; the last says what was planned or told about a thing.
        indexes = [
            models.Index(fields=["not_before", "moment"], condition=UNSENT, name="message_to_send"),
            models.Index(fields=["object_id", "moment"], condition=UNSENT, name="message_in_turn"),
            models.Index(fields=["organisation_id"], condition=~Q(failure=""), name="message_of_organisation"),
            models.Index(fields=["by_member"], condition=~Q(failure=""), name="message_not_arrived"),
            models.Index(fields=["object_id", "moment"], name="message_about"),
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

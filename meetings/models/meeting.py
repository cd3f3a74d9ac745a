"""One meeting: when, where, with whom, about what."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import LANGUAGES, Membership, Side, check_time_zone, name_in_order
from common.edges import is_in_range
from common.models import Doors, Record, Revised
from documents.models import Attachment
from meetings.models.series import Level, MeetingSeries, Purpose, SeriesItem
from partnerships.models import Partnership

EARLY = timedelta(hours=1)


class Reply(models.TextChoices):
    NONE = "none", _("no answer yet")
    ACCEPTED = "accepted", _("comes")
    TENTATIVE = "tentative", _("perhaps")
    DECLINED = "declined", _("does not come")


def kept_by_one_side(meeting: str = "") -> Q:
    """Over a meeting, or what leads to one by `meeting`: a draft, and a draft that was cancelled before anybody was
    told. Nothing that hangs on it is known to the other side."""
    return Q(**{f"{meeting}state": Meeting.State.DRAFT}) | Q(
        **{f"{meeting}state": Meeting.State.CANCELLED, f"{meeting}told_at": None}
    )


class MeetingQuerySet(Doors):
    def visible_to(self, member: Any, seen: Collection[UUID] | None = None) -> Self:
        """Those of the partnerships that one sees, and those one is invited to.

        A draft is seen by the side that organises it only. `seen` are the keys of the partnerships that
        the member sees, where they are at hand.
        """
        in_seen = Q(partnership__in=Partnership.objects.visible_to(member) if seen is None else seen)
        invited = Exists(Participant.objects.filter(meeting=OuterRef("pk"), membership=member.pk, removed_at=None))
        own_side = Q(partnership__client=member.organisation_id, side=Side.CLIENT) | Q(
            partnership__supplier=member.organisation_id, side=Side.SUPPLIER
        )
        return self.filter(in_seen | invited).filter(~kept_by_one_side() | own_side)

    def editable_by(self, member: Any) -> Self:
        """The same rows; whether the role allows it is asked of rules.py."""
        return self.visible_to(member)

    def coming(self) -> Self:
        """Not over yet: ahead of us, or under way."""
        ahead = Q(state__in=Meeting.AHEAD, ends_at__gt=timezone.now())
        return self.filter(ahead | Q(state=Meeting.State.UNDER_WAY))

    def calendar(self) -> Self:
        """Not over yet, and also what would come and was cancelled: where it was to be, for the list."""
        ahead = Q(state__in=[*Meeting.AHEAD, Meeting.State.CANCELLED], ends_at__gt=timezone.now())
        return self.filter(ahead | Q(state=Meeting.State.UNDER_WAY))

    def cancelled_at_end(self, at: datetime) -> Self:
        """What is cancelled when the partnership ends at this moment: drafts, and what is planned for later."""
        return self.filter(Q(state=Meeting.State.DRAFT) | Q(state=Meeting.State.PLANNED, starts_at__gt=at))

    def past(self) -> Self:
        """Everything that is not on the calendar."""
        gone = Q(state__in=[*Meeting.AHEAD, Meeting.State.CANCELLED], ends_at__lte=timezone.now())
        return self.filter(gone | Q(state__in=[Meeting.State.HELD, Meeting.State.REVIEW, Meeting.State.ADOPTED]))


class Meeting(Revised):
    """Of a partnership. Each step is an action with its actor; the minutes have their own row.

    `side` is the side that organises it. `sequence` counts what a calendar must know about, and rises
    with every change of time, place or title.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        HELD = "held", _("held")
        REVIEW = "review", _("minutes under review")
        ADOPTED = "adopted", _("minutes adopted")
        CANCELLED = "cancelled", _("cancelled")

    AHEAD = (State.DRAFT, State.PLANNED)
    DONE = (State.HELD, State.REVIEW, State.ADOPTED, State.CANCELLED)
    AGENDA_OPEN = (State.DRAFT, State.PLANNED, State.UNDER_WAY)

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="meetings")
    series = models.ForeignKey(MeetingSeries, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    level = models.CharField(_("level"), max_length=11, choices=Level)
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    time_zone = models.CharField(_("time zone"), max_length=50, validators=[check_time_zone])
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link for a video call"), max_length=500, blank=True)
    purpose = models.TextField(_("what this meeting is for"), max_length=2000, blank=True)
    language = models.CharField(_("language of the minutes"), max_length=2, choices=LANGUAGES, default="nl")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    side = models.CharField(max_length=8, choices=Side)
    organiser = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    recorded_afterwards = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    # From when participants know the present time: what would have reminded them before is not sent.
    told_at = models.DateTimeField(null=True)
    # Time and place as the participants knew them before the last change, for the mail that tells of it.
    told_before = models.JSONField(default=dict)
    # Who made that change, or cancelled it: the mail comes from them.
    told_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_because = models.TextField(_("reason"), max_length=1000, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_begins"),
            # Twice "make the next meeting" makes one.
            models.UniqueConstraint(
                fields=["series", "starts_at"],
                condition=Q(series__isnull=False) & ~Q(state="cancelled"),
                name="one_meeting_of_a_series_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "-starts_at"], name="meeting_of_partnership"),
            models.Index(fields=["starts_at"], condition=Q(state="planned"), name="meeting_planned"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> datetime:
        """The start on the clock where the meeting is."""
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def is_out_of_range(self) -> bool:
        """Whether its day lies outside the years that people plan in, so that it cannot be what was meant."""
        return not is_in_range(self.starts_at)

    @property
    def length(self) -> int:
        """In minutes."""
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))

    @property
    def is_agenda_open(self) -> bool:
        """Until it is held. What was recorded afterwards is filled in until its minutes are sent."""
        return self.state in self.AGENDA_OPEN or (self.recorded_afterwards and self.state == self.State.HELD)

    @property
    def is_past(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def is_to_come(self) -> bool:
        return self.starts_at > timezone.now()

    @property
    def is_ahead(self) -> bool:
        """Whether its time is not there yet; people sit down a little early."""
        return self.starts_at > timezone.now() + EARLY

    @property
    def is_on_later_day(self) -> bool:
        """Whether its day, on the clock where it is, has yet to come."""
        return self.local_start.date() > timezone.now().astimezone(self.zone).date()

    @property
    def is_cancelled_by_end(self) -> bool:
        """Whether it was cancelled because its partnership ended, in that same moment."""
        return self.cancelled_at is not None and self.cancelled_at == self.partnership.ended_at

    @property
    def goes_on(self) -> bool:
        """Whether what is left goes on to a next meeting: one of a series that runs has one."""
        return bool(self.series_id and self.series and self.series.ended_at is None)

    def on_side(self, member: Any) -> Side:
        """The side that a member of either organisation is on here."""
        return self.partnership.side_of(member)


class ParticipantQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        return self.filter(meeting__in=Meeting.objects.visible_to(member))

    def invited(self) -> Self:
        """Those who take part: not taken off the list."""
        return self.filter(removed_at=None)

    def of(self, member: Any) -> Self:
        return self.invited().filter(membership=member.pk)


class Participant(Record):
    """A member of either side, or a guest by name and address who never signs in."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="participants")
    membership = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="participations"
    )
    side = models.CharField(max_length=8, choices=Side, blank=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    address = models.EmailField(_("e-mail address"), blank=True)
    reply = models.CharField(max_length=9, choices=Reply, default=Reply.NONE)
    replied_at = models.DateTimeField(null=True)
    present = models.BooleanField(_("present"), null=True)
    invited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "membership"],
                condition=Q(membership__isnull=False),
                name="one_place_for_a_member",
            ),
            models.UniqueConstraint(
                fields=["meeting", "address"], condition=Q(membership=None), name="one_place_for_a_guest"
            ),
            models.CheckConstraint(
                condition=(Q(membership__isnull=False) & Q(address="") & ~Q(side=""))
                | (Q(membership=None) & ~Q(address="") & ~Q(name="") & Q(side="")),
                name="member_or_guest",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.membership)

    @property
    def is_guest(self) -> bool:
        return self.membership_id is None

    @property
    def said_name(self) -> str:
        """A guest's name, as one says it."""
        return name_in_order(self.name)


class AgendaItemQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        return self.filter(meeting__in=Meeting.objects.visible_to(member))

    def editable_by(self, member: Any) -> Self:
        return self.visible_to(member)


class AgendaItem(Revised):
    """A point on the agenda, put there by either side, by the series or by what the last meeting left."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("agenda item"), max_length=200)
    explanation = models.TextField(_("explanation"), max_length=3000, blank=True)
    purpose = models.CharField(_("purpose"), max_length=7, choices=Purpose, default=Purpose.DISCUSS)
    minutes = models.PositiveSmallIntegerField(
        pgettext_lazy("of an hour", "minutes"), default=10, validators=[MaxValueValidator(480)]
    )
    side = models.CharField(max_length=8, choices=Side)
    put_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    series_item = models.ForeignKey(SeriesItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # What the last meeting left: not discussed, or with an action that is still open.
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to")
    is_discussed = models.BooleanField(null=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carried_from"], condition=Q(carried_from__isnull=False), name="item_carried_to_one_meeting"
            ),
        ]
        indexes = [models.Index(fields=["meeting", "position"], name="item_of_meeting")]

    def __str__(self) -> str:
        return self.title


class AgendaFile(Record):
    """A file that goes with an agenda item; who sees the item sees the file."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="files")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")

    objects = Doors.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "attachment"], name="file_once_per_item")]

    def __str__(self) -> str:
        return str(self.attachment)

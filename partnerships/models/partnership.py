"""Who works together on what, and the rows that stand on the home page of a partnership."""

from typing import Any, Self

from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, Role, Side
from common.models import Doors, Record, Revised
from services.models import Choice, Location, Service
from vision.models import VisionItem


class PartnershipQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        """Owners see all of their organisation, everybody else those whose team they are in.

        A supplier sees one from its proposal; a team member as long as they are in the team.
        """
        own = Q(client=member.organisation_id) | Q(supplier=member.organisation_id)
        if member.role == Role.OWNER:
            return self.filter(own)
        mine = TeamMember.objects.filter(partnership=models.OuterRef("pk"), membership=member.pk, until=None)
        return self.filter(own).filter(models.Exists(mine))

    def alive(self) -> Self:
        """Those in which people work together now."""
        return self.filter(state__in=Partnership.ALIVE)

    def open(self) -> Self:
        """Those that may still come to something, or are alive."""
        return self.filter(state__in=(*Partnership.ALIVE, Partnership.State.PROPOSED))


class Partnership(Revised):
    """Client × supplier × services. Each step is an action with its actor; see actions/partnership.py."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        STARTING = "starting", _("starting")
        RUNNING = "running", _("running")
        ENDING = "ending", _("ending")
        ENDED = "ended", _("ended")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    ALIVE = (State.STARTING, State.RUNNING, State.ENDING)
    AGREEING = (State.STARTING, State.RUNNING)

    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships_as_client")
    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships_as_supplier")
    name = models.CharField(_("name"), max_length=120)
    services = models.ManyToManyField(Service, related_name="partnerships", verbose_name=_("services"))
    locations = models.ManyToManyField(Location, blank=True, verbose_name=_("locations"))
    # What the client chose before; its reasons are the client's own and never shown to the supplier.
    choice = models.ForeignKey(
        Choice, null=True, blank=True, on_delete=models.PROTECT, related_name="partnerships", verbose_name=_("choice")
    )
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    why = models.TextField(_("why this partnership"), max_length=3000, blank=True)
    wished_start = models.DateField(_("start we have in mind"), null=True, blank=True)
    proposed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.TextField(blank=True, max_length=2000)
    started_on = models.DateField(null=True)
    running_since = models.DateField(null=True)
    end_announced_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.TextField(blank=True, max_length=2000)
    ends_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Who took the last announcement of an end back; stays for the mail and goes with the next announcement.
    end_taken_back_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    # Who completed the end although the other side never confirmed it, and why.
    ended_alone_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    ended_alone_because = models.TextField(blank=True, max_length=2000)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(client=F("supplier")), name="partnership_of_two"),
        ]
        indexes = [
            models.Index(fields=["client", "state"], name="partnership_client"),
            models.Index(fields=["supplier", "state"], name="partnership_supplier"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_alive(self) -> bool:
        return self.state in self.ALIVE

    @property
    def is_agreeing(self) -> bool:
        """Whether an agreement may be written and approved: from the acceptance until the end is announced."""
        return self.state in self.AGREEING

    @property
    def is_over(self) -> bool:
        """Whether nothing comes of it any more."""
        return self.state not in (self.State.PROPOSED, *self.ALIVE)

    def side_of(self, member: Any) -> Side:
        """The side that a member of either organisation is on here."""
        return Side.CLIENT if member.organisation_id == self.client_id else Side.SUPPLIER

    def organisation_on(self, side: Side) -> Organisation:
        return self.client if side == Side.CLIENT else self.supplier

    def other(self, member: Any) -> Organisation:
        """The partner of a member's organisation."""
        return self.organisation_on(self.side_of(member).other)


class OfPartnership(Doors):
    """Rows of a partnership, shared by both sides from their first line."""

    def visible_to(self, member: Any) -> Self:
        return self.filter(partnership__in=Partnership.objects.visible_to(member))

    def editable_by(self, member: Any) -> Self:
        """The same rows; whether role and state allow it is asked of rules.py."""
        return self.visible_to(member)


class TeamMemberQuerySet(OfPartnership):
    def current(self) -> Self:
        return self.filter(until=None, membership__ended_at=None)

    def in_order(self) -> Self:
        """Who sponsors, who leads, who takes part; by name."""
        part = TeamMember.Part
        places = [models.When(part=value, then=models.Value(place)) for place, value in enumerate(part.values)]
        return self.order_by(models.Case(*places), "user__name")


class TeamMember(Record):
    """Somebody of either side in the team of a partnership, with the part they play."""

    class Part(models.TextChoices):
        SPONSOR = "sponsor", _("sponsor")
        LEAD = "lead", _("lead")
        MEMBER = "member", _("member")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="team")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="teams")
    # Copied from the membership, so that the database can keep a person from sitting on both sides.
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side)
    part = models.CharField(_("part played"), max_length=7, choices=Part, default=Part.MEMBER)
    since = models.DateField()
    added_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            # One person, one place: nobody acts for both sides.
            models.UniqueConstraint(fields=["partnership", "user"], condition=Q(until=None), name="one_side_in_a_team"),
        ]

    def __str__(self) -> str:
        return str(self.membership)


class Goal(Record):
    """What both want to reach. It may point to what the client's vision says."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="goals")
    text = models.CharField(_("goal"), max_length=300)
    seen_by = models.CharField(_("how we will see it"), max_length=300, blank=True)
    # What of the client's vision it serves, and how that was called then.
    vision_item = models.ForeignKey(VisionItem, null=True, blank=True, on_delete=models.PROTECT, related_name="goals")
    from_vision = models.CharField(max_length=150, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = OfPartnership.as_manager()

    class Meta:
        ordering = ["position", "created_at"]

    def __str__(self) -> str:
        return self.text


class SystemLink(Record):
    """Where work orders, contracts and SLA figures live; those are not rebuilt here."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="links")
    label = models.CharField(_("what it is"), max_length=80)
    url = models.URLField(_("address"), max_length=500, validators=[URLValidator(schemes=["https"])])

    objects = OfPartnership.as_manager()

    class Meta:
        ordering = ["label"]
        constraints = [
            models.CheckConstraint(condition=Q(url__startswith="https://"), name="link_is_https"),
        ]

    def __str__(self) -> str:
        return self.label


class HandoverItem(Record):
    """What must be handed over before a partnership has ended."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="handover")
    text = models.CharField(_("what is handed over"), max_length=200)
    side = models.CharField(_("by"), max_length=8, choices=Side)
    position = models.PositiveSmallIntegerField(default=0)
    done_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    objects = OfPartnership.as_manager()

    class Meta:
        ordering = ["position", "created_at"]

    def __str__(self) -> str:
        return self.text


class EndConfirmation(Record):
    """One side's word that the partnership has ended for it; when both have given theirs, it is over."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="end_confirmations")
    side = models.CharField(max_length=8, choices=Side)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    objects = OfPartnership.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "side"], name="one_confirmation_of_the_end_per_side"),
        ]

    def __str__(self) -> str:
        return str(self.by)


class OfOneSide(Doors):
    """What one side writes for itself; no door lets the other side in."""

    def visible_to(self, member: Any) -> Self:
        return self.filter(organisation=member.organisation_id, partnership__in=Partnership.objects.visible_to(member))


class PartnershipNote(Revised):
    """The private note of one side on a partnership."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="notes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("note"), blank=True, max_length=10_000)

    objects = OfOneSide.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "organisation"], name="one_note_per_side"),
        ]

    def __str__(self) -> str:
        return str(self.partnership)

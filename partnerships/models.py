"""Partnerships of a client and a supplier."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, Role, Side
from common.models import Doors, Record
from services.models import Location, Service


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


class Partnership(Record):
    """Client × supplier × services. Each step is an action with its actor; see actions.py."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        STARTING = "starting", _("starting")
        RUNNING = "running", _("running")
        ENDING = "ending", _("ending")
        ENDED = "ended", _("ended")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    ALIVE = (State.STARTING, State.RUNNING, State.ENDING)

    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships_as_client")
    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships_as_supplier")
    name = models.CharField(_("name"), max_length=120)
    services = models.ManyToManyField(Service, related_name="partnerships", verbose_name=_("services"))
    locations = models.ManyToManyField(Location, blank=True, verbose_name=_("locations"))
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    why = models.TextField(_("why this partnership"), max_length=3000, blank=True)
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

    def side_of(self, member: Any) -> Side:
        """The side that a member of either organisation is on here."""
        return Side.CLIENT if member.organisation_id == self.client_id else Side.SUPPLIER

    def organisation_on(self, side: Side) -> Organisation:
        return self.client if side == Side.CLIENT else self.supplier

    def other(self, member: Any) -> Organisation:
        """The partner of a member's organisation."""
        return self.organisation_on(self.side_of(member).other)


class TeamMemberQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        return self.filter(partnership__in=Partnership.objects.visible_to(member))

    def current(self) -> Self:
        return self.filter(until=None, membership__ended_at=None)


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
    until = models.DateField(null=True, blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            # One person, one place: nobody acts for both sides.
            models.UniqueConstraint(
                fields=["partnership", "user"], condition=Q(until=None), name="one_side_in_a_team"
            ),
        ]

    def __str__(self) -> str:
        return str(self.membership)

"""People and organisations."""

from datetime import date
from typing import Any, Self
from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.last_day import last_day_of
from common.models import Doors, Record
from notifications.models import Message

LANGUAGES = [("nl", "Nederlands"), ("en", "English")]


class Side(models.TextChoices):
    CLIENT = "client", _("client")
    SUPPLIER = "supplier", _("supplier")

    @property
    def other(self) -> "Side":
        return Side.SUPPLIER if self is Side.CLIENT else Side.CLIENT


class Role(models.TextChoices):
    """From most to least: each may do what the next may."""

    OWNER = "owner", _("owner")
    EDITOR = "editor", _("editor")
    CONTRIBUTOR = "contributor", _("contributor")
    READER = "reader", _("reader")

    @property
    def meaning(self) -> str:
        """What somebody with this role may do, in a few words."""
        return str(MEANINGS[self.value])


MEANINGS = {
    "owner": _("everything, and people, settings and audit too"),
    "editor": _("creates and changes"),
    "contributor": _("scores, comments and takes actions"),
    "reader": _("reads everything"),
}

# Which roles may let somebody in by an invitation.
INVITERS = {"colleague": (Role.OWNER,), "supplier": (Role.OWNER, Role.EDITOR)}


def check_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("Choose a time zone from the list, such as Europe/Amsterdam."))


# What may stand before a name, in Dutch and English; the same with a point behind it.
TITLES = {"dr", "drs", "prof", "ir", "ing", "mr", "mrs", "ms", "mw", "mevr", "mevrouw", "dhr", "heer", "ds", "sir"}


def greeting_name(name: str) -> str:
    """What somebody is called in "Hello …": the first name where it is certain which word that is, else the whole
    name. So for "Jansen, P.M.", "Dr. Ann Bos" and "van 't Hof-de Wit"."""
    name = name_in_order(name)
    first, *others = name.split() or [""]
    is_word = len(first) > 1 and first[0].isupper() and not first.isupper() and not any(sign in first for sign in ".,")
    return first if others and is_word and not _is_title(first) and "," not in name else name


def name_in_order(name: str) -> str:
    """The name as one says it: "Bos, Kim" is "Kim Bos", and "Berg, J. van den" is "J. van den Berg".

    As typed where the words before the comma are more than one surname, as of "Kim Bos, Facilities".
    """
    surname, _comma, given = (part.strip() for part in name.partition(","))
    capitals = [word for word in surname.split() if word.lstrip("'(")[:1].isupper()]
    return f"{given} {surname}" if given and "," not in given and len(capitals) == 1 else name


def initials_of(name: str) -> str:
    """The first letters of the first name and the surname, without titles and "van der"."""
    surname, comma, given = name.partition(",")
    words = f"{given} {surname}".split() if comma else name.split()
    letters = [word for word in (one.lstrip("('\"") for one in words) if word[:1].isalpha()]
    called = [word for word in letters if not word[0].islower() and not _is_title(word)] or letters or [name]
    return (called[0][:1] + (called[-1][:1] if len(called) > 1 else "")).upper()


def _is_title(word: str) -> bool:
    return word.lower().strip(".") in TITLES


class UserQuerySet(Doors):
    def visible_to(self, member: "Membership") -> Self:
        """Colleagues of one's own organisation, those who left too."""
        return self.filter(pk__in=Membership.objects.visible_to(member).values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, Record):
    """Somebody who signs in by e-mail."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="nl")
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="Europe/Amsterdam", validators=[check_time_zone]
    )
    theme = models.CharField(
        _("theme"),
        max_length=5,
        blank=True,
        choices=[("", _("as my device")), ("light", _("light")), ("dark", _("dark"))],
    )
    remind_week = models.BooleanField(_("a week before a meeting"), default=True)
    remind_day = models.BooleanField(_("a day before a meeting"), default=True)
    remind_hour = models.BooleanField(_("an hour before a meeting"), default=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return greeting_name(self.name)

    @property
    def initials(self) -> str:
        return initials_of(self.name or self.email)


class OrganisationQuerySet(Doors):
    def visible_to(self, member: "Membership") -> Self:
        """One's own, and those that it is connected with."""
        own = member.organisation_id
        return self.filter(
            Q(pk=own)
            | Q(connections_as_client__supplier=own, connections_as_client__state=Connection.State.ACTIVE)
            | Q(connections_as_supplier__client=own, connections_as_supplier__state=Connection.State.ACTIVE)
        ).distinct()


class Organisation(Record):
    """A client, a supplier, or both; which side it is on is a fact of the connection or partnership."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60, unique=True, help_text=_("Part of every address; never changes."))
    is_client = models.BooleanField(_("client"), default=False)
    is_supplier = models.BooleanField(_("supplier"), default=False)
    registration_number = models.CharField(
        _("KvK number"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{8}$", _("A KvK number has eight digits, such as 12345678."))],
    )
    place = models.CharField(_("place"), max_length=80, blank=True)
    logo = models.ForeignKey("documents.Attachment", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write a colour as #0f6370."))],
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="nl")
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="Europe/Amsterdam", validators=[check_time_zone]
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_client=True) | Q(is_supplier=True), name="client_or_supplier"),
        ]

    def __str__(self) -> str:
        return self.name

    def url(self, name: str, **kwargs: Any) -> str:
        """Path of a page under this organisation: url("services:detail", pk=…)."""
        return reverse(name, kwargs={"organisation": self.slug, **kwargs})


class MembershipQuerySet(Doors):
    def active(self) -> Self:
        return self.filter(ended_at=None, user__is_active=True)

    def visible_to(self, member: "Membership") -> Self:
        """The people of one's own organisation, those who left too."""
        return self.filter(organisation=member.organisation_id)

    def ended_of(self, user: Any, slug: str) -> Any:
        """The membership of an organisation that somebody had last, when it has ended."""
        rows = self.filter(user=user.pk, organisation__slug=slug).exclude(ended_at=None)
        return rows.select_related("organisation").order_by("-ended_at").first()

    def of_user(self, user: Any) -> Self:
        """The memberships under which somebody can act now; each knows whether somebody asks to be let in, and
        whether a mail did not arrive."""
        here = {"organisation": models.OuterRef("organisation")}
        claims = Invitation.objects.for_system("waits for an answer").claimed().filter(**here)
        requests = AccessRequest.objects.for_system("waits for an answer").open().filter(**here)
        asked = Q(models.Exists(claims)) | Q(models.Exists(requests))
        mails = Message.objects.not_arrived(timezone.now())
        unheard = models.Exists(mails.filter(by_member=models.OuterRef("pk"))) | (
            Q(role=Role.OWNER) & models.Exists(mails.filter(organisation_id=models.OuterRef("organisation")))
        )
        rows = self.active().filter(user=user.pk).annotate(is_asked=asked, is_unheard=unheard)
        return rows.select_related("organisation", "user").order_by("organisation__name")

    def owners_of(self, organisation: Organisation) -> Self:
        return self.active().filter(organisation=organisation, role=Role.OWNER).select_related("user")


class Membership(Record):
    """A user in an organisation, with a role. It ends; it is never deleted.

    The one that acts in a request is `request.member`; its `side` says as what the page is shown.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=11, choices=Role)
    job_title = models.CharField(_("job title"), max_length=100, blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    may_sign = models.BooleanField(
        _("may sign"), default=False, help_text=_("Approves agreements on behalf of the organisation.")
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    # Read along by of_user(), so that the overview only looks for requests where there are any; else: who knows.
    is_asked = True
    is_unheard = True

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=Q(ended_at=None), name="one_active_membership"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def side(self) -> Side:
        """The side shown; an organisation that is both may switch, others have one."""
        chosen = getattr(self, "_side", None)
        if chosen:
            return chosen
        return Side.CLIENT if self.organisation.is_client else Side.SUPPLIER

    @side.setter
    def side(self, value: Side) -> None:
        self._side = value

    def url(self, name: str, **kwargs: Any) -> str:
        """Path of a page under the organisation that this member acts for."""
        return self.organisation.url(name, **kwargs)


class ConnectionQuerySet(Doors):
    def visible_to(self, member: "Membership") -> Self:
        """Those of the client; those of the supplier once it accepted."""
        own = member.organisation_id
        return self.filter(Q(client=own) | Q(supplier=own))

    def editable_by(self, member: "Membership") -> Self:
        return self.filter(client=member.organisation_id)

    def active(self) -> Self:
        return self.filter(state=Connection.State.ACTIVE)


class Connection(Record):
    """Client and supplier know each other. Vision, partnerships and challenges ask it."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        ACTIVE = "active", _("connected")
        ENDED = "ended", _("ended")

    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="connections_as_client")
    # Unknown until an invitation is accepted, even when we know who it will be: the inviter sees "waiting".
    supplier = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="connections_as_supplier"
    )
    supplier_name = models.CharField(_("name of the supplier"), max_length=120)
    registration_number = models.CharField(_("KvK number"), max_length=8, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.INVITED)
    notes = models.TextField(_("notes"), blank=True, max_length=5000)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "supplier"], condition=Q(state="active"), name="one_active_connection"
            ),
            models.CheckConstraint(condition=~Q(client=models.F("supplier")), name="not_with_oneself"),
            models.CheckConstraint(
                condition=Q(state="invited") | Q(supplier__isnull=False) | Q(state="ended"),
                name="active_has_supplier",
            ),
        ]

    def __str__(self) -> str:
        return self.supplier.name if self.supplier else self.supplier_name


class InvitationQuerySet(Doors):
    def visible_to(self, member: "Membership") -> Self:
        """Those that one's organisation sent."""
        return self.filter(organisation=member.organisation_id)

    def of_link(self, token_hash: str) -> Self:
        """The one behind a secret link, whatever its state."""
        return self.filter(token_hash=token_hash)

    def open(self) -> Self:
        """Those that let somebody in. One ends with the right of who sent it, and with what it was for."""
        may = Q(invited_by__ended_at=None, invited_by__user__is_active=True)
        colleague = Q(connection=None) & (Q(invited_by=None) | (may & Q(invited_by__role__in=INVITERS["colleague"])))
        connection = Q(connection__state=Connection.State.INVITED, organisation__is_client=True)
        supplier = may & connection & Q(invited_by__role__in=INVITERS["supplier"])
        return self.unanswered().filter(colleague | supplier, expires_at__gt=timezone.now())

    def claimed(self) -> Self:
        """Those that somebody with another address wants to accept; the inviter says whether they are meant."""
        return self.open().exclude(claimed_by=None)

    def unanswered(self) -> Self:
        """Open ones, and those that ended without an answer."""
        return self.filter(accepted_at=None, withdrawn_at=None, declined_at=None)


class Invitation(Record):
    """Of a colleague into an organisation, or of a supplier to connect with a client. Used once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    address = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=11, choices=Role, blank=True)
    # A supplier's invitation has a connection instead of a role.
    connection = models.ForeignKey(
        Connection, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    invited_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language of the mail"), max_length=2, choices=LANGUAGES, default="nl")
    generation = models.PositiveIntegerField(default=1)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Who wants to accept it under another address than the invited one, and for which supplier.
    claimed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    claimed_for = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role="", connection__isnull=False) | (~Q(role="") & Q(connection=None)),
                name="colleague_or_supplier",
            )
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def state(self) -> str:
        """open, accepted, declined, withdrawn, expired, or lapsed: who sent it may no longer let anybody in."""
        if self.accepted_at:
            return "accepted"
        if self.declined_at:
            return "declined"
        if self.withdrawn_at:
            return "withdrawn"
        if self.expires_at <= timezone.now():
            return "expired"
        return "open" if self._stands() else "lapsed"

    def _stands(self) -> bool:
        by = self.invited_by
        if by is None:
            return not self.is_for_supplier
        roles = INVITERS["supplier" if self.is_for_supplier else "colleague"]
        if by.ended_at or not by.user.is_active or by.role not in roles:
            return False
        connection = self.connection
        return not connection or (self.organisation.is_client and connection.state == Connection.State.INVITED)

    @property
    def last_day(self) -> date:
        """The last day on which it works, on the clock of who invites."""
        return last_day_of(self.expires_at, self.organisation.time_zone)

    def is_for(self, user: User) -> bool:
        """Whether the user signs in with the invited address, which they proved."""
        return user.email.lower() == self.address.lower()

    @property
    def has_account(self) -> bool:
        """Whether somebody signs in with the invited address already."""
        return User.objects.for_system("invited address").filter(email__iexact=self.address).exists()

    @property
    def is_for_supplier(self) -> bool:
        return self.connection_id is not None


class AccessRequestQuerySet(Doors):
    def visible_to(self, member: "Membership") -> Self:
        """Those that one's own organisation was asked."""
        return self.filter(organisation=member.organisation_id)

    def of_user(self, user: Any) -> Self:
        """What somebody asked."""
        return self.filter(user=user.pk)

    def open(self) -> Self:
        return self.filter(answered_at=None)


class AccessRequest(Record):
    """Somebody who gave the organisation's KvK number asks its owners to be let in."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="access_requests")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="access_requests")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Empty while open, and when the owners declined.
    role = models.CharField(_("role"), max_length=11, choices=Role, blank=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(answered_at=None), name="one_open_access_request"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)

"""The vision of a client: its versions, their texts, who reviewed them and with whom they are shared."""

from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import LANGUAGES, Connection, Membership, Organisation
from common.last_day import last_day_of
from common.models import Doors, Record, Revised
from documents.models import Rendering


class Vision(Record):
    """What a client stands for and where it goes. A client has one; its versions hold the texts."""

    client = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="vision")

    objects = Doors.as_manager()

    def __str__(self) -> str:
        return self.client.name


class VersionQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        """All of one's own organisation; of a client that one is connected with, what it published."""
        own = member.organisation_id
        known = Connection.objects.for_system("door").active().filter(client=OuterRef("vision__client"), supplier=own)
        return self.filter(Q(vision__client=own) | (Q(state=VisionVersion.State.PUBLISHED) & Exists(known)))

    def editable_by(self, member: Any) -> Self:
        """Those of one's own organisation; whether the role and the state allow it is asked of rules.py."""
        return self.filter(vision__client=member.organisation_id)

    def published(self) -> Self:
        return self.filter(state=VisionVersion.State.PUBLISHED)

    def unpublished(self) -> Self:
        return self.exclude(state=VisionVersion.State.PUBLISHED)


class VisionVersion(Revised):
    """One numbered text of the vision. Once published, a trigger keeps it, its parts and its items as they are."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", pgettext_lazy("vision", "published")

    vision = models.ForeignKey(Vision, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="nl")
    title = models.CharField(_("title"), max_length=120)
    period = models.CharField(_("period"), max_length=30, blank=True)
    started_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    change_note = models.TextField(_("what changed"), max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    # As they were at publishing: a published version says the same for ever.
    published_name = models.CharField(max_length=100, blank=True)
    published_title = models.CharField(max_length=100, blank=True)
    # Made once by a worker, after publishing.
    pdf = models.ForeignKey(Rendering, null=True, on_delete=models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vision", "number"], name="vision_version_number"),
            models.UniqueConstraint(
                fields=["vision"], condition=~Q(state="published"), name="one_unpublished_vision_version"
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False, published_by__isnull=False)
                | (~Q(state="published") & Q(published_at=None)),
                name="published_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class OfVersion(Doors):
    """Rows of a version, behind its door."""

    def visible_to(self, member: Any) -> Self:
        return self.filter(version__in=VisionVersion.objects.visible_to(member))

    def editable_by(self, member: Any) -> Self:
        return self.filter(version__vision__client=member.organisation_id)


class PartKind(models.TextChoices):
    """The parts in the order of the document."""

    PLACE = "place", _("Our place in the organisation")
    CORE_VALUES = "core_values", _("Our core values")
    CULTURE = "culture", _("Culture and users")
    FUTURE = "future", _("Future vision")
    PARTNERS = "partners", _("How we want to work with partners")
    SUSTAINABILITY = "sustainability", _("Sustainability")


REQUIRED = (PartKind.CORE_VALUES, PartKind.CULTURE, PartKind.FUTURE)


class Part(Revised):
    """The text of one part of a version, as rich text."""

    version = models.ForeignKey(VisionVersion, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=14, choices=PartKind)
    body = models.TextField(blank=True)
    changed_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfVersion.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "kind"], name="one_part_of_a_kind")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_required(self) -> bool:
        return self.kind in REQUIRED


class ItemKind(models.TextChoices):
    CORE_VALUE = "core_value", _("core value")
    USER_GROUP = "user_group", _("user group")
    AMBITION = "ambition", _("ambition")


class VisionItemQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        """Those that stand in a version that the member may see."""
        texts = ItemText.objects.visible_to(member).filter(item=OuterRef("pk"))
        return self.filter(Exists(texts))


class VisionItem(Record):
    """A core value, user group or ambition as itself, whatever the versions say of it. Never deleted."""

    vision = models.ForeignKey(Vision, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=10, choices=ItemKind)

    objects = VisionItemQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ItemText(Revised):
    """What one version says of an item. Which fields count depends on the kind; see forms.ItemForm."""

    version = models.ForeignKey(VisionVersion, on_delete=models.PROTECT, related_name="texts")
    item = models.ForeignKey(VisionItem, on_delete=models.PROTECT, related_name="texts")
    position = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=150)
    notices = models.TextField(_("what a user notices of it"), max_length=600, blank=True)
    never = models.TextField(_("what we would never do because of it"), max_length=600, blank=True)
    size = models.CharField(_("how many"), max_length=60, blank=True)
    rhythm = models.TextField(_("when they are there"), max_length=600, blank=True)
    needs = models.TextField(_("what they need"), max_length=600, blank=True)
    explanation = models.TextField(_("what it means"), max_length=600, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    seen_by = models.TextField(_("how we will see it"), max_length=600, blank=True)
    changed_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfVersion.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "item"], name="one_text_of_an_item")]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        return self.item.kind


# The fields of each kind, in the order of the form; the first is always the name.
FIELDS: dict[str, tuple[str, ...]] = {
    ItemKind.CORE_VALUE: ("name", "notices", "never"),
    ItemKind.USER_GROUP: ("name", "size", "rhythm", "needs"),
    ItemKind.AMBITION: ("name", "year", "explanation", "seen_by"),
}
# The part that a kind of item stands in.
PART_OF = {
    ItemKind.CORE_VALUE: PartKind.CORE_VALUES,
    ItemKind.USER_GROUP: PartKind.CULTURE,
    ItemKind.AMBITION: PartKind.FUTURE,
}
COPIED = ("name", "notices", "never", "size", "rhythm", "needs", "explanation", "year", "seen_by")


# Talking about a draft -----------------------------------------------------------------------------


class OwnOnly(Doors):
    """Rows about a version that only its own organisation sees."""

    def visible_to(self, member: Any) -> Self:
        return self.filter(version__vision__client=member.organisation_id)

    def editable_by(self, member: Any) -> Self:
        return self.visible_to(member)


class CommentQuerySet(OwnOnly):
    def open(self) -> Self:
        """Comments that are not resolved, without the answers to them."""
        return self.filter(answers=None, resolved_at=None)


class Comment(Record):
    """A remark of a colleague on a part or an item, with the passage it is about; resolved, never deleted.

    What answers it stands under it, one level deep: an answer to an answer answers the same comment. Whether it is
    resolved is said by the comment alone.
    """

    version = models.ForeignKey(VisionVersion, on_delete=models.PROTECT, related_name="comments")
    part = models.ForeignKey(Part, null=True, on_delete=models.PROTECT, related_name="comments")
    # The item, not its text: the text may be taken out of the draft while the talk about it stays.
    item = models.ForeignKey(VisionItem, null=True, on_delete=models.PROTECT, related_name="comments")
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="answered_by")
    quote = models.CharField(_("passage"), max_length=400, blank=True)
    text = models.TextField(_("comment"), max_length=2000)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answers=None) | Q(resolved_at=None), name="a_comment_is_resolved_not_its_answers"
            ),
            models.CheckConstraint(
                condition=Q(part=None, item__isnull=False) | Q(part__isnull=False, item=None), name="part_or_item"
            ),
        ]
        indexes = [models.Index(fields=["version", "created_at"], name="vision_comments")]

    def __str__(self) -> str:
        return self.text[:60]


class ReviewerQuerySet(OwnOnly):
    def current(self) -> Self:
        """Those of this round: not withdrawn, not of an earlier one."""
        return self.filter(withdrawn_at=None)


class Reviewer(Record):
    """Somebody who was asked to judge a version, and what they said. A new round has new rows."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("approves")
        CHANGES = "changes", _("asks for changes")

    version = models.ForeignKey(VisionVersion, on_delete=models.PROTECT, related_name="reviewers")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    due = models.DateField(_("answer before"), null=True, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ReviewerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "membership"], condition=Q(withdrawn_at=None), name="asked_once_to_review"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", answered_at=None) | (~Q(verdict="") & Q(answered_at__isnull=False)),
                name="a_verdict_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.membership)


class Seen(Record):
    """Who read a published version first, and when: a receipt that both sides know of."""

    version = models.ForeignKey(VisionVersion, on_delete=models.PROTECT, related_name="seen")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    objects = OwnOnly.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "membership"], name="seen_first_once")]

    def __str__(self) -> str:
        return str(self.membership)


# Sharing with somebody who has no account -----------------------------------------------------------


class ShareLinkQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        return self.filter(version__vision__client=member.organisation_id)

    def editable_by(self, member: Any) -> Self:
        return self.visible_to(member)

    def of_link(self, token_hash: str) -> Self:
        """The one behind a secret link, whatever its state."""
        return self.filter(token_hash=token_hash)

    def of_guest(self, pk: Any, generation: int) -> Self:
        """The one that a guest opened before, by the cookie of that opening."""
        return self.filter(pk=pk, generation=generation)


class ShareLink(Record):
    """One published version for one named reader, by a secret link that ends, can be renewed and withdrawn."""

    version = models.ForeignKey(VisionVersion, on_delete=models.PROTECT, related_name="links")
    receiver_name = models.CharField(_("name of the receiver"), max_length=100)
    address = models.EmailField(_("e-mail address"))
    note = models.TextField(_("message"), max_length=1000, blank=True)
    asks_reaction = models.BooleanField(_("ask for a reaction"), default=False)
    language = models.CharField(_("language of the mail"), max_length=2, choices=LANGUAGES, default="nl")
    password = models.CharField(max_length=128, blank=True)  # hashed
    shared_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    generation = models.PositiveIntegerField(default=1)
    token_hash = models.CharField(max_length=64, unique=True)
    days = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(90)])
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=90), name="link_lasts_at_most_90_days"),
        ]
        indexes = [models.Index(fields=["version", "created_at"], name="links_of_version")]

    def __str__(self) -> str:
        return self.receiver_name

    @property
    def state(self) -> str:
        """open, expired or withdrawn."""
        if self.withdrawn_at:
            return "withdrawn"
        return "open" if self.expires_at > timezone.now() else "expired"

    @property
    def last_day(self) -> date:
        """The last day on which it works, on the clock of who shares."""
        return last_day_of(self.expires_at, self.version.vision.client.time_zone)


class OfLink(Doors):
    """What a guest did, for the organisation that shared."""

    def visible_to(self, member: Any) -> Self:
        return self.filter(link__version__vision__client=member.organisation_id)


class Opening(Record):
    """The receiver opened the document by the button, or took the PDF. Only ever inserted."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        DOWNLOADED = "downloaded", _("downloaded")

    link = models.ForeignKey(ShareLink, on_delete=models.PROTECT, related_name="openings")
    kind = models.CharField(max_length=10, choices=Kind)

    objects = OfLink.as_manager()

    class Meta:
        indexes = [models.Index(fields=["link", "-created_at"], name="openings_of_link")]

    def __str__(self) -> str:
        return self.kind


class Reaction(Record):
    """What the receiver of a link wrote back. Only ever inserted."""

    link = models.ForeignKey(ShareLink, on_delete=models.PROTECT, related_name="reactions")
    text = models.TextField(_("your reaction"), max_length=4000)

    objects = OfLink.as_manager()

    def __str__(self) -> str:
        return self.text[:60]

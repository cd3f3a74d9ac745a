"""What both agree: written together, put up for approval, approved by one of each side."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import LANGUAGES, Membership, Organisation, Side, User
from common.models import Doors, Record, Revised
from partnerships.models.partnership import OfPartnership, Partnership


class Agreement(Record):
    """The agreement of a partnership: its versions, of which at most one is in force."""

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT, related_name="agreement")
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)

    objects = OfPartnership.as_manager()

    def __str__(self) -> str:
        return str(self.partnership)


class AgreementVersionQuerySet(Doors):
    def visible_to(self, member: Any) -> Self:
        return self.filter(agreement__partnership__in=Partnership.objects.visible_to(member))

    def editable_by(self, member: Any) -> Self:
        """The same rows; whether role and state allow it is asked of rules.py."""
        return self.visible_to(member)

    def in_force(self) -> Self:
        return self.filter(state=AgreementVersion.State.IN_FORCE)

    def awaiting(self) -> Self:
        """Those that are up for approval, and still can be approved."""
        alive = {"agreement__partnership__state__in": Partnership.AGREEING}
        return self.filter(state=AgreementVersion.State.PROPOSED, **alive)


class AgreementVersion(Record):
    """One text of the agreement. From the moment it is put up for approval a trigger freezes it.

    `canonical` is the text that both were shown and `sha256` its hash; an approval stores the same hash.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PROPOSED = "proposed", _("up for approval")
        IN_FORCE = "in_force", _("in force")
        SUPERSEDED = "superseded", _("replaced")
        VOIDED = "voided", _("taken back")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    # In which order they were begun. People count otherwise: what came or comes into force as a version of its own
    # (`edition`), and the texts that were put up to become it (`attempt`).
    number = models.PositiveIntegerField()
    edition = models.PositiveIntegerField(default=1)
    attempt = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=150)
    change_note = models.CharField(_("what changes in this version"), max_length=300, blank=True)
    began_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    # Names of the parties and services as they were then, so that nothing in the text can change later.
    facts = models.JSONField(default=dict)
    canonical = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    in_force_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    close_reason = models.TextField(_("what must change"), blank=True, max_length=2000)
    # Made after the fact, once each, and kept.
    proposal_pdf = models.ForeignKey("documents.Rendering", null=True, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey("documents.Rendering", null=True, on_delete=models.PROTECT, related_name="+")

    objects = AgreementVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_number"),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state__in=["draft", "proposed"]), name="one_agreement_in_the_making"
            ),
            models.UniqueConstraint(fields=["agreement"], condition=Q(state="in_force"), name="one_agreement_in_force"),
            models.CheckConstraint(
                condition=~Q(sha256="") | Q(state__in=["draft", "voided"]), name="proposed_has_a_hash"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def called(self) -> str:
        """Its number as people say it: "2", or "2, proposal 3" while others were or are meant to become version 2."""
        if self.state in (self.State.IN_FORCE, self.State.SUPERSEDED):
            return str(self.edition)
        return self._as_proposal() if self.state == self.State.VOIDED else self.called_as_proposal

    @property
    def called_as_proposal(self) -> str:
        """The same, whatever became of it."""
        return self._as_proposal() if self.attempt > 1 else str(self.edition)

    def _as_proposal(self) -> str:
        return gettext("%(number)s, proposal %(attempt)s") % {"number": self.edition, "attempt": self.attempt}


class OfVersion(Doors):
    def visible_to(self, member: Any) -> Self:
        return self.filter(version__agreement__partnership__in=Partnership.objects.visible_to(member))

    def editable_by(self, member: Any) -> Self:
        """The same rows; whether role and state allow it is asked of rules.py."""
        return self.visible_to(member)


class AgreementSection(Revised):
    """A part of the text, written by both; each is edited by itself."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"), blank=True)
    # Of a part that was left open on purpose: the text with its questions, which a next draft begins with.
    as_written = models.TextField(null=True)
    changed_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfVersion.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_section_per_key")]

    def __str__(self) -> str:
        return self.title


class AgreementAnnex(Record):
    """A file that belongs to a version: the contract that exists already, a price list."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="annexes")
    title = models.CharField(_("what it is"), max_length=120)
    file = models.ForeignKey("documents.Attachment", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    objects = OfVersion.as_manager()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.title


class Approval(Record):
    """One side approved this very text. Only ever inserted; says all about itself, whatever changes later."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="approvals")
    side = models.CharField(max_length=8, choices=Side)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    job_title = models.CharField(max_length=100, blank=True)
    organisation_name = models.CharField(max_length=120)
    statement = models.TextField()
    address = models.GenericIPAddressField(null=True)
    sha256 = models.CharField(max_length=64)

    objects = OfVersion.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["version", "side"], name="one_approval_per_side"),
            models.UniqueConstraint(fields=["version", "user"], name="nobody_approves_twice"),
        ]

    def __str__(self) -> str:
        return self.name


class AgreementReceipt(Record):
    """Who has seen what was put up for approval, and when first."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="receipts")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side)

    objects = OfVersion.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["version", "by"], name="one_receipt_per_reader")]

    def __str__(self) -> str:
        return str(self.by)

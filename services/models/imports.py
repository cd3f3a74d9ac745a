"""A file of services on its way into the catalogue: read, shown, and applied or thrown away."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation
from common.models import Record
from documents.models import Attachment, Job
from services.models.catalogue import OfClient, Service


class Import(Record):
    """One file. Each step is a job; a step that did not succeed is a failed job with its sentence."""

    class State(models.TextChoices):
        READING = "reading"  # being read and compared with the catalogue
        READY = "ready"  # to be looked at
        APPLYING = "applying"
        APPLIED = "applied"
        UNDONE = "undone"  # it was applied, and that was taken back

    client = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.READING)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    headings = models.JSONField(default=list)
    # The field of each column, "" for one that is passed over; empty until the file was read.
    matching = models.JSONField(default=list)
    # The fields that become empty where the cell is; others keep what they have.
    emptying = models.JSONField(default=list)
    # Grows whenever it changes what the file would do, so that who applies it has seen what is applied.
    turn = models.PositiveIntegerField(default=0)
    # How many rows of each kind, and under "emptied" how many fields that hold something now would become empty; under
    # "blanks" of each field in how many rows its cell is empty and it is not;
    # under "hidden" and "filtered" how many rows were left out as they are hidden by hand or by a filter.
    counts = models.JSONField(default=dict)
    new_locations = models.JSONField(default=list)
    new_groups = models.JSONField(default=list)
    # The name of the sheet that was read; empty for a file that has none.
    sheet = models.CharField(max_length=60, blank=True)
    # The names of the other sheets that may hold a list, to choose from.
    other_sheets = models.JSONField(default=list)
    # What nobody sees who opens the file: places of hidden columns under "columns", names of sheets under "sheets".
    unseen = models.JSONField(default=dict)
    applied_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)
    # The locations that applying it made: key and name. Null as long as it was not applied.
    made_locations = models.JSONField(null=True)
    undone_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = OfClient.as_manager()

    def __str__(self) -> str:
        return self.file.name

    @property
    def has_failed(self) -> bool:
        """Whether its step ended without success: the job says why."""
        return self.is_between and not self.is_at_work

    @property
    def is_at_work(self) -> bool:
        """Whether a worker has it, or will."""
        at_work = (Job.State.WAITING, Job.State.RUNNING)
        return self.is_between and self.job is not None and self.job.state in at_work

    @property
    def is_between(self) -> bool:
        return self.state in (self.State.READING, self.State.APPLYING)

    @property
    def can_be_undone(self) -> bool:
        """Whether it was applied and what was there before is known; what was built on it may still forbid it."""
        return self.state == self.State.APPLIED and self.made_locations is not None

    @property
    def rows_in_all(self) -> int:
        return sum(self.counts.get(kind, 0) for kind in ImportRow.Kind)

    @property
    def lacks_name(self) -> bool:
        return "name" not in self.matching


class ImportRowQuerySet(OfClient):
    def visible_to(self, member: Membership) -> "ImportRowQuerySet":
        return self.filter(source__client=member.organisation_id)

    def asked_for(self, kind: str, q: str) -> "ImportRowQuerySet":
        """Those of one kind, those with cells that could empty something, or all; whose name has all the words."""
        rows = self.filter(kind=kind) if kind in ImportRow.Kind else self
        if kind == "empty":
            rows = self.exclude(blanks={})
        for word in q.split():
            rows = rows.filter(name__unaccent__icontains=word)
        return rows


class ImportRow(models.Model):
    """One row of the file, and what it would do; see services.imports.compare.Decision."""

    class Kind(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        SAME = "same", _("the same")
        WRONG = "wrong", _("wrong")
        ASIDE = "aside", _("set aside")  # it looks like no service, and nobody said that it is one
        OUT = "out", _("left out")  # by somebody, with `is_wanted`

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=7, choices=Kind)
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    changes = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    # The code of what it looks like when that is no service: a total, a heading.
    looks_like = models.CharField(max_length=10, blank=True)
    # The names of locations and groups that it would add to those in use.
    adds = models.JSONField(default=dict)
    # What is there now of fields of which the cell is empty.
    blanks = models.JSONField(default=dict)
    # What somebody said of it; null as long as nobody did.
    is_wanted = models.BooleanField(null=True)
    # Of a row that was applied: the revision that its service had then, and which locations it had before.
    revision = models.PositiveIntegerField(null=True)
    places_before = models.JSONField(default=list)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="import_row_number")]
        indexes = [models.Index(fields=["source", "kind", "number"], name="import_rows_by_kind")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def is_set_aside(self) -> bool:
        return bool(self.looks_like) and not self.is_wanted

    @property
    def is_ticked(self) -> bool:
        """Whether it is to be brought in, as far as that was said or proposed."""
        return self.kind in (self.Kind.NEW, self.Kind.CHANGED, self.Kind.WRONG)

    @property
    def has_tick(self) -> bool:
        """Whether one can say that it is brought in or not: of two rows about one service too, to keep one of them."""
        if self.kind == self.Kind.WRONG:
            return any(code == "double" for _key, code, _detail in self.faults)
        if self.kind == self.Kind.ASIDE:
            return not self.faults
        return self.kind != self.Kind.SAME

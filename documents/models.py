"""Files that people attach, files that we make, and long work."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.models import Doors, Record


class Attachment(Record):
    """An uploaded file. Who may see it is decided by the object that it belongs to."""

    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(max_length=200)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = Doors.as_manager()

    def __str__(self) -> str:
        return self.name


class Rendering(Record):
    """A file that we made: a PDF, a spreadsheet. One for each input, so that work is done once.

    `object_type` and `object_id` name what it shows; `input_hash` is the SHA-256 of what went in.
    """

    kind = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.UUIDField()
    language = models.CharField(max_length=2)
    input_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(max_length=200)

    objects = Doors.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "language", "input_hash"], name="rendered_once_per_input"
            )
        ]

    def __str__(self) -> str:
        return self.name


class JobQuerySet(Doors):
    def visible_to(self, member: Any) -> "JobQuerySet":
        """One's own, within the organisation one acts for."""
        return self.filter(by=member.user_id, organisation_id=member.organisation_id)


class Job(Record):
    """Long work that somebody waits for: an export, a PDF, an import."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # An organisation's key: this room does not know organisations.
    organisation_id = models.UUIDField()
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.UUIDField(null=True)
    language = models.CharField(max_length=2)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    result = models.ForeignKey(Rendering, null=True, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "beat_at"], name="job_by_state"),
            models.Index(fields=["by", "organisation_id"], condition=Q(seen_at=None), name="job_unseen"),
        ]

    def __str__(self) -> str:
        return self.kind

"""What the models of every room share."""

import uuid
from typing import Any, Self

from django.db import models


class Doors(models.QuerySet):
    """A queryset that is reached only through a door.

    Each room's queryset defines `visible_to(member)` and, where things are changed,
    `editable_by(member)`. A test walks the code for look-ups that use neither.
    """

    def for_system(self, why: str) -> Self:
        """All rows, for planners, commands and actions that act for nobody; `why` is for the reader."""
        assert why
        return self.all()


class Record(models.Model):
    """A row with a random key, which tells nothing of order or number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Revised(Record):
    """A row whose text people edit; `revision` counts its changes, so that nobody overwrites another unseen."""

    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Conflict(Exception):
    """Somebody else changed the row since it was read; `current` is the row as it is now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("changed meanwhile")
        self.current = current


def revise(row: Any, *, revision: int, **changes: Any) -> None:
    """Saves `changes` of a `Revised` row if nobody changed it since `revision`; raises Conflict otherwise.

    Call it inside the action's transaction. The row in hand gets the new values.
    """
    manager = type(row)._default_manager
    fresh = {**changes, "revision": revision + 1, "changed_at": models.functions.Now()}
    if manager.filter(pk=row.pk, revision=revision).update(**fresh) != 1:
        raise Conflict(manager.get(pk=row.pk))
    for name, value in {**changes, "revision": revision + 1}.items():
        setattr(row, name, value)


class Made(models.Model):
    """What a member made with a form, so that the same sending makes nothing twice (`common.once`).

    `who` is the key of the membership; `url` is where the answer led to, and `name` how the thing was called.
    Forgotten after some days.
    """

    who = models.UUIDField()
    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    url = models.CharField(max_length=500)
    name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["who", "key"], name="common_made_once"),)
        indexes = (models.Index(fields=["who", "digest"], name="common_made_digest"),)

    def __str__(self) -> str:
        return self.name or self.url

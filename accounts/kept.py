"""Two texts that met in the same place: both are kept, so that whichever stays the other can still be read."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import KeptText, Membership, Organisation


@transaction.atomic
def keep_both(
    *,
    row: Any,
    mine: str,
    theirs: str,
    by: Membership,
    page: str,
    name: str,
    about: models.Model,
    shared_with: Organisation | None = None,
) -> None:
    """Keeps what `by` wrote and what stands in `row` (both rich text), and says so in the history of `about`.

    `page` is the address where both are read. The same two again are kept once.
    """
    before = KeptText.objects.for_system("kept already").filter(of=row.pk, text=mine, by=by, was_there=False)
    if before.exists():
        return
    KeptText.objects.create(
        of=row.pk, text=theirs, by_id=getattr(row, "changed_by_id", None), written_at=row.changed_at, was_there=True
    )
    KeptText.objects.create(of=row.pk, text=mine, by=by, written_at=timezone.now(), was_there=False)
    record(
        "accounts.two_texts", organisation=by.organisation, by=by, about=about, name=name, shared_with=shared_with,
        page=page, of=str(row.pk),
    )  # fmt: skip


def kept_of(row: Any) -> models.QuerySet[KeptText]:
    """What was kept of a text that came through its door, the newest first."""
    rows = KeptText.objects.for_system("its text came through a door").filter(of=row.pk)
    return rows.select_related("by__user", "by__organisation").order_by("-created_at", "-was_there")


def with_kept(keys: list[Any]) -> set[Any]:
    """Those of these texts of which something was kept."""
    return set(KeptText.objects.for_system("of these texts").filter(of__in=keys).values_list("of", flat=True))

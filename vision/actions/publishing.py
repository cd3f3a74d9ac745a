"""Publishing, the PDF of it, and who read it first."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import Membership
from accounts.rules import require
from documents.jobs import start
from documents.models import Job
from vision import rules
from vision.gaps import gaps_of
from vision.models import Seen, VisionVersion
from vision.signals import vision_published


@transaction.atomic
def publish(*, version: VisionVersion, by: Membership) -> None:
    """Publishes the version: from here on nobody changes it. A worker makes the PDF. Doing it twice is harmless.

    Raises ValidationError with a sentence for each gap.
    """
    require(rules.can_change(by, version))
    rows = VisionVersion.objects.for_system("lock").select_for_update(of=("self",))
    row = rows.select_related("vision__client").get(pk=version.pk)
    if row.is_published:
        return
    if gaps := gaps_of(row):
        raise ValidationError([gap.sentence for gap in gaps])
    row.state, row.published_at, row.published_by = row.State.PUBLISHED, timezone.now(), by
    row.published_name, row.published_title = by.user.name, by.job_title
    row.save(update_fields=["state", "published_at", "published_by", "published_name", "published_title"])
    record("vision.published", organisation=row.vision.client, by=by, about=row, number=row.number)
    start_pdf(version=row, by=by)
    vision_published.send(VisionVersion, version=row, by=by)


def start_pdf(*, version: VisionVersion, by: Membership) -> Job:
    """Asks a worker for the PDF of a draft, or of a published version that has none yet."""
    return start("vision.pdf", by=by, about=version, parameters={"state": version.state})


def see(*, version: VisionVersion, by: Membership) -> None:
    """Keeps that a member read a published version, once. A partner's reading shows in both logs."""
    if not version.is_published or Seen.objects.for_system("once").filter(version=version, membership=by).exists():
        return
    with transaction.atomic():
        _row, made = Seen.objects.get_or_create(version=version, membership=by)
        if made and not rules.is_ours(by, version):
            record("vision.seen", organisation=by.organisation, shared_with=version.vision.client, by=by, about=version)

"""What this room asks of one person."""

from django.utils.translation import gettext as _

from accounts.models import Membership, Side
from common.asked import Asked
from vision.models import Reviewer, VisionVersion


def asked_of(member: Membership) -> list[Asked]:
    """Versions of the vision to judge; one query."""
    if not member.organisation.is_client:
        return []
    rows = Reviewer.objects.visible_to(member).current()
    rows = rows.filter(membership=member.pk, verdict="", version__state=VisionVersion.State.IN_REVIEW)
    return [
        Asked(
            "review",
            _("Review the vision: %(title)s") % {"title": row.version.title},
            member.url("vision:review", pk=row.version_id),
            due=row.due,
            side=Side.CLIENT.value,
            who=row.version.vision.client.name,
            context=_("Version %(number)d") % {"number": row.version.number},
        )
        for row in rows.select_related("version__vision__client").order_by("created_at")
    ]

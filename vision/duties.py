"""What hangs on one person in the vision: judging a version, having asked for that, and links to readers."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.handover import Duty, Held, Thing, register
from accounts.models import Membership
from accounts.rules import can_contribute, can_edit
from vision.actions import review, sharing
from vision.models import Reviewer, ShareLink, VisionVersion


def _open() -> Any:
    rows = Reviewer.objects.for_system("somebody leaves").current()
    rows = rows.filter(version__state=VisionVersion.State.IN_REVIEW, verdict="")
    return rows.select_related("version__vision__client", "membership__user", "asked_by__user")


def _reviews(member: Membership, by: Membership) -> list[Held]:
    return [
        Held(
            REVIEW, row.version_id, row.version.title, [Thing(row.version.title, "vision:review", row.version_id)],
            [row], fits=can_contribute, requesters=(row.asked_by,),
        )
        for row in _open().filter(membership=member)
    ]  # fmt: skip


def _give_review(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    review.hand_over_review(reviewer=held.rows[0], taker=taker, by=by)


def _asked(member: Membership, by: Membership) -> list[Held]:
    rows: dict[Any, list[Reviewer]] = {}
    for row in _open().filter(asked_by=member).exclude(membership=member):
        rows.setdefault(row.version_id, []).append(row)
    return [
        Held(
            ASKED, pk, found[0].version.title, [Thing(str(row), "vision:review", pk) for row in found], found,
            fits=can_edit,
        )
        for pk, found in rows.items()
    ]  # fmt: skip


def _give_asked(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    review.hand_over_asking(reviewers=held.rows, taker=taker)


def _links(member: Membership, by: Membership) -> list[Held]:
    rows = ShareLink.objects.for_system("somebody leaves").filter(
        shared_by=member, withdrawn_at=None, expires_at__gt=timezone.now()
    )
    found = list(rows.select_related("version__vision"))
    things = [Thing(row.receiver_name, "vision:share", row.version_id) for row in found]
    return [Held(LINKS, member.organisation_id, "", things, found, fits=can_edit)] if found else []


def _give_links(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    sharing.hand_over_links(links=held.rows, taker=taker, by=by)


REVIEW = Duty(
    "vision.review", gettext_lazy("Asked to review the vision"), ("vision.Reviewer.membership",), _reviews,
    _give_review, without=gettext_lazy("Nobody waits for this review any more."),
)  # fmt: skip
ASKED = Duty(
    "vision.asked", gettext_lazy("Asked colleagues to review the vision, and receives their answers"),
    ("vision.Reviewer.asked_by",), _asked, _give_asked,
)  # fmt: skip
LINKS = Duty(
    "vision.links", gettext_lazy("Shared the vision by a link, and gets the reactions"),
    ("vision.ShareLink.shared_by",), _links, _give_links, without=gettext_lazy("These links then stop working."),
)  # fmt: skip

_WROTE = "who wrote it then; every editor goes on"
register(
    REVIEW, ASKED, LINKS,
    history={
        "vision.VisionVersion.started_by": _WROTE,
        "vision.VisionVersion.published_by": "who published it then",
        "vision.Part.changed_by": _WROTE,
        "vision.ItemText.changed_by": _WROTE,
        "vision.Comment.by": "a comment stays that of who made it; every editor may resolve it",
        "vision.Comment.resolved_by": "who resolved it then",
        "vision.Seen.membership": "who read it first",
    },
)  # fmt: skip

"""What this room asks of one person."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, Side
from accounts.rules import can_contribute, can_edit
from common.asked import Asked
from vision.models import Comment, VisionVersion

State = VisionVersion.State


def asked_of(member: Membership) -> list[Asked]:
    """A version of the vision to judge, and comments in which somebody else has the last word; one query."""
    if not member.organisation.is_client:
        return []
    asks_me = Q(reviewers__membership=member.pk, reviewers__withdrawn_at=None, reviewers__verdict="")
    rows = VisionVersion.objects.editable_by(member).exclude(state=State.PUBLISHED)
    rows = rows.select_related("vision__client").annotate(
        review=FilteredRelation("reviewers", condition=asks_me),
        asked_at=F("review__created_at"),
        due=F("review__due"),
        talk=ArraySubquery(_waiting_for(member)),
    )
    return [one for row in rows.order_by("created_at") for one in (*_review(row, member), *_comments(row, member))]


def _waiting_for(member: Membership) -> Any:
    """Open comments of a version in which somebody else has the last word."""
    talk = Comment.objects.for_system("the last word of a comment").order_by("-created_at")
    last = talk.filter(Q(pk=OuterRef("pk")) | Q(answers=OuterRef("pk"))).values("by")[:1]
    rows = Comment.objects.visible_to(member).open().filter(version=OuterRef("pk"))
    rows = rows.annotate(last_by=Subquery(last)).exclude(last_by=member.pk).order_by("created_at")
    return rows.values(row=JSONObject(pk="pk", by="by", text="text"))


def _review(version: Any, member: Membership) -> list[Asked]:
    if version.state != State.IN_REVIEW or not version.asked_at:
        return []
    title = _("Review the vision: %(title)s") % {"title": version.title}
    return [_asked("review", title, version, member, due=version.due)]


def _comments(version: Any, member: Membership) -> list[Asked]:
    """To who commented: each answer. To who writes the vision: one row for the other comments together."""
    if not can_contribute(member):
        return []
    mine = [row for row in version.talk if row["by"] == str(member.pk)]
    others = [row for row in version.talk if row not in mine] if can_edit(member) else []
    found = []
    for row in mine:
        title = _("Your comment was answered: %(comment)s") % {"comment": Truncator(row["text"]).chars(60)}
        found.append(_asked("respond", title, version, member, place=f"#comment-{row['pk']}"))
    if others:
        words = ngettext("%(count)d open comment on the vision", "%(count)d open comments on the vision", len(others))
        place = f"#comment-{others[0]['pk']}"
        found.append(_asked("respond", words % {"count": len(others)}, version, member, place=place))
    return found


def _asked(kind: str, title: str, version: Any, member: Membership, *, place: str = "", due: Any = None) -> Asked:
    return Asked(
        kind,
        title,
        member.url("vision:review", pk=version.pk) + place,
        due=due,
        side=Side.CLIENT.value,
        who=version.vision.client.name,
        context=_("Version %(number)d") % {"number": version.number},
    )

"""What this room asks of one person."""

from datetime import date
from typing import Any

from django.db.models import CharField, Count, DateField, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from accounts.rules import can_edit, is_owner
from common.asked import Asked
from services.models import Assessment, Assessor, Choice
from services.rules import CHOOSE_WITHIN

SCORE, LOOK_AGAIN, CHOOSE, CLOSE, STAFF = "score", "look again", "choose", "close", "staff"


def asked_of(member: Membership) -> list[Asked]:
    """The open rounds in which this member is not done, one's own that can be closed or that nobody scores in, choices
    to make after one's own round, and choices whose day has come; one query. Owners are asked for who left."""
    if not member.organisation.is_client:
        return []
    rows = _rounds(member).union(_choices(member), _undecided(member), _complete(member), _unstaffed(member), all=True)
    return [_asked(member, *row) for row in rows]


def _rounds(member: Membership) -> QuerySet[Any, Any]:
    rows = Assessor.objects.waiting_for(member)
    return _plain(rows, SCORE, "assessment", "assessment__title", TruncDate("assessment__deadline"))


def _choices(member: Membership) -> QuerySet[Any, Any]:
    rows = Choice.objects.waiting_for(member, timezone.localdate())
    return _plain(rows, LOOK_AGAIN, "service", "service__name", F("look_again_on"))


def _undecided(member: Membership) -> QuerySet[Any, Any]:
    """Closed rounds that one keeps, with how many of their services nothing was chosen for."""
    if not can_edit(member):
        return _plain(Assessment.objects.none(), CHOOSE, "pk", "title", NO_DAY)
    everything = Choice.objects.for_system("of the services of this round")
    choices = everything.filter(assessment=OuterRef("pk"))
    # Also what was chosen later on another ground: nobody need choose again.
    chosen = everything.filter(service=OuterRef("assessed__service"))
    # PostgreSQL's GREATEST passes by what is unknown: where nothing is chosen yet, the closing counts.
    last = Greatest("closed_at", Subquery(choices.order_by("-created_at").values("created_at")[:1]))
    due = TruncDate(last + CHOOSE_WITHIN)
    rows = Assessment.objects.kept_by(member).filter(state=Assessment.State.CLOSED)
    rows = rows.annotate(left=Count("assessed", filter=~Exists(chosen))).filter(left__gt=0)
    return _plain(rows, CHOOSE, "pk", "title", due, F("left"))


def _complete(member: Membership) -> QuerySet[Any, Any]:
    """One's own open rounds in which everybody is done."""
    assessors = Assessor.objects.for_system("of this round").filter(assessment=OuterRef("pk"))
    rows = Assessment.objects.kept_by(member).filter(
        ~Exists(assessors.filter(finished_at=None)), Exists(assessors), state=Assessment.State.OPEN
    )
    return _plain(rows if can_edit(member) else rows.none(), CLOSE, "pk", "title", TruncDate("deadline"))


def _unstaffed(member: Membership) -> QuerySet[Any, Any]:
    """Open rounds in which nobody who is here scores: of owners all, of others their own."""
    rows = Assessment.objects.visible_to(member) if is_owner(member) else Assessment.objects.kept_by(member)
    rows = rows.unstaffed()
    return _plain(rows if can_edit(member) else rows.none(), STAFF, "pk", "title", TruncDate("deadline"))


NO_DAY = Value(None, output_field=DateField())
NOTHING = Value(0, output_field=IntegerField())


def _plain(
    rows: QuerySet[Any, Any], what: str, key: str, name: str, due: Any, left: Any = NOTHING
) -> QuerySet[Any, Any]:
    values = rows.annotate(
        what=Value(what, output_field=CharField()), about=F(key), called=F(name), due=due, count=left
    )
    return values.order_by().values_list("what", "about", "called", "due", "count")


def _asked(member: Membership, what: str, key: Any, name: str, due: date | None, left: int) -> Asked:
    about: dict[str, Any] = {"due": due, "side": "client", "who": member.organisation.name}
    if what == SCORE:
        title = _("Score the services: %(title)s") % {"title": name}
        return Asked("score", title, member.url("services:score", pk=key), **about)
    if what == CLOSE:
        title = _("Close the round, everybody has finished: %(title)s") % {"title": name}
        return Asked("act", title, member.url("services:assessment", pk=key), **about)
    if what == STAFF:
        title = _("Choose who scores: %(title)s") % {"title": name}
        return Asked("act", title, member.url("services:assessment-edit", pk=key), **about)
    if what == CHOOSE:
        title = ngettext(
            "Choose for %(count)d service: %(title)s",
            "Choose for %(count)d services: %(title)s",
            left,
        ) % {"count": left, "title": name}
        return Asked("act", title, member.url("services:round-choices", pk=key), **about)
    title = _("Review the choice for %(name)s") % {"name": name}
    return Asked("act", title, member.url("services:choose", pk=key), **about)

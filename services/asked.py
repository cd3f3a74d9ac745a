"""What this room asks of one person."""

from datetime import date
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from common.asked import Asked
from services.models import Assessor, Choice

SCORE, LOOK_AGAIN = "score", "look again"


def asked_of(member: Membership) -> list[Asked]:
    """The open rounds in which this member is not done, and choices whose day has come; one query."""
    if not member.organisation.is_client:
        return []
    return [_asked(member, *row) for row in _rounds(member).union(_choices(member), all=True)]


def _rounds(member: Membership) -> QuerySet[Any, Any]:
    rows = Assessor.objects.waiting_for(member)
    return _plain(rows, SCORE, "assessment", "assessment__title", TruncDate("assessment__deadline"))


def _choices(member: Membership) -> QuerySet[Any, Any]:
    rows = Choice.objects.waiting_for(member, timezone.localdate())
    return _plain(rows, LOOK_AGAIN, "service", "service__name", F("look_again_on"))


def _plain(rows: QuerySet[Any, Any], what: str, key: str, name: str, due: Any) -> QuerySet[Any, Any]:
    values = rows.annotate(what=Value(what, output_field=CharField()), about=F(key), name=F(name), due=due)
    return values.order_by().values_list("what", "about", "name", "due")


def _asked(member: Membership, what: str, key: Any, name: str, due: date) -> Asked:
    about: dict[str, Any] = {"due": due, "side": "client", "who": member.organisation.name}
    if what == SCORE:
        title = _("Score the services: %(title)s") % {"title": name}
        return Asked("score", title, member.url("services:score", pk=key), **about)
    title = _("Look again at the choice for %(name)s") % {"name": name}
    return Asked("act", title, member.url("services:choose", pk=key), **about)

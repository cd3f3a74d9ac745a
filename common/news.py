"""What others saved since a page was opened, for static/js/news.js.

now, since = moments(request)
rows = texts.filter(saved_since(since)).select_related("changed_by__user")
return answer(now, [news_of(row, {"body": safe(row.body)}) for row in rows])
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.edges import moment_of

# Saved by somebody whose transaction began a little earlier; the page knows its revisions.
OVERLAP = timedelta(seconds=5)


def moments(request: HttpRequest) -> tuple[datetime, datetime]:
    """Now, and the moment that the page knows of; now as well where it names none."""
    now, since = timezone.now(), moment_of(request.GET.get("since"))
    return now, since if since and timezone.is_aware(since) else now


def saved_since(since: datetime) -> Q:
    """Over texts with a revision: those that somebody changed."""
    return Q(changed_at__gt=since - OVERLAP, revision__gt=1)


def news_of(row: Any, fields: dict[str, str]) -> dict[str, Any]:
    """One text: who wrote there, and how the fields of its form are now."""
    says = _("%(name)s wrote here in the meantime.") % {"name": row.changed_by}
    return {"key": str(row.pk), "revision": row.revision, "says": says, "texts": fields}


def answer(now: datetime, news: Iterable[dict[str, Any]]) -> JsonResponse:
    return JsonResponse({"since": now.isoformat(), "texts": list(news)})

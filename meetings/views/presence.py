"""Who was there: ticked on the page where minutes are written, and saved as soon as it is."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zlib import crc32

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.rules import require
from common.autosave import by_script, refused, revision_of, saved
from meetings import actions, rules
from meetings.models import Meeting, Participant
from meetings.views.answers import do, meeting_of

TICK = "present-"


@require_POST
def present(request: Any, pk: Any) -> HttpResponse:
    """Saves who was there. A script whose page is behind gets 409 and sends along what it had begun with."""
    meeting = meeting_of(request, pk)
    require(rules.can_write(request.member, meeting))
    here = request.member.url("meetings:minutes", pk=meeting.pk) + "#people"
    if not by_script(request):
        return do(request, here, lambda: save_ticks(request, meeting), _("Saved."))
    if _is_behind(request, meeting) and "base-people" not in request.POST:
        return HttpResponse(status=409)
    try:
        save_ticks(request, meeting)
    except ValidationError as error:
        return refused(request, error, lambda: HttpResponse(status=422))
    # What the page shows, which is not what the other side ticked meanwhile.
    return saved(request, SimpleNamespace(revision=mark_of(_ticked(request.POST, TICK))), here)


def save_ticks(request: Any, meeting: Meeting) -> None:
    """Saves the ticks that a form of the writing page carries, if it does."""
    if "people" not in request.POST:
        return
    base = None
    if "base-people" in request.POST and _is_behind(request, meeting):
        base = _ticked(request.POST, f"base-{TICK}")
    actions.mark_present(meeting=meeting, present=_ticked(request.POST, TICK), base=base, by=request.member)


def _is_behind(request: Any, meeting: Meeting) -> bool:
    rows = Participant.objects.visible_to(request.member).filter(meeting=meeting, present=True).invited()
    return revision_of(request) != mark_of(rows.values_list("pk", flat=True))


def mark_of(keys: Iterable[UUID]) -> int:
    """A number for who is ticked, in the place of a revision."""
    return crc32(",".join(sorted(str(key) for key in keys)).encode()) % 10**8


def _ticked(data: Any, prefix: str) -> set[UUID]:
    found = set()
    for name in data:
        try:
            if name.startswith(prefix):
                found.add(UUID(name.removeprefix(prefix)))
        except ValueError:
            continue
    return found

"""When an assessor who is not done is reminded of a round. Pure: the planner asks what is due.

A week and a day before the deadline, at its time on the clock where the assessor is. Of those that were missed
only the last is due; those from before the round was opened, or the assessor was asked, never were.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.models import Assessor

DAYS = (7, 1)
# Until so long ahead somebody may have to be reminded; an hour more, as a day may have 25.
AHEAD = timedelta(days=max(DAYS), hours=1)


def due_for(assessor: Assessor, now: datetime) -> datetime | None:
    """The moment of the reminder that is due, if any."""
    round_ = assessor.assessment
    if not round_.is_open or round_.deadline <= now or assessor.finished_at or assessor.member.ended_at:
        return None
    assert round_.opened_at
    asked = max(round_.opened_at, assessor.created_at)
    return max((moment for moment in _moments(assessor) if asked < moment <= now), default=None)


def _moments(assessor: Assessor) -> list[datetime]:
    local = assessor.assessment.deadline.astimezone(ZoneInfo(assessor.member.user.time_zone))
    # Within one zone a day earlier is the same time on the clock.
    return [local - timedelta(days=days) for days in DAYS]

"""The scenario loads whole, and shows what it should."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from accounts.models import AuditEvent, Membership
from meetings.asked import asked_of, coming_for
from meetings.models import Action, Amendment, Decision, Meeting, Minutes
from overview import demo

ZONE = ZoneInfo("Europe/Amsterdam")


# Days in the past and to come move out of the weekend, so that the day of the week matters.
@pytest.mark.parametrize("now", ["2026-11-23T21:00", "2026-11-25T08:30", "2026-11-29T08:30"])
def test_demo_has_meetings_in_every_stage(db, now):
    with time_machine.travel(datetime.fromisoformat(now).replace(tzinfo=ZONE), tick=False):
        assert demo.load()
        shows_every_stage()
        keeps_within_the_time_of_each_meeting()
        has_no_past_that_is_still_to_come()


def shows_every_stage():
    assert Counter(Meeting.objects.values_list("state", flat=True)) == {
        "adopted": 10, "review": 1, "held": 1, "planned": 3, "draft": 1,
    }  # fmt: skip
    assert Meeting.objects.past().count() == 12
    assert Meeting.objects.coming().count() == 4
    for minutes in Minutes.objects.exclude(state=Minutes.State.DRAFT):
        assert all(item["text"] for item in minutes.content["items"])
    assert Action.objects.count() >= 25
    assert 3 <= Action.objects.overdue().count() < Action.objects.open().count()
    numbers = Decision.objects.filter(partnership__supplier__slug="groene-tafel", number__isnull=False)
    found = sorted(numbers.values_list("number", flat=True))
    assert found == list(range(1, len(found) + 1))
    assert Minutes.objects.under_review().get().review_until > timezone.now()
    noor = Membership.objects.get(user__email="team@groene-tafel.example")
    assert {"adopt", "act"} <= {one.kind for one in asked_of(noor)}
    assert coming_for(noor)


def keeps_within_the_time_of_each_meeting():
    for meeting in Meeting.objects.prefetch_related("items"):
        titles = [item.title for item in meeting.items.all()]
        assert len(set(titles)) == len(titles) > 0
        assert sum(item.minutes for item in meeting.items.all()) <= meeting.length, (meeting, titles)


def has_no_past_that_is_still_to_come():
    now = timezone.now()
    assert not AuditEvent.objects.filter(at__gt=now).exists()
    assert not Amendment.objects.filter(answered_at__gt=now).exists()
    assert not Minutes.objects.filter(adopted_at__gt=now).exists()
    assert not Action.objects.filter(closed_at__gt=now).exists()

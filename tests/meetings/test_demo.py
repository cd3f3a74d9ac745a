"""The scenario loads whole, and shows what it should."""

from collections import Counter

from django.utils import timezone

from accounts.models import Membership
from meetings.asked import asked_of, coming_for
from meetings.models import Action, Decision, Meeting, Minutes


def test_demo_has_meetings_in_every_stage(db):
    from overview import demo

    assert demo.load()
    states = Counter(Meeting.objects.values_list("state", flat=True))
    assert states == {"adopted": 8, "review": 1, "held": 1, "planned": 3, "draft": 1}
    assert Action.objects.count() >= 25
    assert Action.objects.overdue().count() >= 3
    numbers = sorted(
        Decision.objects.filter(partnership__supplier__slug="groene-tafel", number__isnull=False).values_list(
            "number", flat=True
        )
    )
    assert numbers == list(range(1, len(numbers) + 1))
    assert Minutes.objects.under_review().get().review_until > timezone.now()
    noor = Membership.objects.get(user__email="team@groene-tafel.example")
    kinds = {one.kind for one in asked_of(noor)}
    assert {"adopt", "act"} <= kinds
    assert coming_for(noor)

"""What waits in rounds for somebody who was asked by name to score."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.handover import Thing
from accounts.waiting import Right, Wait, waits
from services.models import Assessment

SCORE = Right("score", gettext_lazy("Score"), gettext_lazy("Choose who scores"), "services:assessment-edit")


@waits
def scoring(organisation: Any) -> Iterator[Wait]:
    """Open rounds in which nobody who is here scores; one query."""
    rows = Assessment.objects.for_system("who scores").unstaffed()
    if organisation:
        rows = rows.filter(client=organisation)
    for one in rows.select_related("client"):
        assert one.opened_at
        thing = Thing(one.title, "services:assessment", one.pk)
        yield Wait(SCORE, one.client, thing, "", one.opened_at, place=one.pk)

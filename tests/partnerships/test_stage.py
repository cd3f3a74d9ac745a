"""The stage of ISO 44001 as guidance."""

from datetime import date

import pytest
from django.utils import translation

from partnerships.stage import Facts, current, stages

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("facts", "number"),
    [
        ({"state": "proposed"}, 4),
        ({"state": "declined"}, 4),
        ({"state": "starting"}, 5),
        ({"state": "starting", "agreement_in_force": True}, 5),
        ({"state": "running"}, 5),
        ({"state": "running", "agreement_in_force": True, "running_since": date(2026, 1, 1)}, 6),
        ({"state": "running", "agreement_in_force": True, "running_since": date(2025, 11, 23)}, 7),
        ({"state": "ending", "agreement_in_force": True}, 8),
        ({"state": "ended"}, 8),
    ],
)
def test_current(facts, number):
    known = Facts(today=TODAY, **facts)
    assert current(known) == number
    assert [one.number for one in stages(known) if one.state == "now"] == [number]
    assert len(stages(known)) == 8


def test_outputs_say_what_is_there():
    known = Facts(state="running", today=TODAY, sponsors=2, leads=1, goals=1, agreement_in_force=True)
    found = {one.number: [output.is_there for output in one.outputs] for one in stages(known)}
    assert found[1] == [True] and found[2] == [False, True] and found[3] == [False]
    assert found[4] == [True] and found[5] == [True, True]
    with translation.override("en"):
        missing = stages(known)[1].missing
    assert [output.text for output in missing] == ["the reason in words"]

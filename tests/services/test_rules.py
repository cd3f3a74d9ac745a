"""Who may do what, as a table."""

import pytest

from services import rules

KEEPERS = {"campus_owner", "campus_editor"}
PEOPLE = [
    "campus_owner", "campus_editor", "campus_contributor", "campus_reader", "kliniek_owner", "catering_owner",
    "both_campus", "both_kliniek",
]  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
def test_who_keeps_and_runs(cast, services, draft, who):
    member = getattr(cast, who)
    assert rules.can_change(member, services["Reception"]) is (who in KEEPERS)
    assert rules.can_run(member, draft) is (who in KEEPERS)
    assert rules.can_keep(member) is (who in KEEPERS | {"kliniek_owner", "both_kliniek"})


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("campus_owner", True),
        ("campus_editor", True),
        ("campus_contributor", True),
        ("campus_reader", False),
        ("gone", False),
    ],
)
def test_who_may_be_an_assessor(cast, who, may):
    assert rules.can_be_assessor(getattr(cast, who)) is may

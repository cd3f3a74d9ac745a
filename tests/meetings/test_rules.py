"""Who may do what, as a table over roles."""

import pytest

from meetings import rules
from meetings.models import Action, Amendment
from partnerships.models import Partnership

ROLES = ["owner", "editor", "contributor", "reader"]
# For each rule: which roles of either side may, while the partnership lives and the meeting lies ahead.
TABLE = {
    "can_organise": ("owner", "editor"),
    "can_change": ("owner", "editor"),
    "can_put_on_agenda": ("owner", "editor", "contributor"),
    "can_hold": ("owner", "editor", "contributor"),
    "can_write": ("owner", "editor", "contributor"),
    "can_note": ("owner", "editor", "contributor"),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("rule", TABLE)
def test_rules_over_a_meeting(cast, planned, rule, role):
    about = planned.partnership if rule == "can_organise" else planned
    for side in ("campus", "catering"):
        assert getattr(rules, rule)(getattr(cast, f"{side}_{role}"), about) == (role in TABLE[rule])
    for side in ("kliniek", "schoon"):
        assert not getattr(rules, rule)(getattr(cast, f"{side}_{role}"), about)


@pytest.mark.parametrize("was_there,expected", [(True, ROLES[:3]), (False, ROLES[:2])])
def test_who_adopts(cast, review, was_there, expected):
    found = [role for role in ROLES if rules.can_adopt(getattr(cast, f"catering_{role}"), review, was_there)]
    assert found == expected
    assert not rules.can_adopt(cast.kliniek_owner, review, was_there)


@pytest.mark.parametrize("state", Partnership.State)
def test_meetings_are_planned_only_while_both_work_together(cast, pair, state):
    pair.state = state
    assert rules.can_organise(cast.campus_owner, pair) == (state in ("starting", "running", "ending"))


@pytest.mark.parametrize("state", ["held", "review", "adopted", "cancelled"])
def test_the_agenda_stands_once_it_was_held(cast, planned, state):
    planned.state = state
    assert not rules.can_put_on_agenda(cast.campus_owner, planned)
    assert not rules.can_change(cast.campus_owner, planned)


@pytest.mark.parametrize(
    "who,may",
    [
        ("catering_reader", True),  # it is theirs
        ("catering_contributor", True),  # a colleague
        ("campus_contributor", False),
        ("campus_editor", True),
        ("campus_reader", False),
        ("kliniek_owner", False),
    ],
)
def test_who_closes_an_action(cast, pair, who, may):
    action = Action(partnership=pair, owner=cast.catering_reader, organisation=cast.catering)
    assert rules.can_close(getattr(cast, who), action) == may


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("side", ["campus", "catering", "kliniek", "schoon"])
def test_a_proposal_is_answered_by_the_other_side_and_withdrawn_by_the_own(cast, review, side, role):
    one = Amendment(minutes=review, side="supplier", by=cast.catering_editor, text="Seven")
    member, may = getattr(cast, f"{side}_{role}"), role != "reader"
    assert rules.can_answer(member, one) == (may and side == "campus")
    assert rules.can_withdraw(member, one) == (may and side == "catering")

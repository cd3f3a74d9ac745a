"""Who may do what: tables."""

import pytest

from partnerships import rules
from partnerships.templatetags.partnership_words import soft

ALL = [f"{side}_{role}" for side in ("campus", "catering", "kliniek", "schoon")
       for role in ("owner", "editor", "contributor", "reader")]  # fmt: skip
EDITORS_OF_BOTH = {"campus_owner", "campus_editor", "catering_owner", "catering_editor"}
TABLE = {
    "can_answer": {"catering_owner", "catering_editor"},
    "can_withdraw": {"campus_owner", "campus_editor"},
    "can_change": {"campus_owner", "campus_editor"},
    "can_end": EDITORS_OF_BOTH,
    "can_manage_team": EDITORS_OF_BOTH,
    "can_write": EDITORS_OF_BOTH,
    "can_note": EDITORS_OF_BOTH | {"campus_contributor", "catering_contributor"},
    "can_tick_handover": EDITORS_OF_BOTH | {"campus_contributor", "catering_contributor"},
    "can_take_back": EDITORS_OF_BOTH,
}


@pytest.mark.parametrize("rule", TABLE)
def test_rules_of_a_partnership(cast, proposed, rule):
    allowed = {who for who in ALL if getattr(rules, rule)(getattr(cast, who), proposed)}
    assert allowed == TABLE[rule]


def test_propose(cast):
    allowed = {who for who in ALL if rules.can_propose(getattr(cast, who))}
    assert allowed == {"campus_owner", "campus_editor", "kliniek_owner", "kliniek_editor"}


def test_approve_is_for_who_may_sign_whatever_their_role(cast, waiting):
    assert {who for who in ALL if rules.can_approve(getattr(cast, who), waiting)} == {"campus_owner", "catering_owner"}
    cast.campus_reader.may_sign = True
    assert rules.can_approve(cast.campus_reader, waiting)
    assert rules.can_take_back(cast.campus_reader, waiting.agreement.partnership)


def test_a_long_dutch_word_may_break_where_its_parts_meet():
    assert soft("Samenwerkingsovereenkomst X") == "Samenwerkings\u00adovereenkomst X"
    assert soft("Overeenkomst") == "Overeenkomst"

"""Who may do what, as a table."""

import pytest

from vision import rules

ROLES = ["owner", "editor", "contributor", "reader"]


@pytest.mark.parametrize(
    ("rule", "on_draft", "on_published"),
    [
        (rules.can_change, ["owner", "editor"], ["owner", "editor"]),
        (rules.can_write, ["owner", "editor"], []),
        (rules.can_comment, ["owner", "editor", "contributor"], []),
        (rules.can_share, [], ["owner", "editor"]),
    ],
)
def test_roles_of_the_client(cast, both, rule, on_draft, on_published):
    for version, allowed in ((both.new, on_draft), (both.old, on_published)):
        assert [role for role in ROLES if rule(getattr(cast, f"campus_{role}"), version)] == allowed
        assert not any(rule(getattr(cast, f"{other}_owner"), version) for other in ("kliniek", "catering"))


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("campus_owner", True), ("campus_editor", True), ("campus_contributor", False), ("catering_owner", False)],
)
def test_who_may_begin(cast, who, allowed):
    assert rules.can_begin(getattr(cast, who)) is allowed

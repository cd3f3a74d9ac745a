"""Nobody acts for both sides: every action between two organisations is walked, and asked whether it needs that."""

import ast
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Membership, Side
from partnerships.actions import agreement, ending, home, partnership, start, team
from partnerships.models import EndConfirmation, HandoverItem, Partnership, StartReview, StartStep
from tests.partnerships.conftest import draft, lunch, proposed, starting, waiting  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("partnerships", "challenges", "meetings")
GUARD = "check_one_side"
# What one side does alone, or what both write together without a word of the other. Whoever adds an action here
# says by it that no agreement of two sides comes of it.
ONE_SIDED = {
    "partnerships.actions.agreement": "begin new_version write_section retitle add_annex remove_annex discard_draft "
    "put_up take_back see",
    "partnerships.actions.ending": "take_back_end",
    "partnerships.actions.home": "add_goal drop_goal add_link remove_link add_handover remove_handover write_note",
    "partnerships.actions.partnership": "propose withdraw change",
    "partnerships.actions.profile": "*",
    "partnerships.actions.start": "settle_step reopen_step change_step add_step",
    "partnerships.actions.team": "join change_part leave hand_over_seat",
    "meetings.actions.adoption": "take_back mark_seen amend withdraw_amendment begin_correction",
    "meetings.actions.agenda": "*",
    "meetings.actions.follow_up": "*",
    "meetings.actions.handing_over": "*",
    "meetings.actions.planning": "*",
    "meetings.actions.series": "*",
    "meetings.actions.writing": "*",
}


def actions_of(path: Path) -> dict[str, bool]:
    """Each public function with a `by`, and whether it asks the guard, itself or by a function of its module."""
    functions = {node.name: node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}

    def asks(name: str, seen: frozenset[str] = frozenset()) -> bool:
        calls = {
            node.func.id
            for node in ast.walk(functions[name])
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        within = (calls & functions.keys()) - seen
        return GUARD in calls or any(asks(one, seen | within) for one in within)

    return {
        name: asks(name)
        for name, node in functions.items()
        if not name.startswith("_") and "by" in {argument.arg for argument in node.args.kwonlyargs}
    }


def test_every_act_that_takes_two_sides_asks_who_acts():
    guarded, wrong = [], []
    for room in ROOMS:
        for path in sorted((ROOT / room / "actions").glob("*.py")):
            module = f"{room}.actions.{path.stem}"
            alone = ONE_SIDED.get(module, "").split()
            for name, asks in actions_of(path).items():
                guarded += [f"{module}.{name}"] if asks else []
                if asks == (name in alone or alone == ["*"]):
                    wrong.append(f"{module}.{name}: {'is guarded and' if asks else 'is not guarded and not'} one-sided")
    assert wrong == [], f"call partnerships.actions.common.{GUARD}, or say in ONE_SIDED that one side does it alone"
    assert len(guarded) >= 11


@pytest.fixture
def twin(cast):
    """Whoever owns Campus owns Catering too."""
    return Membership.objects.create(
        user=cast.campus_owner.user, organisation=cast.catering, role="owner", may_sign=True
    )


def refused(call, **arguments) -> None:
    with pytest.raises(ValidationError, match="nobody acts for both sides"):
        call(**arguments)


def test_who_proposed_does_not_answer(cast, proposed, twin):  # noqa: F811
    Partnership.objects.filter(pk=proposed.pk).update(proposed_by=cast.campus_owner)
    refused(partnership.accept, partnership=proposed, by=twin)
    refused(partnership.decline, partnership=proposed, by=twin, reason="No")
    assert Partnership.objects.get().state == "proposed"


def test_who_sits_in_the_team_of_the_other_side_does_not_answer(cast, proposed, twin):  # noqa: F811
    team.join(partnership=proposed, by=cast.campus_owner, membership=cast.campus_owner, part="member")
    refused(partnership.accept, partnership=proposed, by=twin)


def test_who_reviewed_the_start_for_one_side_does_not_for_the_other(cast, starting, twin):  # noqa: F811
    StartStep.objects.update(outcome="done")
    programme = starting.start_programme
    assert start.review(programme=programme, by=cast.campus_owner, rhythm="keep") is False
    refused(start.review, programme=programme, by=twin, rhythm="keep")
    assert [one.side for one in StartReview.objects.all()] == ["client"]
    assert Partnership.objects.get().state == "starting"


def test_who_approved_for_one_side_does_not_for_the_other(cast, waiting, twin):  # noqa: F811
    agreement.approve(version=waiting, by=cast.campus_owner, sha256=waiting.sha256)
    refused(agreement.approve, version=waiting, by=twin, sha256=waiting.sha256)


def test_who_sits_in_the_other_team_is_not_asked_to_sign(cast, waiting, twin):  # noqa: F811
    pair = waiting.agreement.partnership
    assert [one.pk for one in agreement.signing_members(pair, Side.SUPPLIER)] == [twin.pk, cast.catering_owner.pk]
    team.join(partnership=pair, by=cast.campus_owner, membership=cast.campus_owner, part="sponsor")
    assert [one.pk for one in agreement.signing_members(pair, Side.SUPPLIER)] == [cast.catering_owner.pk]


def test_who_announced_the_end_does_not_agree_to_it(cast, starting, twin):  # noqa: F811
    day = starting.started_on
    ending.announce_end(partnership=starting, by=cast.campus_owner, reason="Moved", ends_on=day)
    refused(home.tick_handover, item=HandoverItem.objects.first(), by=twin, done=True)
    HandoverItem.objects.update(done_at="2026-01-01T12:00Z")
    refused(ending.complete_end, partnership=starting, by=twin)
    EndConfirmation.objects.create(partnership=starting, side="supplier", by=cast.catering_owner)
    refused(ending.complete_alone, partnership=starting, by=twin, reason="No answer")
    assert Partnership.objects.get().state == "ending"

"""Once a partnership has ended nothing is added to it: every action of the rooms is walked."""

from datetime import time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from meetings import actions as meetings
from meetings.models import Action, Meeting, MeetingSeries
from partnerships.actions import agreement, ending, home, start, team
from partnerships.actions import partnership as life
from partnerships.models import AgreementVersion, Goal, HandoverItem, Partnership, StartStep, TeamMember
from tests.meetings.conftest import adopted, held, make, pair, planned, review  # noqa: F401
from tests.system.test_both_sides import ROOT, actions_of

# What goes on after the end, and why. Whoever adds an action here says by it that the end does not stop it.
GOES_ON = {
    "partnerships.actions.agreement": {"see": "who read it", "discard_draft": "adds nothing"},
    "partnerships.actions.home": {"write_note": "one's own side's, the other never sees it"},
    "partnerships.actions.partnership": {"propose": "makes another one"},
    "partnerships.actions.profile": {"*": "of a supplier, not of a partnership"},
    "partnerships.actions.team": {"hand_over_seat": "somebody leaves", "leave": "adds nothing"},
    "meetings.actions.adoption": {
        "send_for_review": "minutes are finished", "take_back": "minutes are finished", "mark_seen": "who read it",
        "amend": "minutes are finished", "take_amendment": "minutes are finished",
        "dismiss_amendment": "minutes are finished", "withdraw_amendment": "minutes are finished",
        "approve": "minutes are finished",
    },
    "meetings.actions.follow_up": {
        "note_decision": "part of minutes", "change_decision": "part of minutes", "remove_decision": "part of minutes",
        "close_action": "what is open may be closed", "reopen_action": "takes back a mistake",
    },
    "meetings.actions.handing_over": {"*": "somebody leaves"},
    "meetings.actions.agenda": {"copy_usual_agenda": "a part of making a meeting"},
    "meetings.actions.planning": {
        "cancel": "adds nothing", "finish": "minutes are finished", "cancel_with_partnership": "the end itself",
        "tell_of_change": "a part of changing a meeting",
    },
    "meetings.actions.series": {"end_with_partnership": "the end itself"},
    "meetings.actions.writing": {"*": "minutes are finished, and one's own notes"},
    # Twice is harmless: the end is there already.
    "partnerships.actions.ending": {"complete_end": "is the end", "complete_alone": "is the end"},
}  # fmt: skip


@pytest.fixture
def ended(cast, pair, adopted, make) -> Partnership:  # noqa: F811
    """It has one of everything, and a meeting that an earlier end left planned."""
    by, day = cast.campus_editor, timezone.localdate()
    meetings.plan_meeting(meeting=make(title="Left planned"), by=by)
    meetings.make_series(
        partnership=pair, by=by, level="tactical", title="Each month", rule="FREQ=MONTHLY", first_on=day,
        start_time=time(9), time_zone="Europe/Amsterdam",
    )  # fmt: skip
    meetings.make_action(partnership=pair, by=by, text="Count", owner=cast.catering_editor, due=day)
    agreement.begin(partnership=pair, by=by, language="en")
    home.add_goal(partnership=pair, by=by, text="Fewer queues")
    start.begin_programme(pair)
    HandoverItem.objects.create(partnership=pair, text="Keys", side="client", position=1)
    Partnership.objects.update(state="ended", ended_at=timezone.now())
    pair.refresh_from_db()
    return pair


def calls(cast, pair: Partnership) -> dict[str, dict[str, Any]]:  # noqa: F811
    """What is tried with each action that would add to it or change it."""
    by, day = cast.campus_editor, timezone.localdate()
    coming = Meeting.objects.get(title="Left planned")
    meeting = Meeting.objects.get(state="adopted")
    item, decision = meeting.items.first(), meeting.decisions.get()
    series, action = MeetingSeries.objects.get(), Action.objects.get()
    version, step = AgreementVersion.objects.get(), StartStep.objects.first()
    goal, line = Goal.objects.get(), HandoverItem.objects.get()
    when = {"starts_at": timezone.now() + timedelta(days=3), "ends_at": timezone.now() + timedelta(days=3, hours=1)}
    at_all, text = {"partnership": pair, "by": by}, {"text": "More"}
    who = {"owner": cast.catering_editor, "due": day}
    step_of = {"by": by, "title": "More", "what": "", "due_on": day, "owner": None}
    rhythm = {"level": "tactical", "title": "More", "rule": "FREQ=MONTHLY", "first_on": day, "start_time": time(9)}
    return {
        "partnerships.actions.agreement": {
            "begin": lambda: agreement.begin(language="en", **at_all),
            "new_version": lambda: agreement.new_version(agreement=version.agreement, by=by),
            "write_section": lambda: agreement.write_section(
                section=version.sections.first(), by=by, revision=1, body="<p>More</p>"
            ),
            "retitle": lambda: agreement.retitle(version=version, by=by, title="More"),
            "add_annex": lambda: agreement.add_annex(version=version, by=by, title="More", upload=None),  # type: ignore[arg-type]
            "put_up": lambda: agreement.put_up(version=version, by=by, sha256=""),
            "approve": lambda: agreement.approve(version=version, by=cast.campus_owner, sha256=""),
            "take_back": lambda: agreement.take_back(version=version, by=by, reason="More"),
            "remove_annex": lambda: agreement.remove_annex(annex=SimpleNamespace(version=version), by=by),
        },
        "partnerships.actions.ending": {
            "announce_end": lambda: ending.announce_end(reason="More", ends_on=day, **at_all),
            "take_back_end": lambda: ending.take_back_end(**at_all),
        },
        "partnerships.actions.home": {
            "add_goal": lambda: home.add_goal(text="More", **at_all),
            "drop_goal": lambda: home.drop_goal(goal=goal, by=by),
            "add_link": lambda: home.add_link(label="More", url="https://more.example", **at_all),
            "remove_link": lambda: home.remove_link(link=SimpleNamespace(partnership=pair), by=by),
            "add_handover": lambda: home.add_handover(text="More", side="client", **at_all),
            "remove_handover": lambda: home.remove_handover(item=line, by=by),
            "tick_handover": lambda: home.tick_handover(item=line, by=by, done=True),
        },
        "partnerships.actions.partnership": {
            "accept": lambda: life.accept(partnership=pair, by=cast.catering_owner),
            "decline": lambda: life.decline(partnership=pair, by=cast.catering_owner, reason="More"),
            "withdraw": lambda: life.withdraw(**at_all),
            "change": lambda: life.change(revision=1, name="More", services=[], **at_all),
        },
        "partnerships.actions.start": {
            "settle_step": lambda: start.settle_step(step=step, by=by, outcome="done"),
            "reopen_step": lambda: start.reopen_step(step=step, by=by),
            "change_step": lambda: start.change_step(step=step, revision=1, **step_of),
            "add_step": lambda: start.add_step(programme=step.programme, **step_of),
            "review": lambda: start.review(programme=step.programme, by=by, rhythm="keep"),
        },
        "partnerships.actions.team": {
            "join": lambda: team.join(membership=cast.campus_owner, part="member", **at_all),
            "change_part": lambda: team.change_part(seat=TeamMember.objects.first(), by=by, part="lead"),
        },
        "meetings.actions.adoption": {
            "begin_correction": lambda: meetings.begin_correction(meeting=meeting, because="More", by=by)
        },
        "meetings.actions.agenda": {
            "add_item": lambda: meetings.add_item(meeting=coming, by=by, title="More"),
            "change_item": lambda: meetings.change_item(item=item, revision=1, by=by, title="More"),
            "move_item": lambda: meetings.move_item(item=item, up=False, by=by),
            "remove_item": lambda: meetings.remove_item(item=item, by=by),
            "attach": lambda: meetings.attach(item=item, attachment=None, by=by),  # type: ignore[arg-type]
            "detach": lambda: meetings.detach(file=SimpleNamespace(item=item), by=by),
        },
        "meetings.actions.follow_up": {
            "make_action": lambda: meetings.make_action(**at_all, **text, **who),
            "change_action": lambda: meetings.change_action(action=action, revision=1, by=by, **text),
            "withdraw_decision": lambda: meetings.withdraw_decision(decision=decision, because="More", by=by),
        },
        "meetings.actions.planning": {
            "make_meeting": lambda: meetings.make_meeting(
                title="More", level="tactical", time_zone="Europe/Amsterdam", members=[by], **when, **at_all
            ),
            "plan_meeting": lambda: meetings.plan_meeting(meeting=coming, by=by),
            "change_meeting": lambda: meetings.change_meeting(meeting=coming, revision=1, by=by, title="More"),
            "set_people": lambda: meetings.set_people(meeting=coming, by=by, members=[by]),
            "reply": lambda: meetings.reply(meeting=coming, answer="declined", by=by),
            "begin": lambda: meetings.begin(meeting=coming, by=by),
        },
        "meetings.actions.series": {
            "make_series": lambda: meetings.make_series(time_zone="Europe/Amsterdam", **rhythm, **at_all),
            "change_series": lambda: meetings.change_series(
                series=series, revision=1, by=by, members=[], points=[], title="More"
            ),
            "end_series": lambda: meetings.end_series(series=series, by=by),
            "make_next": lambda: meetings.make_next(series=series, by=by),
        },
    }  # fmt: skip


def test_after_the_end_every_action_is_refused_or_named_with_why_it_is_not(cast, ended):
    tried, went_on = [], []
    made = calls(cast, ended)
    for room in ("partnerships", "meetings"):
        for path in sorted((ROOT / room / "actions").glob("*.py")):
            module = f"{room}.actions.{path.stem}"
            goes_on, trials = GOES_ON.get(module, {}), made.get(module, {})
            names = set(actions_of(path))
            assert "*" in goes_on or names == goes_on.keys() | trials.keys(), f"{module}: refuse it, or say why not"
            for name, trial in trials.items():
                tried.append(name)
                try:
                    with transaction.atomic():
                        trial()
                except (PermissionDenied, ValidationError):
                    continue
                went_on.append(f"{module}.{name}")
    assert went_on == []
    assert len(tried) >= 40

"""Pages of a partnership: they work, what they saved, readers 403, strangers 404, wrong method 405, bad input 422."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Organisation
from partnerships.actions import ending, home
from partnerships.actions import partnership as life
from partnerships.models import Goal, HandoverItem, Partnership, PartnershipNote, SystemLink, TeamMember
from services.models import Choice, Service
from tests.partnerships.conftest import CANARY
from vision.models import ItemText, Vision, VisionItem, VisionVersion


def url(member, name, pk=None):
    return member.url(f"partnerships:{name}", **({"pk": pk} if pk else {}))


def fresh(row):
    return Partnership.objects.get(pk=row.pk)


# Proposing -------------------------------------------------------------------------------------


@pytest.fixture
def proposal(cast, lunch):
    return {
        "once": str(uuid4()), "supplier": cast.catering.pk, "name": "Lunch together", "services": [lunch.pk],
        "why": "More than a contract", "wished_start": "", "sponsor": cast.campus_owner.pk,
    }  # fmt: skip


def test_propose(cast, browse, proposal):
    browser = browse(cast.campus_editor)
    for _click in range(2):
        response = browser.post(url(cast.campus_editor, "propose"), proposal)
        assert response.status_code == 302
    row = Partnership.objects.get()
    assert (row.name, row.state, row.supplier_id) == ("Lunch together", "proposed", cast.catering.pk)
    assert [service.name for service in row.services.all()] == ["Lunch"]
    parts = {seat.membership_id: seat.part for seat in row.team.all()}
    assert parts == {cast.campus_editor.pk: "lead", cast.campus_owner.pk: "sponsor"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("services", []),
        ("name", ""),
        ("supplier", ""),
        ("wished_start", "someday"),
        ("wished_start", "2020-01-01"),
    ],
)
def test_propose_refuses_bad_input(cast, browse, proposal, field, value):
    response = browse(cast.campus_editor).post(url(cast.campus_editor, "propose"), {**proposal, field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Partnership.objects.exists()


def test_propose_only_to_connected_suppliers_and_own_services(cast, browse, proposal):
    foreign = Service.objects.create(client=cast.kliniek, name="Soup", group="Food")
    for change in ({"supplier": cast.schoon.pk}, {"services": [foreign.pk]}):
        member = cast.kliniek_editor if "supplier" in change else cast.campus_editor
        data = {**proposal, **change}
        assert browse(member).post(url(member, "propose"), data).status_code == 422
    assert not Partnership.objects.exists()


def test_propose_from_a_choice_of_ones_own(cast, browse, proposal, lunch):
    choice = Choice.objects.create(
        client=cast.campus, service=lunch, kind="strategic", reason="Secret", made_by=cast.campus_owner,
        look_again_on=timezone.localdate(),
    )  # fmt: skip
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "propose") + f"?choice={choice.pk}")
    assert str(choice.pk) in page.content.decode()
    browse(cast.campus_editor).post(url(cast.campus_editor, "propose"), {**proposal, "choice": choice.pk})
    row = Partnership.objects.get()
    assert row.choice_id == choice.pk
    shown = browse(cast.catering_owner).get(url(cast.catering_owner, "home", row.pk)).content
    assert b"Secret" not in shown


@pytest.mark.parametrize("who", ["campus_reader", "campus_contributor", "catering_owner"])
def test_who_may_not_propose(cast, browse, proposal, who):
    member = getattr(cast, who)
    assert browse(member).get(url(member, "propose")).status_code == 403
    assert browse(member).post(url(member, "propose"), proposal).status_code == 403


# Answering -------------------------------------------------------------------------------------


def test_accept(cast, browse, proposed):
    page = url(cast.catering_owner, "answer", proposed.pk)
    assert CANARY in browse(cast.catering_owner).get(page).content.decode()
    day = timezone.localdate() + timedelta(days=7)
    data = {"verdict": "accept", "starts_on": day.isoformat(), "answer": "Gladly"}
    assert browse(cast.catering_owner).post(page, data).status_code == 302
    row = fresh(proposed)
    assert (row.state, row.started_on, row.answer_reason) == ("starting", day, "Gladly")
    assert row.start_programme.steps.count() == 15
    assert row.start_programme.steps.first().due_on == day
    assert TeamMember.objects.get(partnership=row, side="supplier").part == "lead"
    assert browse(cast.catering_owner).get(page).status_code == 302


def test_decline(cast, browse, proposed):
    page = url(cast.catering_owner, "answer", proposed.pk)
    response = browse(cast.catering_owner).post(page, {"verdict": "decline", "reason": ""})
    assert response.status_code == 422
    assert fresh(proposed).state == "proposed"
    browse(cast.catering_owner).post(page, {"verdict": "decline", "reason": "No room"})
    assert (fresh(proposed).state, fresh(proposed).answer_reason) == ("declined", "No room")
    assert b"No room" in browse(cast.campus_editor).get(url(cast.campus_editor, "home", proposed.pk)).content


def test_what_was_typed_in_one_answer_stays_when_the_other_fails(cast, browse, proposed):
    page = url(cast.catering_owner, "answer", proposed.pk)
    sent = {"verdict": "decline", "reason": "", "starts_on": "2030-02-03", "answer": "We would like to"}
    response = browse(cast.catering_owner).post(page, sent)
    assert response.status_code == 422
    assert response.context["accept"]["answer"].value() == "We would like to"
    assert response.context["accept"]["starts_on"].value() == "2030-02-03"
    response = browse(cast.catering_owner).post(page, {**sent, "verdict": "accept", "starts_on": "", "reason": "No"})
    assert response.status_code == 422
    assert response.context["decline"]["reason"].value() == "No"


def test_who_may_not_answer(cast, browse, proposed):
    assert browse(cast.campus_editor).get(url(cast.campus_editor, "answer", proposed.pk)).status_code == 403
    assert browse(cast.catering_editor).post(url(cast.catering_editor, "answer", proposed.pk)).status_code == 404
    assert browse(cast.schoon_owner).post(url(cast.schoon_owner, "answer", proposed.pk)).status_code == 404


def test_withdraw(cast, browse, proposed):
    page = url(cast.campus_editor, "withdraw", proposed.pk)
    assert browse(cast.campus_editor).get(page).status_code == 200
    assert browse(cast.campus_editor).post(page, {"reason": "Later"}).status_code == 302
    assert (fresh(proposed).state, fresh(proposed).end_reason) == ("withdrawn", "Later")


# Home and lists --------------------------------------------------------------------------------


def test_home_shows_both_what_is_asked_of_whom(cast, browse, starting):
    for member in (cast.campus_reader, cast.catering_reader):
        response = browse(member).get(url(member, "home", starting.pk))
        asked = {(ask.title, ask.side) for ask in response.context["asks"]}
        assert ("Appoint a sponsor", "both") in asked
        assert ("Begin the agreement", "both") in asked
        assert response.context["stage"].number == 5


@pytest.mark.parametrize("state", Partnership.State.values)
def test_home_in_each_state(cast, browse, in_state, state):
    row = in_state(state)
    today = timezone.localdate()
    Partnership.objects.filter(pk=row.pk).update(
        ends_on=today, ended_at=timezone.now(), answered_at=timezone.now(), running_since=today
    )
    for member in (cast.campus_owner, cast.catering_reader):
        for name in ("home", "team", "goals", "links", "note", "history", "agreement"):
            assert browse(member).get(url(member, name, row.pk)).status_code == 200, (state, name)


def test_home_takes_twelve_queries(cast, browse, waiting, starting, django_assert_num_queries):
    for number in range(3):
        home.add_goal(partnership=starting, by=cast.campus_editor, text=f"Goal {number}")
        home.add_link(partnership=starting, by=cast.campus_editor, label=f"L{number}", url="https://a.example")
    browser = browse(cast.campus_editor)
    with django_assert_num_queries(12):
        assert browser.get(url(cast.campus_editor, "home", starting.pk)).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("who", ["campus_owner", "catering_owner"])
def test_list_takes_the_same_queries_for_one_and_for_three(cast, browse, lunch, number, who, django_assert_num_queries):
    for one in range(number):
        supplier = cast.catering
        row = life.propose(by=cast.campus_editor, supplier=supplier, name=f"P{one}", services=[lunch])
        if one:
            life.accept(partnership=row, by=cast.catering_owner)
    member = getattr(cast, who)
    browser = browse(member)
    with django_assert_num_queries(6):
        response = browser.get(url(member, "list"))
    assert [row["partnership"].name for row in response.context["rows"]] == [f"P{one}" for one in range(number)]


def test_list_filters_by_address(cast, browse, proposed):
    browser = browse(cast.campus_editor)
    page = url(cast.campus_editor, "list")
    assert len(browser.get(page + "?text=kanarie").context["rows"]) == 1
    assert len(browser.get(page + "?text=other").context["rows"]) == 0
    assert len(browser.get(page + "?show=over").context["rows"]) == 0
    assert len(browser.get(page + "?show=nonsense").context["rows"]) == 1
    part = browser.get(page, headers={"HX-Request": "true"})
    assert b"<html" not in part.content and CANARY.encode() in part.content


def test_supplier_sees_whose_turn_it_is(cast, browse, proposed):
    row = browse(cast.catering_owner).get(url(cast.catering_owner, "list")).context["rows"][0]
    assert (row["waits"], row["is_asked"]) == ("Waiting for an answer from Smaakvol Catering", True)
    row = browse(cast.campus_editor).get(url(cast.campus_editor, "list")).context["rows"][0]
    assert row["is_asked"] is False


# Changing --------------------------------------------------------------------------------------


def test_change_and_conflict(cast, browse, starting, lunch):
    page = url(cast.campus_editor, "change", starting.pk)
    data = {"name": "New name", "services": [lunch.pk], "why": "", "revision": starting.revision}
    assert browse(cast.campus_editor).post(page, data).status_code == 302
    assert fresh(starting).name == "New name"
    response = browse(cast.campus_editor).post(page, {**data, "name": "Mine"})
    assert response.status_code == 409
    assert b"New name" in response.content and b"Mine" in response.content
    assert browse(cast.catering_owner).get(url(cast.catering_owner, "change", starting.pk)).status_code == 403


def test_goals(cast, browse, starting, four):
    page = url(cast.campus_editor, "goals", starting.pk)
    data = {"once": str(uuid4()), "text": "Shorter queues", "seen_by": "Weekly count"}
    for _click in range(2):
        assert four.writer.post(page, data).status_code == 302
    goal = Goal.objects.get()
    assert four.writer.post(page, {**data, "once": str(uuid4()), "text": ""}).status_code == 422
    assert four.reader.post(url(cast.campus_reader, "goals", starting.pk), data).status_code == 403
    drop = url(cast.campus_editor, "goal-drop", goal.pk)
    assert four.writer.get(drop).status_code == 405
    assert four.reader.post(drop).status_code == 403
    for _click in range(2):
        assert four.writer.post(drop).status_code == 302
    assert Goal.objects.get().dropped_at


def test_goal_serves_something_of_the_published_vision(cast, browse, starting):
    owner = cast.campus_owner
    vision = Vision.objects.create(client=cast.campus)
    version = VisionVersion.objects.create(vision=vision, number=1, language="en", title="V", started_by=owner)
    item = VisionItem.objects.create(vision=vision, kind="ambition")
    row = ItemText.objects.create(version=version, item=item, position=1, name="Everybody eats together")
    page = url(cast.catering_editor, "goals", starting.pk)
    assert "serves" not in browse(cast.catering_editor).get(page).context["form"].fields
    VisionVersion.objects.filter(pk=version.pk).update(
        state="published", published_at=timezone.now(), published_by=owner
    )
    data = {"once": str(uuid4()), "text": "Longer tables", "seen_by": "", "serves": row.pk}
    assert browse(cast.catering_editor).post(page, data).status_code == 302
    goal = Goal.objects.get()
    assert (goal.vision_item_id, goal.from_vision) == (item.pk, "Everybody eats together")


@pytest.mark.parametrize("address", ["http://a.example", "javascript:alert(1)", "ftp://a.example", "nothing at all"])
def test_links_are_https_only(cast, browse, starting, address):
    data = {"once": str(uuid4()), "label": "Work orders", "url": address}
    response = browse(cast.catering_editor).post(url(cast.catering_editor, "links", starting.pk), data)
    assert response.status_code == 422
    assert not SystemLink.objects.exists()


def test_links(cast, browse, starting, four):
    data = {"once": str(uuid4()), "label": "Work orders", "url": "https://a.example/x"}
    browse(cast.catering_editor).post(url(cast.catering_editor, "links", starting.pk), data)
    row = SystemLink.objects.get()
    assert four.reader.post(url(cast.campus_reader, "link-remove", row.pk)).status_code == 403
    assert four.writer.post(url(cast.campus_editor, "link-remove", row.pk)).status_code == 302
    assert not SystemLink.objects.exists()


def test_note_and_conflict(cast, browse, starting):
    page = url(cast.campus_editor, "note", starting.pk)
    assert browse(cast.campus_editor).post(page, {"revision": 1, "text": "Ours"}).status_code == 302
    assert PartnershipNote.objects.get().organisation_id == cast.campus.pk
    response = browse(cast.campus_owner).post(page, {"revision": 1, "text": "Later"})
    assert response.status_code == 409
    assert b"Ours" in response.content and b"Later" in response.content
    assert browse(cast.campus_reader).post(page, {"revision": 2, "text": "x"}).status_code == 403
    assert b"Ours" in browse(cast.campus_reader).get(page).content


# The end ---------------------------------------------------------------------------------------


def test_end_and_handover(cast, browse, starting, four):
    page = url(cast.campus_editor, "end", starting.pk)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert four.writer.post(page, {"ends_on": yesterday, "reason": "Moving"}).status_code == 422
    assert four.reader.post(url(cast.campus_reader, "end", starting.pk)).status_code == 403
    day = (timezone.localdate() + timedelta(days=60)).isoformat()
    assert four.writer.post(page, {"ends_on": day, "reason": "Moving"}).status_code == 302
    supplier = browse(cast.catering_contributor)
    ending = url(cast.catering_contributor, "ending", starting.pk)
    assert supplier.get(ending).status_code == 200
    assert supplier.post(ending, {"once": str(uuid4()), "text": "Keys", "side": "client"}).status_code == 403
    item = HandoverItem.objects.filter(partnership=starting, side="supplier").first()
    tick = url(cast.catering_contributor, "handover-tick", item.pk)
    assert four.reader.post(url(cast.campus_reader, "handover-tick", item.pk), {"done": "1"}).status_code == 403
    supplier.post(tick, {"done": "1"})
    assert HandoverItem.objects.get(pk=item.pk).done_by_id == cast.catering_contributor.pk
    supplier.post(tick, {"done": "0"})
    assert HandoverItem.objects.get(pk=item.pk).done_at is None
    assert four.writer.post(url(cast.campus_editor, "end-complete", starting.pk)).status_code == 302
    assert fresh(starting).state == "ending"
    HandoverItem.objects.filter(partnership=starting).update(done_at=timezone.now())
    four.writer.post(url(cast.campus_editor, "end-complete", starting.pk))
    assert fresh(starting).state == "ending"  # the last day lies ahead
    Partnership.objects.filter(pk=starting.pk).update(ends_on=timezone.localdate())
    four.writer.post(url(cast.campus_editor, "end-complete", starting.pk))
    assert fresh(starting).state == "ending"  # the other side is asked
    browse(cast.catering_editor).post(url(cast.catering_editor, "end-complete", starting.pk))
    assert fresh(starting).state == "ended"
    for member in (cast.campus_reader, cast.catering_reader):
        assert browse(member).get(url(member, "ending", starting.pk)).status_code == 200


def test_handover_lines(cast, browse, starting):
    ending.announce_end(partnership=starting, by=cast.catering_owner, reason="x", ends_on=timezone.localdate())
    page = url(cast.catering_editor, "ending", starting.pk)
    data = {"once": str(uuid4()), "text": "Keys of the store", "side": "client"}
    for _click in range(2):
        assert browse(cast.catering_editor).post(page, data).status_code == 302
    item = HandoverItem.objects.get(text="Keys of the store")
    assert browse(cast.catering_editor).post(page, {**data, "text": "", "once": str(uuid4())}).status_code == 422
    browse(cast.campus_editor).post(url(cast.campus_editor, "handover-remove", item.pk))
    assert not HandoverItem.objects.filter(pk=item.pk).exists()


def test_organisation_of_both_sides_sees_one_side_at_a_time(cast, browse, proposed):
    Organisation.objects.filter(pk=cast.campus.pk).update(is_supplier=True)
    response = browse(cast.campus_owner).get(url(cast.campus_owner, "list"))
    assert [row["other_side"] for row in response.context["rows"]] == ["supplier"]

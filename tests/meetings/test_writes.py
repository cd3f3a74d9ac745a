"""Every view that changes something: it works, readers get 403, strangers 404, GET of a verb 405."""

import re
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts import actions as accounts_actions
from accounts.models import AuditEvent, Membership
from meetings import actions
from meetings.agendas import Point
from meetings.models import (
    Action,
    AgendaItem,
    Decision,
    Meeting,
    MeetingSeries,
    MinutesText,
    Participant,
    PrivateNote,
    Reply,
)
from notifications.models import Message
from partnerships.models import Partnership
from tests.meetings.conftest import downloaded, fresh, place_of


def url(member, name, **kwargs):
    return member.url(f"meetings:{name}", **kwargs)


def form_of(pair, cast, **changes):
    day = timezone.localdate() + timedelta(days=7)
    values = {
        "title": "Tactical meeting", "day": day.isoformat(), "starts_at": "10:00", "ends_at": "11:00",
        "time_zone": "Europe/Amsterdam", "place": "Room 1", "language": "en", "usual_agenda": "on",
        "client_people": [cast.campus_editor.pk], "supplier_people": [cast.catering_editor.pk], "guests": "",
    }  # fmt: skip
    return {**values, **changes}


@pytest.fixture
def new_url(pair, cast):
    return url(cast.campus_editor, "new") + f"?partnership={pair.pk}&level=tactical"


def test_a_meeting_is_prepared_with_its_usual_agenda(cast, browse, pair, new_url):
    answer = browse(cast.campus_editor).post(new_url, form_of(pair, cast, guests="Kim Bos <kim@example.nl>"))
    meeting = Meeting.objects.get()
    assert answer.url == url(cast.campus_editor, "detail", pk=meeting.pk)
    assert (meeting.state, meeting.side, meeting.organiser) == ("draft", "client", cast.campus_editor)
    assert meeting.local_start.hour == 10
    assert meeting.items.count() == 6
    assert meeting.participants.get(membership=None).address == "kim@example.nl"
    assert Message.objects.count() == 0
    assert AuditEvent.objects.filter(event="meetings.made", other_organisation=None).count() == 1


def test_and_planned_at_once(cast, browse, pair, new_url):
    browse(cast.campus_editor).post(new_url, form_of(pair, cast, then="plan"))
    assert Meeting.objects.get().state == "planned"
    assert Message.objects.filter(kind="meetings.invitation").count() == 2


@pytest.mark.parametrize(
    "changes,field,words",
    [
        ({"ends_at": "09:00"}, "ends_at", "ends before it begins"),
        ({"day": "2027-03-28", "starts_at": "02:30", "ends_at": "04:00"}, "starts_at", "does not exist"),
        ({"day": "2020-01-01"}, "afterwards", "is in the past"),
        ({"guests": "Kim Bos"}, "guests", "no e-mail address in “Kim Bos”"),
        ({"guests": "Ed <editor@catering.example>"}, "guests", "is not a guest but a participant"),
        ({"guests": "Owen <Owner@campus.example>"}, "guests", "is not a guest but a participant"),
        ({"client_people": [], "supplier_people": []}, "client_people", "Choose who takes part"),
        ({"link": "javascript:alert(1)"}, "link", "valid URL"),
        ({"title": ""}, "title", "required"),
        ({"time_zone": "Mars/Base"}, "time_zone", "from the list"),
    ],
)
def test_bad_input_is_refused_beside_its_field(cast, browse, pair, new_url, changes, field, words):
    answer = browse(cast.campus_editor).post(new_url, form_of(pair, cast, **changes))
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
    assert answer.context["form"]["place"].value() == "Room 1"
    assert Meeting.objects.count() == 0


def test_somebody_who_left_is_refused_beside_the_field(cast, browse, pair, make):
    meeting = make()
    Membership.objects.filter(pk=cast.catering_editor.pk).update(ended_at=timezone.now())
    answer = browse(cast.campus_editor).post(
        url(cast.campus_editor, "edit", pk=meeting.pk), form_of(pair, cast, revision=meeting.revision)
    )
    assert answer.status_code == 422
    assert "has left" in answer.context["form"].errors["supplier_people"][0]


@pytest.mark.parametrize("left", ["organisation", "team"])
def test_who_left_while_the_page_was_open_is_refused_in_words(cast, browse, pair, new_url, left):
    if left == "organisation":
        Membership.objects.filter(pk=cast.catering_editor.pk).update(ended_at=timezone.now())
    else:
        pair.team.filter(membership=cast.catering_editor).update(until=timezone.localdate())
    answer = browse(cast.campus_editor).post(new_url, form_of(pair, cast))
    assert answer.status_code == 422
    assert answer.context["form"].errors["supplier_people"] == [
        "Somebody whom you chose has left the organisation or the team. Look at the list again."
    ]
    assert Meeting.objects.count() == 0


def test_recording_afterwards_needs_a_tick_and_mails_nobody(cast, browse, pair, new_url):
    past = form_of(pair, cast, day="2026-01-05", afterwards="on", then="plan")
    browse(cast.campus_editor).post(new_url, past)
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.recorded_afterwards) == ("held", True)
    assert Message.objects.count() == 0
    assert meeting.versions.get().texts.count() == 6


@pytest.fixture
def recorded(make, cast):
    """Two days ago, written down today; nothing stood on an agenda."""
    return make(days=-2, afterwards=True)


def test_what_was_recorded_afterwards_gets_its_items_and_people(cast, browse, pair, recorded):
    member = cast.campus_editor
    client = browse(member)
    answer = client.post(
        url(member, "item-new", pk=recorded.pk), {"title": "The kitchen", "purpose": "inform", "minutes": 5}
    )
    item = recorded.items.get(title="The kitchen")
    assert answer.url == url(member, "minutes", pk=recorded.pk) + f"#item-{item.pk}"
    titles = {one.item.title for one in recorded.versions.get().texts.all()}
    assert titles == {"What was discussed", "The kitchen"}
    day = recorded.local_start
    values = form_of(
        pair, cast, day=day.date().isoformat(), revision=recorded.revision, guests="Kim Bos <kim@example.nl>",
        supplier_people=[cast.catering_editor.pk, cast.catering_contributor.pk],
    )  # fmt: skip
    assert client.post(url(member, "edit", pk=recorded.pk), values).status_code == 302
    assert place_of(recorded, cast.catering_contributor).present is True
    assert recorded.participants.get(membership=None).present is True
    assert fresh(recorded).place == "Room 1"
    assert Message.objects.count() == 0


def test_what_was_recorded_afterwards_stays_in_the_past(cast, browse, pair, recorded):
    values = form_of(pair, cast, revision=recorded.revision)
    answer = browse(cast.campus_editor).post(url(cast.campus_editor, "edit", pk=recorded.pk), values)
    assert answer.status_code == 422
    assert "has not begun yet" in answer.context["form"].errors["starts_at"][0]
    assert fresh(recorded).starts_at == recorded.starts_at


def test_minutes_recorded_afterwards_stand_once_they_were_sent(cast, browse, recorded):
    actions.send_for_review(minutes=recorded.versions.get(), by=cast.campus_editor)
    for name in ("item-new", "edit"):
        assert browse(cast.campus_editor).get(url(cast.campus_editor, name, pk=recorded.pk)).status_code == 403


def test_who_may_not_plan(cast, browse, pair, new_url):
    for member, status in ((cast.campus_reader, 403), (cast.campus_contributor, 403), (cast.kliniek_owner, 404)):
        address = url(member, "new") + new_url[new_url.index("?") :]
        assert browse(member).post(address, form_of(pair, cast)).status_code == status
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("state", ["proposed", "declined", "withdrawn", "ended"])
@pytest.mark.parametrize("name", ["new", "series-new"])
def test_a_partnership_that_is_not_alive_is_not_offered(cast, browse, pair, other_pair, name, state):
    Partnership.objects.filter(pk=pair.pk).update(state=state)
    member = cast.catering_owner
    page = browse(member).get(url(member, name))
    assert [one.pk for one in page.context["partnerships"]] == [other_pair.pk]
    address = url(member, name) + f"?partnership={pair.pk}&level=tactical"
    assert browse(member).get(address).status_code == 404
    assert browse(member).post(address, form_of(pair, cast)).status_code == 404
    assert Meeting.objects.count() == MeetingSeries.objects.count() == 0


def test_changing_an_older_state_is_a_conflict_that_keeps_what_was_typed(cast, browse, pair, planned):
    client, address = browse(cast.campus_editor), url(cast.campus_editor, "edit", pk=planned.pk)
    values = form_of(pair, cast, revision=planned.revision)
    actions.change_meeting(meeting=planned, revision=planned.revision, by=cast.catering_editor, place="Room 9")
    answer = client.post(address, values)
    assert answer.status_code == 409
    assert b"Room 9" in answer.content and answer.context["form"]["place"].value() == "Room 1"
    assert fresh(planned).place == "Room 9"
    again = client.post(address, {**values, "revision": answer.context["form"]["revision"].value()})
    assert again.status_code == 302
    assert fresh(planned).place == "Room 1"


# One line for each verb: its name, what it is about, what it sends, and who may not though they see it.
VERBS = [
    ("plan", "draft", {}, "campus_reader"),
    ("cancel", "planned", {"because": "x"}, "campus_reader"),
    ("begin", "planned", {}, "catering_reader"),
    ("finish", "begun", {}, "catering_reader"),
    ("reply", "planned", {"answer": "accepted"}, "campus_reader"),
    ("item-new", "planned", {"title": "New", "purpose": "inform", "minutes": 5}, "catering_reader"),
    ("decision-new", "begun", {"text": "We do", "valid_from": "2026-12-01"}, "catering_reader"),
    ("note", "begun", {"plain": "x", "revision": 0}, "catering_reader"),
    ("present", "begun", {}, "catering_reader"),
    ("send", "held", {}, "catering_reader"),
    ("correction", "adopted", {"because": "x"}, "catering_reader"),
]
POST_ONLY = {"plan", "finish", "reply", "note", "present"}


@pytest.fixture
def stage(request, cast, make):
    """stage("begun") is a meeting that came so far."""

    def reach(name):
        if name == "draft":
            return make()
        if name == "adopted":
            return request.getfixturevalue("adopted").meeting
        meeting = request.getfixturevalue("held" if name == "held" else "planned")
        if name == "begun":
            actions.begin(meeting=meeting, by=cast.campus_editor)
        return fresh(meeting)

    return reach


@pytest.mark.parametrize("name,stage_name,data,reader", VERBS, ids=[one[0] for one in VERBS])
def test_verbs_of_a_meeting(cast, browse, stage, name, stage_name, data, reader):
    meeting = stage(stage_name)
    editor, reader = cast.campus_editor, getattr(cast, reader)
    before = AuditEvent.objects.count()
    for member, status in ((cast.kliniek_owner, 404), (cast.schoon_editor, 404), (reader, 403)):
        assert browse(member).post(url(member, name, pk=meeting.pk), data).status_code == status
    if name in POST_ONLY:
        assert browse(editor).get(url(editor, name, pk=meeting.pk)).status_code == 405
    assert AuditEvent.objects.filter(event__startswith="meetings").count() <= before
    answer = browse(editor).post(url(editor, name, pk=meeting.pk), data)
    assert answer.status_code == 302
    twice = browse(editor).post(url(editor, name, pk=meeting.pk), data)
    assert twice.status_code in (302, 404, 409, 422)


def test_a_meeting_that_is_still_ahead_asks_before_it_begins(cast, browse, planned):
    member, address = cast.campus_contributor, url(cast.campus_contributor, "begin", pk=planned.pk)
    detail = browse(member).get(url(member, "detail", pk=planned.pk))
    assert f'href="{address}"' in detail.content.decode() and f'action="{address}"' not in detail.content.decode()
    page = browse(member).get(address)
    assert page.status_code == 200 and b"Begin before the planned time?" in page.content
    assert fresh(planned).state == "planned"
    assert browse(cast.campus_reader).get(url(cast.campus_reader, "begin", pk=planned.pk)).status_code == 403
    browse(member).post(address)
    assert fresh(planned).state == "under_way"
    assert browse(member).get(address).url == url(member, "minutes", pk=planned.pk)


def test_a_meeting_begins_at_once_when_its_time_is_there(cast, browse, make):
    meeting = make(starts_at=timezone.now() + timedelta(minutes=10))
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    member, address = cast.campus_editor, url(cast.campus_editor, "begin", pk=meeting.pk)
    page = browse(member).get(url(member, "detail", pk=meeting.pk))
    assert f'action="{address}"' in page.content.decode()
    assert browse(member).post(address).url == url(member, "minutes", pk=meeting.pk)


def test_replying_is_saved_and_audited(cast, browse, planned):
    browse(cast.catering_editor).post(url(cast.catering_editor, "reply", pk=planned.pk), {"answer": "tentative"})
    assert place_of(planned, cast.catering_editor).reply == Reply.TENTATIVE
    assert AuditEvent.objects.filter(event="meetings.replied").count() == 1
    browse(cast.catering_editor).post(url(cast.catering_editor, "reply", pk=planned.pk), {"answer": "nonsense"})
    assert place_of(planned, cast.catering_editor).reply == Reply.TENTATIVE


# The agenda ------------------------------------------------------------------------------------


def test_both_sides_put_items_on_the_agenda_with_files(cast, browse, planned):
    member = cast.catering_contributor
    file = SimpleUploadedFile("cao.txt", b"Wages rise")
    answer = browse(member).post(
        url(member, "item-new", pk=planned.pk), {"title": "New cao", "purpose": "inform", "minutes": 15, "file": file}
    )
    item = AgendaItem.objects.get(title="New cao")
    assert answer.status_code == 302 and (item.side, item.position) == ("supplier", 2)
    got = browse(cast.campus_reader).get(url(cast.campus_reader, "file", pk=item.files.get().pk))
    assert downloaded(got) == b"Wages rise"
    assert got["Content-Disposition"].startswith("attachment")
    stranger = cast.kliniek_owner
    assert browse(stranger).get(url(stranger, "file", pk=item.files.get().pk)).status_code == 404
    browse(member).post(url(member, "file-remove", pk=item.files.get().pk))
    assert item.files.count() == 0


def test_items_change_move_and_go(cast, browse, planned):
    member, (first, second) = cast.campus_editor, planned.items.order_by("position")
    client = browse(member)
    client.post(
        url(member, "item", pk=first.pk),
        {"title": "Lunch at noon", "purpose": "inform", "minutes": 7, "revision": first.revision},
    )
    assert (fresh(first).title, fresh(first).minutes) == ("Lunch at noon", 7)
    stale = client.post(
        url(member, "item", pk=first.pk), {"title": "x", "purpose": "inform", "minutes": 7, "revision": first.revision}
    )
    assert stale.status_code == 409 and fresh(first).title == "Lunch at noon"
    client.post(url(member, "item-move", pk=first.pk), {"direction": "down"})
    assert [one.pk for one in planned.items.order_by("position")] == [second.pk, first.pk]
    client.post(url(member, "item-remove", pk=first.pk))
    assert not AgendaItem.objects.filter(pk=first.pk).exists()
    for name in ("item-move", "item-remove"):
        assert client.get(url(member, name, pk=second.pk)).status_code == 405
        reader, stranger = cast.campus_reader, cast.schoon_owner
        assert browse(reader).post(url(reader, name, pk=second.pk)).status_code == 403
        assert browse(stranger).post(url(stranger, name, pk=second.pk)).status_code == 404


# Writing together ------------------------------------------------------------------------------


def test_texts_are_saved_while_typing_and_the_second_sees_both(cast, browse, planned):
    actions.begin(meeting=planned, by=cast.campus_editor)
    text = MinutesText.objects.filter(minutes__meeting=planned).first()
    script = {"headers": {"Accept": "application/json"}}
    one, other = cast.campus_editor, cast.catering_contributor
    first = browse(one).post(
        url(one, "text", pk=text.pk),
        {"text": "<p>Ours<script>x</script></p>", "format": "html", "revision": 1},
        **script,
    )
    assert first.json()["revision"] == 2
    assert fresh(text).text == "<p>Ours</p>"
    second = browse(other).post(
        url(other, "text", pk=text.pk), {"text": "<p>Theirs</p>", "format": "html", "revision": 1}, **script
    )
    assert second.status_code == 409
    assert b"Ours" in second.content and b"Theirs" in second.content
    assert str(one).encode() in second.content  # who wrote the other text
    for who in (one, other):
        kept = browse(who).get(url(who, "text-kept", pk=text.pk)).content
        assert b"<p>Ours</p>" in kept and b"<p>Theirs</p>" in kept
    assert browse(cast.kliniek_owner).get(url(cast.kliniek_owner, "text-kept", pk=text.pk)).status_code == 404
    assert fresh(text).text == "<p>Ours</p>"
    plain = browse(other).post(url(other, "text", pk=text.pk), {"text": "Theirs", "format": "plain", "revision": 2})
    assert plain.status_code == 302 and fresh(text).text == "<p>Theirs</p>"
    reader, stranger = cast.catering_reader, cast.kliniek_owner
    assert browse(reader).post(url(reader, "text", pk=text.pk), {"text": "x", "revision": 3}).status_code == 403
    assert browse(stranger).post(url(stranger, "text", pk=text.pk), {"text": "x", "revision": 3}).status_code == 404


def test_a_text_under_review_is_not_written(cast, browse, review):
    text = review.texts.first()
    answer = browse(cast.campus_editor).post(
        url(cast.campus_editor, "text", pk=text.pk), {"text": "late", "revision": text.revision}
    )
    assert answer.status_code == 422 and b"late" in answer.content


def test_notes_of_one_side_are_never_seen_by_the_other(cast, browse, planned):
    actions.begin(meeting=planned, by=cast.campus_editor)
    browse(cast.campus_editor).post(url(cast.campus_editor, "note", pk=planned.pk), {"plain": "Secret", "revision": 0})
    assert PrivateNote.objects.visible_to(cast.campus_reader).count() == 1
    assert PrivateNote.objects.visible_to(cast.catering_owner).count() == 0
    for name in ("detail", "minutes"):
        page = browse(cast.catering_editor).get(url(cast.catering_editor, name, pk=planned.pk))
        assert b"Secret" not in page.content
    assert b"Secret" in browse(cast.campus_editor).get(url(cast.campus_editor, "minutes", pk=planned.pk)).content


# Adoption, decisions, actions ------------------------------------------------------------------


def test_approving_over_the_web(cast, browse, review):
    member, data = cast.catering_editor, {"sha256": review.sha256}
    assert browse(member).get(url(member, "approve", pk=review.meeting_id)).status_code == 405
    for who, status in ((cast.catering_reader, 403), (cast.kliniek_owner, 404)):
        assert browse(who).post(url(who, "approve", pk=review.meeting_id), data).status_code == status
    for _time in range(2):
        assert browse(member).post(url(member, "approve", pk=review.meeting_id), data).status_code == 302
    assert fresh(review).is_adopted and review.approvals.count() == 2


def test_decisions_are_withdrawn_with_a_reason_only(cast, browse, adopted):
    decision, member = Decision.objects.get(), cast.catering_editor
    assert browse(member).post(url(member, "decision", pk=decision.pk), {"because": ""}).status_code == 422
    reader = cast.catering_reader
    assert browse(reader).post(url(reader, "decision", pk=decision.pk), {"because": "x"}).status_code == 403
    browse(member).post(url(member, "decision", pk=decision.pk), {"because": "The till broke"})
    decision = fresh(decision)
    assert (decision.state, decision.ended_because) == ("withdrawn", "The till broke")


def test_a_decision_under_review_is_not_changed(cast, browse, review):
    """One side adopted these words already: they change by a proposal, or not at all."""
    decision, member = Decision.objects.get(), cast.catering_editor
    address = url(member, "decision", pk=decision.pk)
    page = browse(member).get(address)
    assert (
        page.status_code == 302
        and page.url == url(member, "adoption", pk=review.meeting_id) + f"#item-{decision.item_id}"
    )
    data = {"text": "No till at all", "valid_from": "2026-12-01", "revision": decision.revision}
    refused = browse(member).post(address, data)
    assert refused.status_code == 422
    assert refused.context["form"].non_field_errors() == [
        "These minutes have been sent for adoption. Propose a change instead."
    ]
    assert refused.context["form"]["text"].value() == "No till at all"
    browse(member).post(url(member, "decision-remove", pk=decision.pk))
    assert fresh(decision).text == "A third till opens at noon"
    assert [one.side for one in review.approvals.filter(voided_at=None)] == ["client"]


@pytest.mark.parametrize("change", ["note", "change", "remove"])
def test_a_decision_is_refused_when_the_minutes_were_sent_meanwhile(cast, held, change):
    """Who has the page open still holds the minutes as they were, a draft."""
    decision = Decision.objects.select_related("minutes", "meeting__partnership").get()
    actions.send_for_review(minutes=held.versions.get(), by=cast.campus_editor, adopt=True)
    by = cast.catering_editor
    with pytest.raises(ValidationError, match="sent for adoption"):
        if change == "note":
            actions.note_decision(meeting=held, by=by, text="Late", valid_from=timezone.localdate())
        elif change == "change":
            actions.change_decision(decision=decision, revision=decision.revision, by=by, text="Late")
        else:
            actions.remove_decision(decision=decision, by=by)
    assert fresh(decision).text == "A third till opens at noon"


def test_adopted_minutes_have_no_form_for_a_proposal(cast, browse, adopted):
    member, text = cast.catering_editor, adopted.texts.first()
    page = browse(member).get(url(member, "amend", pk=text.pk))
    assert page.status_code == 302 and page.url == url(member, "adoption", pk=adopted.meeting_id)
    assert browse(member).post(url(member, "amend", pk=text.pk), {"proposal": "Seven"}).status_code == 422
    assert adopted.amendments.count() == 0


@pytest.fixture
def task(pair, cast):
    return actions.make_action(
        partnership=pair, by=cast.campus_editor, text="Call the roster office", owner=cast.catering_contributor,
        due=date(2026, 1, 1),
    )  # fmt: skip


def test_actions_end_done_or_dropped_with_a_reason(cast, browse, task):
    member = cast.catering_contributor
    client, address = browse(member), url(member, "action", pk=task.pk)
    assert client.post(address, {"state": "dropped", "closing_note": ""}).status_code == 422
    assert fresh(task).is_open
    assert client.post(address, {"state": "done"}).status_code == 302
    assert (fresh(task).state, fresh(task).closed_by) == ("done", member)
    assert client.post(address, {"state": "done"}).status_code == 302
    assert AuditEvent.objects.filter(event="meetings.action_done").count() == 1
    client.post(url(member, "action-reopen", pk=task.pk))
    assert fresh(task).is_open
    for who, status in ((cast.campus_reader, 403), (cast.campus_contributor, 403), (cast.kliniek_owner, 404)):
        assert browse(who).post(url(who, "action", pk=task.pk), {"state": "done"}).status_code == status


def test_an_owner_outside_the_teams_is_refused(cast, browse, pair):
    member = cast.campus_editor
    data = {"text": "Do", "owner": cast.both_campus.pk, "due": "2027-01-01"}
    answer = browse(member).post(url(member, "action-between", pk=pair.pk), data)
    assert answer.status_code == 422 and "teams" in answer.context["form"].errors["owner"][0]
    stranger = browse(member).post(url(member, "action-between", pk=pair.pk), {**data, "owner": cast.kliniek_owner.pk})
    assert stranger.status_code == 422
    assert Action.objects.count() == 0


def test_who_leaves_hands_over_in_the_same_act(cast, task, planned):
    leaver = cast.catering_contributor
    Participant.objects.create(meeting=planned, membership=leaver, side="supplier")
    with pytest.raises(ValidationError):
        accounts_actions.end_membership(membership=leaver, by=cast.catering_owner)
    assert (fresh(leaver).ended_at, fresh(task).owner) == (None, leaver)
    accounts_actions.end_membership(membership=leaver, by=cast.catering_owner, successor=cast.catering_editor)
    assert fresh(task).owner == cast.catering_editor
    assert place_of(planned, leaver).removed_at is not None


# Series ----------------------------------------------------------------------------------------


@pytest.fixture
def series(pair, cast):
    return actions.make_series(
        partnership=pair, by=cast.campus_editor, members=[cast.campus_editor, cast.catering_editor],
        points=[Point("Open actions"), Point("Signals")], level="operational", title="Weekly",
        rule="FREQ=MONTHLY", length=30, first_on=timezone.localdate() + timedelta(days=3), start_time=time(9),
        time_zone="Europe/Amsterdam",
    )  # fmt: skip


def test_the_next_meeting_is_made_once_for_two_clicks(cast, browse, series):
    member = cast.campus_editor
    data = {"after": (series.first_on - timedelta(days=1)).isoformat()}
    answers = {browse(member).post(url(member, "series-next", pk=series.pk), data).url for _time in range(2)}
    meeting = Meeting.objects.get()
    assert answers == {url(member, "detail", pk=meeting.pk)}
    assert [one.title for one in meeting.items.order_by("position")] == ["Open actions", "Signals"]
    assert meeting.participants.count() == 2
    for who, status in ((cast.campus_reader, 403), (cast.kliniek_owner, 404)):
        assert browse(who).post(url(who, "series-next", pk=series.pk), data).status_code == status
    assert browse(member).get(url(member, "series-next", pk=series.pk)).status_code == 405


def test_what_was_left_goes_on_to_the_next_meeting_once(cast, series):
    by = cast.campus_editor
    first = actions.make_next(series=series, by=by)
    actions.add_item(meeting=first, by=cast.campus_editor, title="Not reached")
    actions.add_item(meeting=first, by=cast.campus_editor, title="With an action")
    actions.add_item(meeting=first, by=cast.campus_editor, title="Dealt with")
    actions.plan_meeting(meeting=first, by=by)
    following = actions.make_next(series=series, by=by)
    assert following.starts_at > first.starts_at
    actions.begin(meeting=fresh(first), by=by)
    for title in ("With an action", "Dealt with"):
        item = AgendaItem.objects.select_related("meeting__partnership").get(meeting=first, title=title)
        actions.mark_discussed(item=item, discussed=True, by=by)
    actions.make_action(
        partnership=first.partnership, meeting=fresh(first), by=by, text="Do", owner=by, due=timezone.localdate(),
        item=AgendaItem.objects.get(meeting=first, title="With an action"),
    )  # fmt: skip
    for _time in range(2):
        actions.finish(meeting=fresh(first), by=by)
    titles = [one.title for one in following.items.order_by("position")]
    assert titles == ["Open actions", "Signals", "Not reached", "With an action"]


def test_series_are_made_and_changed_over_the_web(cast, browse, pair):
    member = cast.campus_editor
    address = url(member, "series-new") + f"?partnership={pair.pk}&level=tactical"
    data = {
        "title": "Tactical", "rule": "FREQ=MONTHLY", "first_on": "2027-02-01", "start_time": "10:00", "length": 60,
        "time_zone": "Europe/Amsterdam", "client_people": [member.pk],
        "points-TOTAL_FORMS": 2, "points-INITIAL_FORMS": 0,
        "points-0-title": "Escalations", "points-0-purpose": "decide", "points-0-minutes": 5,
        "points-1-title": "", "points-1-purpose": "discuss", "points-1-minutes": 10,
    }  # fmt: skip
    assert browse(member).post(address, data).status_code == 302
    row = MeetingSeries.objects.get()
    assert [one.title for one in row.items.all()] == ["Escalations"]
    changed = {**data, "length": 90, "revision": row.revision}
    assert browse(member).post(url(member, "series-edit", pk=row.pk), changed).status_code == 302
    assert fresh(row).length == 90
    assert browse(member).post(url(member, "series-edit", pk=row.pk), changed).status_code == 409
    reader = cast.catering_reader
    assert browse(reader).post(url(reader, "series-edit", pk=row.pk), changed).status_code == 403
    browse(member).post(url(member, "series-end", pk=row.pk))
    assert fresh(row).ended_at


def test_the_summary_of_errors_does_not_repeat_the_sentence_that_one_ticks(cast, browse, pair, new_url):
    page = browse(cast.campus_editor).post(new_url, form_of(pair, cast, day="2020-01-01")).content.decode()
    summary = page.split('id="errors"')[1].split("</ul>")[0]
    assert '<a href="#id_afterwards">This meeting is in the past.' in summary
    assert "nobody is mailed" not in summary


# What is typed while minutes are written ----------------------------------------------------


@pytest.fixture
def begun(planned, cast):
    actions.begin(meeting=planned, by=cast.campus_editor)
    return fresh(planned)


def test_the_short_form_of_a_decision_carries_what_was_typed_to_the_full_one(cast, browse, begun):
    member, item = cast.campus_editor, begun.items.get(title="Lunch peak")
    address = url(member, "decision-new", pk=begun.pk) + f"?item={item.pk}"
    page = browse(member).post(
        address, {"more": "1", "from": "minutes", "text": "A third till", "reason": "", "item": item.pk}
    )
    assert page.status_code == 200
    form = page.context["form"]
    assert (form["text"].value(), form["item"].value(), form.errors) == ("A third till", item.pk, {})
    assert not begun.decisions.exists()
    answer = browse(member).post(
        address, {"from": "minutes", "text": "A third till", "valid_from": "2026-12-01", "item": item.pk}
    )
    assert answer["Location"] == url(member, "minutes", pk=begun.pk) + f"#item-{item.pk}"


def test_a_decision_that_is_noted_from_its_own_page_leads_to_the_minutes_too(cast, browse, begun):
    member = cast.campus_editor
    data = {"text": "A third till", "valid_from": "2026-12-01", "item": ""}
    answer = browse(member).post(url(member, "decision-new", pk=begun.pk), data)
    assert answer["Location"] == url(member, "minutes", pk=begun.pk) + "#other"


def test_marking_an_item_swaps_its_buttons_only(cast, browse, begun):
    member, item = cast.campus_editor, begun.items.get(title="Lunch peak")
    address = url(member, "item-discussed", pk=item.pk)
    answer = browse(member).post(address, {"discussed": "yes"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.content.decode().strip().startswith("<form")
    assert fresh(item).is_discussed is True
    assert browse(member).post(address, {"discussed": ""}).status_code == 302
    assert fresh(item).is_discussed is None


def test_marking_an_item_too_late_leads_to_the_page_that_says_why(cast, browse, begun):
    actions.finish(meeting=begun, by=cast.campus_editor)
    actions.send_for_review(minutes=begun.versions.get(), by=cast.campus_editor, early=True)
    member, item = cast.campus_editor, begun.items.get(title="Lunch peak")
    answer = browse(member).post(
        url(member, "item-discussed", pk=item.pk), {"discussed": "yes"}, headers={"HX-Request": "true"}
    )
    assert answer["HX-Redirect"].endswith(f"#item-{item.pk}")


def test_what_is_typed_and_not_sent_is_kept_in_the_browser_under_a_name_of_its_own(cast, browse, begun):
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "minutes", pk=begun.pk)).content.decode()
    kept = re.findall(r'data-draft="([^"]+)"', page)
    assert len(kept) == len(set(kept)) == 6


# The same meeting twice ----------------------------------------------------------------------


def test_a_second_meeting_of_one_name_at_one_time_is_refused_with_a_link(cast, browse, pair, new_url):
    client, member = browse(cast.campus_editor), cast.campus_editor
    client.post(new_url, form_of(pair, cast, then="plan"))
    there = Meeting.objects.get()
    answer = client.post(new_url, form_of(pair, cast, then="plan", place="Room 2"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert answer.context["form"].errors["title"] == [
        "A meeting of this name at this time is there already. Give this one another name or time."
    ]
    assert url(member, "detail", pk=there.pk) in page
    assert "Room 2" in page
    assert Meeting.objects.count() == 1
    assert Message.objects.filter(kind="meetings.invitation").count() == 2


def test_one_form_that_is_sent_twice_makes_one_meeting(cast, browse, pair, new_url):
    client, key = browse(cast.campus_editor), uuid4()
    first, second = (client.post(new_url, form_of(pair, cast, then="plan", once=key)) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert first["Location"] == url(cast.campus_editor, "detail", pk=Meeting.objects.get().pk)
    assert Message.objects.filter(kind="meetings.invitation").count() == 2


def test_back_to_the_form_and_another_time_asks_and_makes_another_meeting(cast, browse, pair, new_url):
    client, key = browse(cast.campus_editor), uuid4()
    client.post(new_url, form_of(pair, cast, once=key))
    later = form_of(pair, cast, once=key, starts_at="14:00", ends_at="15:00")
    assert client.post(new_url, later).status_code == 409
    assert Meeting.objects.count() == 1
    client.post(new_url, {**later, "again": "yes", "once": uuid4()})
    assert Meeting.objects.count() == 2


def test_a_draft_of_the_other_side_is_not_given_away(cast, browse, pair, new_url):
    browse(cast.campus_editor).post(new_url, form_of(pair, cast))
    member = cast.catering_editor
    address = url(member, "new") + f"?partnership={pair.pk}&level=tactical"
    assert browse(member).post(address, form_of(pair, cast)).status_code == 302


@pytest.mark.parametrize("why", ["cancelled", "other time", "other partnership"])
def test_what_is_no_second_meeting(cast, make, other_pair, why):
    first = make()
    if why == "cancelled":
        actions.cancel(meeting=first, by=cast.campus_editor)
    changes = {
        "cancelled": {},
        "other time": {"starts_at": first.starts_at + timedelta(hours=1)},
        "other partnership": {
            "partnership": other_pair, "by": cast.catering_editor, "members": [cast.catering_editor],
        },
    }  # fmt: skip
    assert make(**{"starts_at": first.starts_at, **changes[why]}).pk != first.pk


def test_the_action_refuses_it_too(cast, make):
    first = make()
    with pytest.raises(ValidationError, match="is there already"):
        make(starts_at=first.starts_at)


def test_news_are_the_texts_that_were_saved_since(cast, browse, begun, django_assert_num_queries):
    member, before = cast.campus_editor, timezone.now() + timedelta(seconds=10)
    rows = MinutesText.objects.select_related("minutes__meeting__partnership", "item")
    text = rows.get(item__title="Lunch peak")
    address = url(member, "news", pk=begun.pk)
    client = browse(member)
    assert client.get(address, {"since": before.isoformat()}).json()["texts"] == []
    actions.save_text(text=text, revision=1, html="<p>Nine minutes.</p>", by=cast.catering_editor)
    MinutesText.objects.filter(pk=text.pk).update(changed_at=before)
    with django_assert_num_queries(5):
        answer = client.get(address, {"since": before.isoformat()})
    assert answer.json()["texts"] == [
        {
            "key": str(text.pk), "revision": 2, "texts": {"text": "<p>Nine minutes.</p>"},
            "says": "Editor Smaakvol Catering wrote here in the meantime.",
        }
    ]  # fmt: skip
    later = before + timedelta(minutes=1)
    assert client.get(address, {"since": later.isoformat()}).json()["texts"] == []
    assert client.get(address, {"since": "nonsense"}).status_code == 200


def test_who_may_not_write_gets_no_news_and_nobody_after_the_minutes_were_sent(cast, browse, begun):
    for member, status in ((cast.campus_reader, 403), (cast.kliniek_owner, 404), (cast.catering_editor, 200)):
        assert browse(member).get(url(member, "news", pk=begun.pk)).status_code == status
    actions.finish(meeting=begun, by=cast.campus_editor)
    actions.send_for_review(minutes=begun.versions.get(), by=cast.campus_editor, early=True)
    member = cast.catering_editor
    assert browse(member).get(url(member, "news", pk=begun.pk)).status_code == 404

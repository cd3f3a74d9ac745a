"""Every page: who opens it, who does not, and how much it asks of the database."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from meetings import actions
from meetings.models import AgendaItem, Meeting, MinutesText, Participant
from tests.meetings.conftest import fresh

LISTS = ["meetings:list", "meetings:actions", "meetings:series-list"]


def url(member, name, **kwargs):
    return member.url(f"meetings:{name}", **kwargs)


@pytest.mark.parametrize("name", LISTS)
def test_lists_open_for_everybody(cast, browse, planned, name):
    for member in (cast.campus_editor, cast.catering_reader, cast.kliniek_owner, cast.campus_owner):
        assert browse(member).get(member.url(name)).status_code == 200


def test_list_shows_own_meetings_only(cast, browse, planned):
    page = browse(cast.catering_reader).get(url(cast.catering_reader, "list"))
    assert [one.pk for one in page.context["rows"]] == [planned.pk]
    page = browse(cast.kliniek_owner).get(url(cast.kliniek_owner, "list"))
    assert page.context["rows"] == []


@pytest.mark.parametrize("level,found", [("tactical", 1), ("annual", 0)])
def test_list_is_filtered_by_the_address(cast, browse, planned, level, found):
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "list") + f"?level={level}")
    assert len(page.context["rows"]) == found


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_of_the_database(cast, browse, make, rows, django_assert_num_queries):
    for number in range(rows):
        actions.plan_meeting(meeting=make(days=3 + number), by=cast.campus_editor)
    client, address = browse(cast.campus_editor), url(cast.campus_editor, "list")
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)


@pytest.mark.parametrize("rows", [1, 3])
def test_detail_asks_the_same_of_the_database(cast, browse, make, rows, django_assert_num_queries):
    meeting = make()
    for number in range(rows):
        actions.add_item(meeting=meeting, by=cast.campus_editor, title=f"Item {number}")
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    actions.begin(meeting=meeting, by=cast.campus_editor)
    for number in range(rows):
        actions.make_action(
            partnership=meeting.partnership, meeting=meeting, by=cast.campus_editor, text=f"Do {number}",
            owner=cast.catering_editor, due=timezone.localdate(),
        )  # fmt: skip
    client, address = browse(cast.campus_editor), url(cast.campus_editor, "detail", pk=meeting.pk)
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)


@pytest.mark.parametrize("rows", [1, 3])
def test_actions_ask_the_same_of_the_database(cast, browse, pair, rows, django_assert_num_queries):
    for number in range(rows):
        actions.make_action(
            partnership=pair, by=cast.campus_editor, text=f"Do {number}", owner=cast.campus_editor,
            due=timezone.localdate() - timedelta(days=1),
        )  # fmt: skip
    client, address = browse(cast.campus_editor), url(cast.campus_editor, "actions")
    client.get(address)
    with django_assert_num_queries(7):
        page = client.get(address)
    assert [one["late"] for one in page.context["late"]] == [rows]


@pytest.mark.parametrize("name", ["detail", "minutes", "adoption"])
def test_pages_of_a_meeting_have_a_door(cast, browse, review, name):
    pk = review.meeting_id
    for member in (cast.kliniek_owner, cast.schoon_owner, cast.both_campus):
        assert browse(member).get(url(member, name, pk=pk)).status_code == 404
    expected = {"detail": 200, "minutes": 302, "adoption": 200}[name]
    for member in (cast.campus_reader, cast.catering_editor, cast.campus_owner):
        assert browse(member).get(url(member, name, pk=pk)).status_code == expected


def test_a_draft_is_seen_by_the_side_that_makes_it(cast, browse, make):
    meeting = make()
    assert browse(cast.campus_reader).get(url(cast.campus_reader, "detail", pk=meeting.pk)).status_code == 200
    assert browse(cast.catering_owner).get(url(cast.catering_owner, "detail", pk=meeting.pk)).status_code == 404
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    assert browse(cast.catering_owner).get(url(cast.catering_owner, "detail", pk=meeting.pk)).status_code == 200


def test_somebody_invited_sees_that_meeting_and_no_other(cast, pair, planned, make):
    Participant.objects.create(meeting=planned, membership=cast.both_campus, side="client")
    make(days=9)
    assert [m.pk for m in Meeting.objects.visible_to(cast.both_campus)] == [planned.pk]


def test_every_page_of_a_meeting_renders(cast, browse, adopted, make, pair):
    member = cast.campus_editor
    client = browse(member)
    meeting, decision = adopted.meeting, adopted.decisions.get()
    action = actions.make_action(
        partnership=pair, meeting=meeting, by=member, text="Call the roster office", owner=cast.catering_editor,
        due=timezone.localdate(),
    )  # fmt: skip
    draft = make(days=8)
    item = actions.add_item(meeting=draft, by=member, title="Lunch")
    under_way = make(days=5)
    actions.plan_meeting(meeting=under_way, by=member)
    actions.add_item(meeting=under_way, by=member, title="One")
    actions.begin(meeting=under_way, by=member)
    addresses = [
        url(member, "new"),
        url(member, "new") + f"?partnership={pair.pk}&level=tactical",
        url(member, "detail", pk=draft.pk),
        url(member, "edit", pk=draft.pk),
        url(member, "cancel", pk=draft.pk),
        url(member, "item-new", pk=draft.pk),
        url(member, "item", pk=item.pk),
        url(member, "detail", pk=under_way.pk),
        url(member, "minutes", pk=under_way.pk),
        url(member, "decision-new", pk=under_way.pk),
        url(member, "action-new", pk=under_way.pk),
        url(member, "action-between", pk=pair.pk),
        url(member, "action", pk=action.pk),
        url(member, "action-edit", pk=action.pk),
        url(member, "detail", pk=meeting.pk),
        url(member, "adoption", pk=meeting.pk),
        url(member, "correction", pk=meeting.pk),
        url(member, "decisions", pk=pair.pk),
        url(member, "decision", pk=decision.pk),
        url(member, "series-new"),
        url(member, "series-new") + f"?partnership={pair.pk}&level=strategic",
        url(member, "list") + "?show=past",
        url(member, "actions") + "?whose=all&state=all",
    ]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_amendments_have_pages(cast, browse, review):
    text = MinutesText.objects.get(minutes=review, item__title="Lunch peak")
    member = cast.catering_editor
    client = browse(member)
    assert client.get(url(member, "amend", pk=text.pk)).status_code == 200
    answer = client.post(url(member, "amend", pk=text.pk), {"proposal": "Seven minutes"})
    assert answer.status_code == 302
    amendment = review.amendments.get()
    assert client.get(url(member, "amendment", pk=amendment.pk)).status_code == 200
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "adoption", pk=review.meeting_id))
    assert page.context["open_amendments"] == [amendment]


def test_an_item_shows_who_put_it_there(cast, browse, planned):
    actions.add_item(meeting=planned, by=cast.catering_contributor, title="New cao")
    assert AgendaItem.objects.get(title="New cao").side == "supplier"
    assert fresh(planned).items.count() == 3


def test_reading_minutes_leaves_one_receipt_that_both_sides_see(cast, browse, review):
    for _time in range(2):
        browse(cast.catering_reader).get(url(cast.catering_reader, "adoption", pk=review.meeting_id))
    browse(cast.kliniek_owner).get(url(cast.kliniek_owner, "adoption", pk=review.meeting_id))
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "adoption", pk=review.meeting_id))
    assert [one.by for one in page.context["receipts"]] == [cast.catering_reader, cast.campus_editor]
    assert AuditEvent.objects.filter(event="meetings.minutes_seen").count() == 2


def recorded(cast, make, rows):
    """A meeting that is over, with so many items and what was said of each."""
    meeting = make(days=-1, afterwards=True)
    minutes = meeting.versions.get()
    for number in range(rows):
        item = AgendaItem.objects.create(
            meeting=meeting, title=f"Item {number}", position=number, side="client", put_by=cast.campus_editor
        )
        MinutesText.objects.create(minutes=minutes, item=item, text="<p>Said</p>")
    return meeting


@pytest.mark.parametrize("rows", [1, 3])
def test_minutes_being_written_ask_the_same_of_the_database(cast, browse, make, rows, django_assert_num_queries):
    meeting = recorded(cast, make, rows)
    client, address = browse(cast.campus_editor), url(cast.campus_editor, "minutes", pk=meeting.pk)
    client.get(address)
    with django_assert_num_queries(12):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_adoption_asks_the_same_of_the_database(cast, browse, make, rows, django_assert_num_queries):
    meeting = recorded(cast, make, rows)
    for item in meeting.items.all():
        actions.make_action(
            partnership=meeting.partnership, meeting=meeting, item=item, by=cast.campus_editor, text="Do",
            owner=cast.catering_editor, due=timezone.localdate(),
        )  # fmt: skip
    actions.send_for_review(minutes=meeting.versions.get(), by=cast.campus_editor)
    client, address = browse(cast.campus_editor), url(cast.campus_editor, "adoption", pk=meeting.pk)
    client.get(address)
    with django_assert_num_queries(11):
        client.get(address)


def test_a_meeting_is_recorded_afterwards_from_a_button_of_its_own(cast, browse, pair):
    member, client = cast.campus_editor, browse(cast.campus_editor)
    start = url(member, "new") + "?afterwards=1"
    assert start in client.get(url(member, "list")).content.decode()
    assert 'name="afterwards" value="1"' in client.get(start).content.decode()
    form = client.get(start + f"&partnership={pair.pk}&level=tactical").context["form"]
    assert form["afterwards"].value() is True
    assert form["day"].value() < timezone.localdate()


def test_the_page_of_a_meeting_tells_its_history_in_sentences_and_lists_guests_last(cast, browse, make, adopted):
    client = browse(cast.campus_editor)
    page = client.get(url(cast.campus_editor, "detail", pk=adopted.meeting_id))
    words = [one.words for one in page.context["events"]]
    assert "Editor Campus Noord prepared this meeting." in words
    assert "The minutes are fixed." in words
    assert url(cast.campus_editor, "pdf", pk=adopted.pk) in page.content.decode()
    meeting = make(guests=[("Guus Gast", "guus@gast.example")])
    people = client.get(url(cast.campus_editor, "detail", pk=meeting.pk)).context["people"]
    assert [one.is_guest for one in people] == [False, False, True]


def test_adopted_minutes_offer_their_pdf_and_to_editors_a_correction(cast, browse, adopted):
    """On the page of the meeting and on that of the minutes; not twice at once."""
    for who, corrects in (("campus_owner", True), ("catering_editor", True), ("campus_contributor", False),
                          ("campus_reader", False)):  # fmt: skip
        member = getattr(cast, who)
        for name in ("detail", "adoption"):
            page = browse(member).get(url(member, name, pk=adopted.meeting_id)).content.decode()
            assert "Minutes as PDF" in page, (who, name)
            assert ("Correct the minutes" in page) == corrects, (who, name)
    actions.begin_correction(meeting=adopted.meeting, because="A wrong name", by=cast.campus_editor)
    member = cast.campus_owner
    page = browse(member).get(url(member, "adoption", pk=adopted.meeting_id) + "?version=1").content.decode()
    assert "Minutes as PDF" in page
    assert "Correct the minutes" not in page


def test_minutes_in_the_making_show_where_to_write_and_fold_the_rest_once_per_item(cast, browse, make):
    meeting = make()
    for title in ("One", "Two", "Three"):
        item = actions.add_item(meeting=meeting, by=cast.campus_editor, title=title)
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    actions.begin(meeting=meeting, by=cast.campus_editor)
    actions.mark_discussed(item=item, discussed=False, by=cast.campus_editor)
    read = lambda: browse(cast.campus_editor).get(url(cast.campus_editor, "minutes", pk=meeting.pk)).content.decode()  # noqa: E731
    main = read().split("minutes-items")[1].split("</main>")[0]
    assert main.count("<details open>") == 2  # what was said; of the third nothing was
    assert main.count("<details>") == 5  # that, and a decision or action for each item and for none
    assert 'class="side client"' not in main.split('id="people"')[0]
    actions.add_item(meeting=meeting, by=cast.catering_editor, title="Theirs")
    main = read().split("minutes-items")[1].split('id="people"')[0]
    assert (main.count('class="side client"'), main.count('class="side supplier"')) == (0, 1)

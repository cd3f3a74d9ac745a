"""Lists and small pages: what stands where, and what an address may hold."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import AuditEvent
from meetings import actions
from meetings.forms import last_working_day
from tests.meetings.conftest import fresh


def url(member, name, **kwargs) -> str:
    return member.url(f"meetings:{name}", **kwargs)


def test_what_is_cancelled_stands_where_it_was_to_be(cast, browse, make):
    first, second = make(days=3), make(days=2)
    for one in (first, second):
        actions.plan_meeting(meeting=one, by=cast.campus_editor)
    actions.cancel(meeting=fresh(second), by=cast.campus_editor, because="Bram is ill")
    member = cast.catering_editor
    page = browse(member).get(url(member, "list"))
    assert [one.pk for one in page.context["rows"]] == [second.pk, first.pk]
    assert "cancelled" in page.content.decode()
    assert browse(member).get(url(member, "list") + "?show=past").context["rows"] == []


def test_why_it_was_cancelled_stands_at_the_top(cast, browse, planned):
    actions.cancel(meeting=planned, by=cast.campus_editor, because="Bram is ill")
    page = browse(cast.catering_editor).get(url(cast.catering_editor, "detail", pk=planned.pk)).content.decode()
    assert page.index("Bram is ill") < page.index('id="agenda"')
    assert page.count("Bram is ill") == 1


@pytest.mark.parametrize(
    "stage,words",
    [("adopted", "This meeting was held"), ("held", "This meeting was held"), ("cancelled", "is cancelled already")],
)
def test_the_form_to_cancel_opens_only_while_it_can_be(request, cast, browse, planned, stage, words):
    meeting = planned
    if stage == "cancelled":
        actions.cancel(meeting=planned, by=cast.campus_editor)
    else:
        found = request.getfixturevalue(stage)
        meeting = getattr(found, "meeting", found)
    member = cast.campus_editor
    answer = browse(member).get(url(member, "cancel", pk=meeting.pk), follow=True)
    assert answer.redirect_chain == [(url(member, "detail", pk=meeting.pk), 302)]
    assert words in answer.content.decode()


@pytest.mark.parametrize("name", ["list", "actions"])
@pytest.mark.parametrize("query", ["partnership=zzz", "level=zzz&state=zzz&whose=zzz"])
def test_an_unknown_value_of_a_filter_is_ignored(cast, browse, planned, name, query):
    member = cast.campus_editor
    page = browse(member).get(url(member, name) + f"?{query}")
    assert page.status_code == 200
    assert "zzz" not in page.content.decode().replace(f"?{query.replace('&', '&amp;')}", "")
    if name == "list":
        assert len(page.context["rows"]) == 1


def test_the_totals_of_actions_lead_to_the_list_that_they_count(cast, browse, pair):
    today = timezone.localdate()
    for owner, days in ((cast.campus_editor, 3), (cast.catering_editor, 3), (cast.catering_editor, -3)):
        actions.make_action(
            partnership=pair, by=cast.campus_editor, text=f"Do {days}", owner=owner, due=today + timedelta(days=days)
        )
    member = cast.campus_editor
    client = browse(member)
    late = client.get(url(member, "actions")).context["late"]
    assert {one["organisation__name"]: (one["open"], one["late"]) for one in late} == {
        "Campus Noord": (1, 0), "Smaakvol Catering": (2, 1),
    }  # fmt: skip
    for one in late:
        page = client.get(url(member, "actions") + f"?whose={one['whose']}")
        assert len(page.context["rows"]) == one["open"]
        page = client.get(url(member, "actions") + f"?whose={one['whose']}&state=late")
        assert len(page.context["rows"]) == one["late"]


def test_an_item_with_a_file_is_one_line_of_history(cast, browse, planned):
    member = cast.campus_editor
    file = SimpleUploadedFile("Plan.pdf", b"%PDF-1.4\n%%EOF\n")
    data = {"title": "Plan", "purpose": "discuss", "minutes": 5, "file": file}
    client = browse(member)
    before = AuditEvent.objects.count()
    assert client.post(url(member, "item-new", pk=planned.pk), data).status_code == 302
    assert planned.items.get(title="Plan").files.count() == 1
    assert AuditEvent.objects.count() == before + 1


def test_a_side_is_not_read_aloud_twice(cast, browse, planned):
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "detail", pk=planned.pk)).content.decode()
    assert '<span class="side client">client</span>' in page
    assert '<span class="side supplier"><span class="visually-hidden">supplier: </span>Smaakvol Catering</span>' in page


def test_an_item_of_a_draft_says_who_sees_it(cast, browse, make, planned):
    member = cast.campus_editor
    draft = make()
    page = browse(member).get(url(member, "item-new", pk=draft.pk)).content.decode()
    assert "Only your own side sees the item until the meeting is planned" in page
    page = browse(member).get(url(member, "item-new", pk=planned.pk)).content.decode()
    assert "Both sides see the item and who added it." in page


@pytest.mark.parametrize("today,day", [("2026-11-30", "27"), ("2026-11-29", "27"), ("2026-12-01", "30")])
def test_recording_afterwards_proposes_the_last_working_day(today, day):
    with time_machine.travel(f"{today}T12:00+00:00", tick=False):
        assert last_working_day() == date(2026, 11, int(day))


@pytest.mark.parametrize(
    "query,expected",
    [
        ("", ["own late", "own"]),
        ("whose=us", ["own late", "own", "colleague"]),
        ("whose=all", ["theirs late", "own late", "own", "colleague"]),
        ("state=late", ["own late"]),
        ("whose=all&state=late", ["theirs late", "own late"]),
        ("whose=all&state=closed", ["theirs done", "own dropped"]),
        ("state=all", ["own late", "own", "own dropped"]),
    ],
)
def test_the_list_of_actions_holds_what_its_filter_says(cast, browse, pair, other_pair, query, expected):
    today = timezone.localdate()
    rows = [
        ("own", cast.campus_editor, 3), ("own late", cast.campus_editor, -3), ("own dropped", cast.campus_editor, 5),
        ("colleague", cast.campus_contributor, 4),
        ("theirs late", cast.catering_editor, -4), ("theirs done", cast.catering_editor, 2),
    ]  # fmt: skip
    made = {
        text: actions.make_action(
            partnership=pair, by=cast.campus_editor, text=text, owner=owner, due=today + timedelta(days=days)
        )
        for text, owner, days in rows
    }
    actions.close_action(action=made["theirs done"], by=cast.campus_editor)
    actions.close_action(action=made["own dropped"], by=cast.campus_editor, state="dropped", closing_note="Not needed")
    actions.make_action(
        partnership=other_pair, by=cast.kliniek_editor, text="elsewhere", owner=cast.catering_editor, due=today
    )
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "actions") + f"?{query}")
    assert [one.text for one in page.context["rows"]] == expected


def test_the_list_of_actions_keeps_to_the_partnership_of_its_filter(cast, browse, pair, other_pair):
    for where, by in ((pair, cast.campus_editor), (other_pair, cast.kliniek_editor)):
        actions.make_action(
            partnership=where, by=by, text=where.name, owner=cast.catering_editor, due=timezone.localdate()
        )
    page = browse(cast.catering_editor).get(url(cast.catering_editor, "actions") + f"?partnership={pair.pk}")
    assert [one.text for one in page.context["rows"]] == ["Samen aan tafel"]

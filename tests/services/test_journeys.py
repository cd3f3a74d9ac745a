"""Journeys: what people do with them, who may, and what two people at once keep."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import AuditEvent
from common.models import Conflict
from services.actions import journey as actions
from services.models import ContactMoment, Journey, Location, Persona, Service, Stage


def names(stage: Stage) -> str:
    return "".join(ContactMoment.objects.filter(stage=stage).active().in_order().values_list("happens", flat=True))


def titles(journey: Journey) -> list[str]:
    return list(Stage.objects.filter(journey=journey).active().in_order().values_list("title", flat=True))


def events(cast) -> list[str]:
    found = AuditEvent.objects.visible_to(cast.campus_owner).filter(event__startswith="services.").order_by("at")
    return [one.event.removeprefix("services.") for one in found]


def full(moment: ContactMoment, **more) -> dict:
    """What the form of a moment sends."""
    sent = {
        "revision": moment.revision, "happens": moment.happens, "channel": moment.channel, "importance": "4",
        "now": "-1", "desired": "", "evidence": moment.evidence, "source": "", "evidence_on": "", "quotes": "",
        "services": [str(one.pk) for one in moment.services.all()],
    }  # fmt: skip
    return {**sent, **more}


# The addresses that change something: who may send what there.


def writes(cast, told) -> dict[str, tuple[str, dict]]:
    url = cast.campus.url
    gone = actions.add_moment(by=cast.campus_editor, stage=told.work, happens="Gone")
    actions.archive_moment(moment=gone, by=cast.campus_editor)
    old = actions.add_journey(by=cast.campus_editor, title="Old", persona=told.persona)
    actions.archive_journey(journey=old, by=cast.campus_editor)
    copy = actions.copy_journey(journey=told.journey, by=cast.campus_editor, title="Again", persona=told.persona)
    return {
        "journey-edit": (
            url("services:journey-edit", pk=told.journey.pk),
            {"title": "Other", "persona": told.persona.pk, "revision": 1},
        ),
        "journey-copy": (
            url("services:journey-copy", pk=told.journey.pk), {"title": "Copy", "persona": told.persona.pk}
        ),
        "journey-count": (url("services:journey-count", pk=copy.pk), {}),
        "journey-archive": (url("services:journey-archive", pk=told.journey.pk), {}),
        "journey-restore": (url("services:journey-restore", pk=old.pk), {}),
        "persona": (
            url("services:persona", pk=told.persona.pk), {"name": "Guest", "share": 50, "revision": 1}
        ),
        "stage-new": (url("services:stage-new", pk=told.journey.pk), {"title": "Aftercare"}),
        "stage": (url("services:stage", pk=told.work.pk), {"title": "Meeting", "revision": 1}),
        "stage-move": (url("services:stage-move", pk=told.work.pk), {"to": "later"}),
        "stage-archive": (url("services:stage-archive", pk=told.departure.pk), {}),
        "moment-new": (
            url("services:moment-new", pk=told.work.pk),
            {"happens": "D", "channel": "digital", "evidence": "assumption"},
        ),
        "moment": (url("services:moment", pk=told.a.pk), full(told.a, happens="A+")),
        "moment-move": (url("services:moment-move", pk=told.a.pk), {"to": "down"}),
        "moment-archive": (url("services:moment-archive", pk=told.a.pk), {}),
        "moment-restore": (url("services:moment-restore", pk=gone.pk), {}),
    }  # fmt: skip


BOTH = {"journey-edit", "journey-copy", "persona", "stage-new", "stage", "moment-new", "moment"}  # a page and a write
EVENTS = {
    "journey-edit": "journey_changed", "journey-copy": "journey_copied", "journey-archive": "journey_archived",
    "journey-count": "journey_counts",
    "journey-restore": "journey_restored", "persona": "persona_changed", "stage-new": "stage_added",
    "stage": "stage_changed", "stage-move": "stage_moved", "stage-archive": "stage_archived",
    "moment-new": "moment_added", "moment": "moment_changed", "moment-move": "moment_moved",
    "moment-archive": "moment_archived", "moment-restore": "moment_restored",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_editor_changes_it_once_and_the_log_says_so(cast, told, browse, name):
    url, data = writes(cast, told)[name]
    response = browse(cast.campus_editor).post(url, data)
    assert response.status_code == 302
    assert events(cast)[-1] == EVENTS[name]


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_writes_have_doors_and_methods(cast, told, browse, name):
    url, data = writes(cast, told)[name]
    before = len(events(cast))
    for member, status in (
        (cast.campus_reader, 403), (cast.campus_contributor, 403), (cast.kliniek_owner, 404),
        (cast.catering_owner, 404),
    ):  # fmt: skip
        assert browse(member).post(url, data).status_code == status
    if name in BOTH:
        assert browse(cast.campus_reader).get(url).status_code == 403
        assert browse(cast.campus_editor).get(url).status_code == 200
    else:
        assert browse(cast.campus_editor).get(url).status_code == 405
    assert browse(cast.campus_editor).put(url).status_code == 405
    assert len(events(cast)) == before


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_sent_twice_it_is_harmless(cast, told, browse, name):
    url, data = writes(cast, told)[name]
    before = events(cast).count(EVENTS[name])
    for _ in range(2):
        browse(cast.campus_editor).post(url, data)
    # Two moves down are two moves; the stage stood last after the first.
    assert events(cast).count(EVENTS[name]) == before + (2 if name == "moment-move" else 1)


# Journeys and personas.


def test_new_journey_takes_over_the_stages_of_a_visitor_in_the_organisations_language(cast, browse):
    data = {"start": "visitor", "title": " A  visit ", "name": "Visitor", "share": "60", "matters": "Being expected"}
    response = browse(cast.campus_editor).post(cast.campus.url("services:journey-new"), data)
    journey = Journey.objects.get()
    assert response.headers["Location"] == cast.campus.url("services:journey", pk=journey.pk)
    assert (journey.title, journey.persona.name, journey.persona.share) == ("A visit", "Visitor", 60)
    assert titles(journey)[:3] == ["Invitation", "Travel and parking", "Arrival and entrance"]
    assert len(titles(journey)) == 9


def test_starter_in_the_address_fills_the_form(cast, browse):
    form = browse(cast.campus_editor).get(cast.campus.url("services:journey-new") + "?start=employee").context["form"]
    assert (form["start"].value(), form["name"].value()) == ("employee", "Employee")


@pytest.mark.parametrize(("address", "chosen"), [("?start=empty", "empty"), ("", "")])
def test_nothing_of_a_visitor_is_filled_in_where_nobody_asked_for_it(cast, browse, address, chosen):
    form = browse(cast.campus_editor).get(cast.campus.url("services:journey-new") + address).context["form"]
    assert (form["start"].value() or "", form["title"].value(), form["name"].value()) == (chosen, None, None)


def test_second_journey_may_be_of_the_same_persona_and_start_empty(cast, told, browse):
    data = {"start": "empty", "title": "Evening", "persona": told.persona.pk}
    browse(cast.campus_editor).post(cast.campus.url("services:journey-new"), data)
    journey = Journey.objects.get(title="Evening")
    assert (journey.persona, titles(journey)) == (told.persona, [])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "a visit"}, "title"),
        ({"title": ""}, "title"),
        ({"name": "visitor"}, "name"),
        ({"name": ""}, "name"),
        ({"share": ""}, "share"),
        ({"share": "101"}, "share"),
        ({"start": "nonsense"}, "start"),
    ],
)
def test_new_journey_refuses_beside_the_field(cast, told, browse, changes, field):
    data = {"start": "visitor", "title": "Other", "name": "Student", "share": "20", **changes}
    response = browse(cast.campus_editor).post(cast.campus.url("services:journey-new"), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert (Journey.objects.count(), Persona.objects.count()) == (1, 1)


def test_persona_of_somebody_else_is_no_choice(cast, told, browse):
    theirs = actions.add_persona(by=cast.kliniek_owner, name="Patient", share=10)
    data = {"start": "empty", "title": "Other", "persona": theirs.pk}
    response = browse(cast.campus_editor).post(cast.campus.url("services:journey-new"), data)
    assert (response.status_code, Journey.objects.count()) == (422, 1)


def test_copy_holds_stages_moments_and_services_but_not_what_is_archived(cast, services, told):
    main = Location.objects.create(client=cast.campus, name="Main")
    actions.change_moment(
        moment=told.a, by=cast.campus_editor, revision=1, locations=[main], quotes=["Nice"], is_truth=True
    )
    actions.archive_moment(moment=told.c, by=cast.campus_editor)
    actions.archive_stage(stage=told.departure, by=cast.campus_editor)
    made = actions.copy_journey(journey=told.journey, by=cast.campus_editor, title="Copy", persona=told.persona)
    assert titles(made) == ["Arrival", "Work"]
    assert names(made.stages.in_order()[0]) == "AB"
    twin = ContactMoment.objects.get(stage__journey=made, happens="A")
    assert list(twin.services.all()) == [services["Reception"]]
    assert (list(twin.locations.all()), twin.quotes, twin.is_truth) == ([main], ["Nice"], True)
    assert names(told.arrival) == "AB"


def test_title_that_was_taken_meanwhile_keeps_a_journey_in_the_archive(cast, told, browse):
    actions.archive_journey(journey=told.journey, by=cast.campus_editor)
    actions.add_journey(by=cast.campus_editor, title="A visit", persona=told.persona)
    browse(cast.campus_editor).post(cast.campus.url("services:journey-restore", pk=told.journey.pk))
    told.journey.refresh_from_db()
    assert told.journey.archived_at is not None


def test_archived_journey_is_read_and_not_changed(cast, told, browse):
    actions.archive_journey(journey=told.journey, by=cast.campus_editor)
    page = browse(cast.campus_editor).get(cast.campus.url("services:journey", pk=told.journey.pk)).content.decode()
    assert "data-handle" not in page
    with pytest.raises(ValidationError, match="in the archive"):
        actions.move_moment(moment=told.a, by=cast.campus_editor, step=1)
    assert names(told.arrival) == "ABC"


# Moving.


def test_moment_moves_within_its_stage(cast, told):
    by = cast.campus_editor
    actions.move_moment(moment=told.a, by=by, step=1)
    assert names(told.arrival) == "BAC"
    actions.move_moment(moment=told.c, by=by, before=told.b.pk)
    assert names(told.arrival) == "CBA"
    actions.move_moment(moment=told.c, by=by)
    assert names(told.arrival) == "BAC"
    actions.move_moment(moment=told.b, by=by, step=-1)
    assert names(told.arrival) == "BAC"


def test_moment_moves_to_another_stage(cast, told):
    by = cast.campus_editor
    actions.move_moment(moment=told.b, by=by, stage=told.work)
    actions.move_moment(moment=told.a, by=by, stage=told.work, before=told.b.pk)
    assert (names(told.arrival), names(told.work)) == ("C", "AB")


def test_moment_does_not_move_to_another_journey(cast, told):
    other = actions.add_journey(by=cast.campus_editor, title="Other", persona=told.persona, stages=["X"])
    with pytest.raises(ValidationError, match="another journey"):
        actions.move_moment(moment=told.a, by=cast.campus_editor, stage=other.stages.get())


def test_moves_of_two_people_both_hold(cast, told):
    """Each saw A B C: one puts C first, the other puts A after B."""
    actions.move_moment(moment=told.c, by=cast.campus_editor, before=told.a.pk)
    actions.move_moment(moment=told.a, by=cast.campus_owner, step=1)
    assert names(told.arrival) == "CBA"


def test_move_before_what_was_archived_meanwhile_is_refused_in_words(cast, told):
    actions.archive_moment(moment=told.b, by=cast.campus_owner)
    with pytest.raises(ValidationError, match="try again"):
        actions.move_moment(moment=told.c, by=cast.campus_editor, before=told.b.pk)


@pytest.mark.parametrize(
    ("to", "first", "second"),
    [("up", "BAC", ""), ("down", "ACB", ""), ("right", "AC", "B"), ("left", "ABC", ""), ("", "ABC", ""),
     ("nonsense", "ABC", "")],
)  # fmt: skip
def test_buttons_move_one_place(cast, told, browse, to, first, second):
    browse(cast.campus_editor).post(cast.campus.url("services:moment-move", pk=told.b.pk), {"to": to})
    assert (names(told.arrival), names(told.work)) == (first, second)


@pytest.mark.parametrize(
    ("to", "order"),
    [("earlier", "WAD"), ("later", "ADW"), ("last", "ADW"), ("", "AWD"), ("nonsense", "AWD")],
)
def test_stage_moves(cast, told, browse, to, order):
    browse(cast.campus_editor).post(cast.campus.url("services:stage-move", pk=told.work.pk), {"to": to})
    assert "".join(title[0] for title in titles(told.journey)) == order


def test_stage_is_dropped_before_another(cast, told, browse):
    data = {"before": str(told.arrival.pk)}
    browse(cast.campus_editor).post(cast.campus.url("services:stage-move", pk=told.departure.pk), data)
    assert titles(told.journey) == ["Departure", "Arrival", "Work"]


def test_drop_in_a_stage_of_a_stranger_is_not_found(cast, told, browse):
    persona = actions.add_persona(by=cast.kliniek_owner, name="Patient", share=10)
    theirs = actions.add_journey(by=cast.kliniek_owner, title="Theirs", persona=persona, stages=["X"]).stages.get()
    data = {"stage": str(theirs.pk)}
    url = cast.campus.url("services:moment-move", pk=told.a.pk)
    assert browse(cast.campus_editor).post(url, data).status_code == 404
    assert names(told.arrival) == "ABC"


def test_htmx_gets_the_journey_anew_says_what_moved_and_puts_the_focus_back(cast, told, browse):
    url = cast.campus.url("services:moment-move", pk=told.b.pk)
    response = browse(cast.campus_editor).post(url, {"to": "up", "open": "1"}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert (response.headers["HX-Retarget"], response.headers["HX-Reswap"]) == ("#journey", "outerHTML")
    assert 'data-says="B has been moved."' in page
    # B is first now: its "up" is off, so the focus goes to its handle.
    assert page.count(" data-focus") == 1
    assert "<html" not in page


# Stages and moments.


def test_stage_with_moments_stays(cast, told, browse):
    url = cast.campus.url("services:stage-archive", pk=told.arrival.pk)
    response = browse(cast.campus_editor).post(url, headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert "still has contact moments" in response.content.decode()
    assert titles(told.journey) == ["Arrival", "Work", "Departure"]


def test_restored_moment_brings_its_stage_back(cast, told):
    by = cast.campus_editor
    for one in told.moments:
        actions.archive_moment(moment=one, by=by)
    actions.archive_stage(stage=told.arrival, by=by)
    assert titles(told.journey) == ["Work", "Departure"]
    actions.restore_moment(moment=told.b, by=by)
    assert (titles(told.journey), names(told.arrival)) == (["Arrival", "Work", "Departure"], "B")


def test_moment_keeps_all_that_was_filled_in(cast, services, told, browse):
    main = Location.objects.create(client=cast.campus, name="Main")
    data = {
        "happens": "  I am   expected ", "channel": "telephone", "importance": "5", "is_truth": "on", "now": "-2",
        "desired": "2", "evidence": "talks", "source": "Twelve talks", "evidence_on": "2026-03-01",
        "quotes": "Nobody looked up.\n\n Then she knew my name. ", "locations": [main.pk],
        "services": [services["Reception"].pk, services["Catering"].pk],
    }  # fmt: skip
    browse(cast.campus_editor).post(cast.campus.url("services:moment-new", pk=told.work.pk), data)
    made = ContactMoment.objects.get(stage=told.work)
    assert (made.happens, made.channel, made.importance, made.is_truth) == ("I am expected", "telephone", 5, True)
    assert (made.now, made.desired, made.evidence, made.source) == (-2, 2, "talks", "Twelve talks")
    assert made.quotes == ["Nobody looked up.", "Then she knew my name."]
    assert {one.name for one in made.services.all()} == {"Reception", "Catering"}
    assert list(made.locations.all()) == [main]


def test_what_is_not_known_stays_unknown(cast, told, browse):
    data = {"happens": "Something", "channel": "in_person", "evidence": "assumption"}
    browse(cast.campus_editor).post(cast.campus.url("services:moment-new", pk=told.work.pk), data)
    made = ContactMoment.objects.get(stage=told.work)
    assert (made.importance, made.now, made.desired) == (None, None, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"happens": ""}, "happens"),
        ({"happens": "x" * 201}, "happens"),
        ({"importance": "6"}, "importance"),
        ({"now": "3"}, "now"),
        ({"channel": "pigeon"}, "channel"),
        ({"evidence_on": "tomorrow"}, "evidence_on"),
        ({"quotes": "x" * 301}, "quotes"),
        ({"quotes": "\n".join("abcdefghijk")}, "quotes"),
        ({"services": ["nonsense"]}, "services"),
    ],
)
def test_moment_refuses_beside_the_field(cast, told, browse, changes, field):
    url = cast.campus.url("services:moment", pk=told.a.pk)
    response = browse(cast.campus_editor).post(url, full(told.a, **changes))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    told.a.refresh_from_db()
    assert (told.a.happens, told.a.revision) == ("A", 1)


def test_service_of_a_stranger_delivers_nothing_here(cast, services, told, browse):
    url = cast.campus.url("services:moment", pk=told.a.pk)
    response = browse(cast.campus_editor).post(url, full(told.a, services=[str(services["Other"].pk)]))
    assert response.status_code == 422
    assert list(told.a.services.all()) == [services["Reception"]]


@pytest.mark.parametrize("name", ["stage", "journey-edit", "persona"])
def test_conflict_of_a_title_shows_both(cast, told, browse, name):
    url, data = writes(cast, told)[name]
    field = "name" if name == "persona" else "title"
    assert browse(cast.campus_owner).post(url, {**data, field: "Theirs"}).status_code == 302
    response = browse(cast.campus_editor).post(url, {**data, field: "Mine"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert browse(cast.campus_editor).post(url, {**data, field: "Mine", "revision": 2}).status_code == 302


def test_moment_that_another_archived_meanwhile_is_refused_in_words(cast, told, browse):
    url = cast.campus.url("services:moment", pk=told.a.pk)
    actions.archive_moment(moment=told.a, by=cast.campus_owner)
    response = browse(cast.campus_editor).post(url, full(told.a, happens="My words"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "to the archive in the meantime" in page
    assert "My words" in page
    moved = browse(cast.campus_editor).post(
        cast.campus.url("services:moment-move", pk=told.a.pk), {"to": "down"}, headers={"HX-Request": "true"}
    )
    assert moved.status_code == 409
    assert "to the archive in the meantime" in moved.content.decode()


def test_revision_guards_the_action(cast, told):
    actions.change_moment(moment=told.a, by=cast.campus_owner, revision=1, happens="First")
    with pytest.raises(Conflict):
        actions.change_moment(moment=told.a, by=cast.campus_editor, revision=1, happens="Second")


def test_every_change_shows_as_the_last_change_of_its_journey(cast, told):
    before = Journey.objects.get(pk=told.journey.pk).changed_at
    actions.move_moment(moment=told.a, by=cast.campus_editor, step=1)
    assert Journey.objects.get(pk=told.journey.pk).changed_at > before


# Pages.


def test_reader_sees_all_and_no_controls(cast, told, browse):
    browser = browse(cast.campus_reader)
    page = browser.get(cast.campus.url("services:journey", pk=told.journey.pk)).content.decode()
    assert page.count('class="point"') == 6  # three moments in the wide picture, three in the narrow one
    assert "data-handle" not in page
    assert 'action="' + cast.campus.url("services:journey-archive", pk=told.journey.pk) not in page
    page = browser.get(cast.campus.url("services:journeys")).content.decode()
    assert "A visit" in page
    assert cast.campus.url("services:journey-new") not in page


@pytest.mark.parametrize("who", ["kliniek_owner", "catering_owner"])
def test_stranger_finds_no_journey(cast, told, browse, who):
    for url in (cast.campus.url("services:journeys"), cast.campus.url("services:journey", pk=told.journey.pk)):
        assert browse(getattr(cast, who)).get(url).status_code == 404


def test_empty_list_starts_with_the_starter_sets(cast, browse):
    page = browse(cast.campus_editor).get(cast.campus.url("services:journeys")).content.decode()
    assert "?start=visitor" in page
    assert "?start=employee" in page


def test_archived_moments_stand_apart(cast, told, browse):
    actions.archive_moment(moment=told.a, by=cast.campus_editor)
    response = browse(cast.campus_editor).get(cast.campus.url("services:journey", pk=told.journey.pk))
    assert [one.happens for one in response.context["board"].archived] == ["A"]
    assert [one.row.happens for one in response.context["board"].moments] == ["B", "C"]


def queries(browser, url) -> int:
    with CaptureQueriesContext(connection) as found:
        assert browser.get(url).status_code == 200
    return len(found)


def test_queries_of_a_journey_do_not_grow(cast, services, told, browse):
    browser, url = browse(cast.campus_editor), cast.campus.url("services:journey", pk=told.journey.pk)
    three = queries(browser, url)
    for one in told.moments[1:]:
        actions.archive_moment(moment=one, by=cast.campus_editor)
    assert (queries(browser, url), three) == (10, 10)


def test_queries_of_the_list_do_not_grow(cast, services, told, browse):
    browser, url = browse(cast.campus_editor), cast.campus.url("services:journeys")
    one = queries(browser, url)
    for title in ("Second", "Third"):
        actions.copy_journey(journey=told.journey, by=cast.campus_editor, title=title, persona=told.persona)
    assert (one, queries(browser, url)) == (8, 8)


def test_of_many_services_that_no_journey_names_the_first_are_named_and_the_others_counted(cast, told, browse):
    Service.objects.bulk_create(Service(client=cast.campus, name=f"Service {n:03}", group="G") for n in range(40))
    page = browse(cast.campus_reader).get(cast.campus.url("services:journeys"))
    unnamed = Service.objects.filter(client=cast.campus, archived_at=None, contact_moments=None).count()
    assertContains(page, f"and {unnamed - 30} others")
    assertNotContains(page, "Service 039")


def test_service_shows_its_moments_and_figures(cast, services, told, browse):
    page = browse(cast.campus_reader).get(cast.campus.url("services:detail", pk=services["Reception"].pk))
    assert [one.happens for one in page.context["said"].moments] == ["A", "B", "C"]
    assert f"#moment-{told.a.pk}" in page.content.decode()
    page = browse(cast.campus_reader).get(cast.campus.url("services:detail", pk=services["Cleaning"].pk))
    assert "No journey includes this service yet." in page.content.decode()


def test_reception_comes_out_on_top_of_the_demo(demo):
    from accounts.models import Membership
    from services.said import all_said

    fm = Membership.objects.select_related("organisation", "user").get(user__email="fm@rijnoever.example")
    said = all_said(fm)["said"]
    assert said[0].service.name == "Receptie en ontvangst"
    assert len(said) >= 14
    assert any(one.is_truth for one in said[0].moments)


def test_desired_below_now_is_saved_and_said(cast, told, browse):
    from services.forms_journey import EXPERIENCE

    # From left to right, as importance runs and as the guide says.
    assert [value for value, _label in EXPERIENCE] == ["-2", "-1", "0", "1", "2", ""]
    address = cast.campus.url("services:moment-new", pk=told.work.pk)
    data = {"happens": "I wait", "channel": "in_person", "evidence": "assumption", "now": "2", "desired": "-1"}
    page = browse(cast.campus_editor).post(address, data, follow=True)
    words = "Desired is lower than now. Is that what you mean?"
    # In the message, and beside the moment for as long as it is so.
    assert page.content.decode().count(words) == 2
    made = told.work.moments.get()
    assert (made.now, made.desired) == (2, -1)
    actions.change_moment(moment=made, by=cast.campus_editor, revision=made.revision, desired=2)
    page = browse(cast.campus_editor).get(cast.campus.url("services:journey", pk=told.journey.pk))
    assert words not in page.content.decode()

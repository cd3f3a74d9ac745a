"""Undoing a file: all that it changed is as before, or nothing is and what stands in the way is named."""

import pytest

from accounts.models import AuditEvent
from services.actions import catalogue, import_undo, journey, locations
from services.models import Import, Location, Service
from tests.services.test_imports import HEAD, apply, bring, names, post, work  # noqa: F401 - a fixture

FIELDS = ("name", "group", "description", "delivery", "supplier_name", "annual_spend", "contract_end", "end_users")


def facts(cast) -> dict[str, tuple]:
    """All that the services of Campus hold, without revisions."""
    rows = Service.objects.filter(client=cast.campus).prefetch_related("locations")
    return {row.name: (*(getattr(row, field) for field in FIELDS), {one.name for one in row.locations.all()})
            for row in rows}  # fmt: skip


@pytest.fixture
def filled(cast, services):
    """Reception holds something in every field."""
    Service.objects.filter(name="Reception").update(
        supplier_name="Groene Tafel", annual_spend="12.50", contract_end="2027-03-31", end_users=7,
        description=" Tekst\nmet een regel ",
    )  # fmt: skip
    services["Reception"].locations.add(Location.objects.create(client=cast.campus, name="Noord; hal"))
    return services


@pytest.fixture
def applied(cast, filled, bring, browse):  # noqa: F811
    """A file that added Parkeren with a new location, and changed every field of Reception."""
    head = [*HEAD, "Einde contract", "Eindgebruikers", "Omschrijving", "Uitvoering"]
    source = bring(
        ["Parkeren", "Mobiliteit", "", "", "Garage", "", "", "", ""],
        ["Reception", "Balie", "Anders", "99", "Zuid", "2030-01-01", "8", "Nieuw", "eigen beheer"],
        head=head,
    )
    return apply(browse(cast.campus_editor), cast, source)


def undo(browser, cast, source):
    return post(browser, cast, source, "undo")


def words_of(source, by) -> list[tuple[str, str, str]]:
    return [(one.name, one.words, one.other) for one in import_undo.what_obstructs(source, by)]


def test_everything_is_as_before(cast, filled, bring, browse):  # noqa: F811
    before = facts(cast)
    head = [*HEAD, "Einde contract", "Eindgebruikers", "Omschrijving", "Uitvoering"]
    source = bring(
        ["Parkeren", "Mobiliteit", "", "", "Garage", "", "", "", ""],
        ["Reception", "Balie", "", "", "Zuid", "", "", "", "eigen beheer"],
        head=head,
    )  # fmt: skip
    fields = ("supplier_name", "annual_spend", "contract_end", "end_users", "description")
    post(browse(cast.campus_editor), cast, source, "rows", empty=fields, empty_shown=[f"{key}:0" for key in fields])
    apply(browse(cast.campus_editor), cast, source)
    assert [facts(cast)["Reception"][place] for place in (2, 4, 5, 6, 7)] == ["", "", None, None, None]
    assert undo(browse(cast.campus_editor), cast, source).status_code == 302
    assert facts(cast) == before
    assert set(Location.objects.values_list("name", flat=True)) == {"Noord; hal"}


def test_page_names_what_will_happen_and_asks_once(cast, applied, browse):
    page = browse(cast.campus_editor).get(cast.campus.url("services:import-undo", pk=applied.pk))
    text = " ".join(page.content.decode().split())
    assert page.status_code == 200
    for words in ("1 service that the file added is removed.", "1 service that the file changed gets back",
                  "<b>Garage, Zuid</b>"):  # fmt: skip
        assert words in text, words
    assert names(cast) == {"Reception", "Cleaning", "Catering", "Parkeren"}


def test_histories_say_that_it_was_undone(cast, applied, browse):
    undo(browse(cast.campus_editor), cast, applied)
    said = AuditEvent.objects.filter(event="services.import_undone").get()
    assert said.data == {"removed": 1, "changed": 1}
    change = AuditEvent.objects.filter(event="services.service_changed").latest("at")
    assert change.data["changes"]["supplier_name"] == ["Anders", "Groene Tafel"]
    assert change.data["undone_file"] == "diensten.csv"


def test_twice_and_by_two_it_is_undone_once(cast, applied, browse):
    import_undo.undo_import(source=applied, by=cast.campus_editor)
    import_undo.undo_import(source=applied, by=cast.campus_owner)
    assert undo(browse(cast.campus_editor), cast, applied).status_code == 302
    assert AuditEvent.objects.filter(event="services.import_undone").count() == 1
    assert Import.objects.get(pk=applied.pk).undone_by == cast.campus_editor


def in_a_journey(cast, parking):
    persona = journey.add_persona(by=cast.campus_editor, name="Visitor", share=40, matters="")
    made = journey.add_journey(by=cast.campus_editor, title="A visit", persona=persona, stages=["Arrival"])
    stage = made.stages.get()
    journey.add_moment(by=cast.campus_editor, stage=stage, services=[parking], happens="Parks", importance=4, now=-1)


def in_a_round(cast, parking):
    from datetime import timedelta

    from django.utils import timezone

    from services.actions.assessment import make_assessment

    make_assessment(
        by=cast.campus_editor, title="Round one", deadline=timezone.now() + timedelta(days=7), services=[parking],
        assessors=[cast.campus_owner],
    )  # fmt: skip


def in_a_partnership(cast, parking):
    from partnerships.models import Partnership

    made = Partnership.objects.create(
        client=cast.campus, supplier=cast.schoon, name="Samen", proposed_by=cast.campus_owner
    )
    made.services.add(parking)


def changed_by_hand(cast, parking):
    catalogue.change_service(service=parking, by=cast.campus_editor, revision=parking.revision, group="Anders")


def archived(cast, parking):
    catalogue.archive_service(service=parking, by=cast.campus_editor)


def location_used(cast, parking):
    reception = Service.objects.get(name="Cleaning")
    garage = Location.objects.filter(name="Garage")
    catalogue.change_service(service=reception, by=cast.campus_editor, revision=reception.revision, locations=garage)


def location_renamed(cast, parking):
    garage = Location.objects.get(name="Garage")
    locations.change_location(location=garage, by=cast.campus_editor, name="Garage West", address="")


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (in_a_journey, ("Parkeren", "is used in the customer journey", "A visit")),
        (in_a_round, ("Parkeren", "is assessed in the round", "Round one")),
        (in_a_partnership, ("Parkeren", "is part of the partnership", "Samen")),
        (changed_by_hand, ("Parkeren", "was changed since by somebody", "")),
        (archived, ("Parkeren", "was archived since", "")),
        (location_used, ("Garage", "is a location of the service", "Cleaning")),
        (location_renamed, ("Garage West", "was changed since by somebody", "")),
    ],
)
def test_what_was_built_on_it_is_named_and_nothing_is_undone(cast, applied, browse, build, said):
    build(cast, Service.objects.get(name="Parkeren"))
    before = facts(cast)
    assert words_of(applied, cast.campus_owner) == [said]
    answer = undo(browse(cast.campus_owner), cast, applied)
    assert answer.status_code == 409
    assert "This file cannot be undone" in answer.content.decode()
    assert facts(cast) == before
    assert Import.objects.get(pk=applied.pk).state == Import.State.APPLIED


def test_later_file_is_named_and_undoing_it_first_frees_the_way(cast, applied, bring, browse):  # noqa: F811
    browser = browse(cast.campus_editor)
    later = apply(browser, cast, bring(["Reception", "Weer anders", "", "", ""], name="later.csv"))
    assert words_of(applied, cast.campus_editor) == [("Reception", "was changed later by the file", "later.csv")]
    undo(browser, cast, later)
    assert words_of(applied, cast.campus_editor) == []
    undo(browser, cast, applied)
    assert Service.objects.get(name="Reception").group == "Hospitality"
    assert not Service.objects.filter(name="Parkeren").exists()


def test_name_that_another_service_has_now_stands_in_the_way(cast, services, bring, browse):  # noqa: F811
    key = str(services["Reception"].pk)
    source = bring(["Balie", key], head=["Naam", "Kenmerk in Samenspel"])
    apply(browse(cast.campus_editor), cast, source)
    catalogue.add_service(by=cast.campus_editor, name="Reception", group="Hospitality")
    source.refresh_from_db()
    assert words_of(source, cast.campus_editor) == [("Balie", "had a name that another service has now:", "Reception")]


def test_change_in_hand_is_a_conflict_after_undoing(cast, applied, browse):
    held = Service.objects.get(name="Reception").revision
    undo(browse(cast.campus_editor), cast, applied)
    assert Service.objects.get(name="Reception").revision == held + 1


def test_undone_file_can_be_taken_over_again(cast, applied, browse):
    browser = browse(cast.campus_editor)
    undo(browser, cast, applied)
    post(browser, cast, applied, "again")
    work()
    assert Import.objects.get(pk=applied.pk).state == Import.State.READY
    apply(browser, cast, applied)
    assert "Parkeren" in names(cast)


def test_file_that_was_not_taken_over_is_not_undone(cast, bring, browse):  # noqa: F811
    source = bring(["Parkeren", "A", "", "", ""])
    answer = undo(browse(cast.campus_editor), cast, source)
    assert answer.status_code == 302
    assert Import.objects.get(pk=source.pk).state == Import.State.READY


def test_colleague_who_may_not_see_the_partnership_gets_no_name(cast, applied):
    in_a_partnership(cast, Service.objects.get(name="Parkeren"))
    assert words_of(applied, cast.campus_editor) == [("Parkeren", "is part of the partnership", "")]


def test_every_table_that_points_to_a_service_is_asked():
    """A new one belongs in services.imports.obstacles."""
    assert {relation.related_model.__name__ for relation in Service._meta.related_objects} == {
        "AssessedService", "Choice", "ContactMoment", "Partnership",
    }  # fmt: skip
    assert {relation.related_model.__name__ for relation in Location._meta.related_objects} == {
        "ContactMoment", "Partnership", "Service",
    }  # fmt: skip

"""Every page of the room: who gets in, and how many queries it takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.actions.choice import choose
from services.models import Location


def pages(cast, services, draft, locations) -> dict[str, str]:
    url = cast.campus.url
    service = services["Reception"].pk
    return {
        "list": url("services:list"),
        "new": url("services:new"),
        "starter": url("services:starter"),
        "figures": url("services:figures"),
        "locations": url("services:locations"),
        "location": url("services:location", pk=locations.pk),
        "detail": url("services:detail", pk=service),
        "edit": url("services:edit", pk=service),
        "choose": url("services:choose", pk=service),
        "assessments": url("services:assessments"),
        "assessment-new": url("services:assessment-new"),
        "draft": url("services:assessment", pk=draft.pk),
        "assessment-edit": url("services:assessment-edit", pk=draft.pk),
        "criteria": url("services:criteria", pk=draft.pk),
    }


READABLE = {"list", "figures", "locations", "detail", "assessments"}
HIDDEN = {"draft", "assessment-edit", "criteria"}  # a draft is not there for who cannot edit


@pytest.fixture
def addresses(cast, services, draft):
    return pages(cast, services, draft, Location.objects.create(client=cast.campus, name="Main building"))


def test_editor_reads_every_page(cast, addresses, browse):
    browser = browse(cast.campus_editor)
    assert {name: browser.get(url).status_code for name, url in addresses.items()} == dict.fromkeys(addresses, 200)


def test_reader_reads_what_is_to_be_read(cast, addresses, browse):
    browser = browse(cast.campus_reader)
    expected = {name: 200 if name in READABLE else 404 if name in HIDDEN else 403 for name in addresses}
    assert {name: browser.get(url).status_code for name, url in addresses.items()} == expected


@pytest.mark.parametrize("who", ["kliniek_owner", "catering_owner"])
def test_stranger_finds_nothing(cast, addresses, browse, who):
    browser = browse(getattr(cast, who))
    assert {name: browser.get(url).status_code for name, url in addresses.items()} == dict.fromkeys(addresses, 404)


def test_supplier_has_no_services_page(cast, browse):
    assert browse(cast.catering_owner).get(cast.catering.url("services:list")).status_code == 404


def queries(browser, url) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert browser.get(url).status_code == 200
    return len(found)


def test_queries_of_the_list_do_not_grow(cast, services, browse):
    from services.models import Service

    browser, url = browse(cast.campus_reader), cast.campus.url("services:list")
    three = queries(browser, url)
    Service.objects.filter(client=cast.campus).exclude(name="Reception").delete()
    assert (queries(browser, url), three) == (7, 7)


def test_queries_of_a_service_do_not_grow(cast, services, browse):
    from datetime import date

    browser, url = browse(cast.campus_reader), cast.campus.url("services:detail", pk=services["Reception"].pk)
    one = queries(browser, url)
    for reason in "abc":
        choose(service=services["Reception"], by=cast.campus_editor, kind="strategic", reason=reason,
               look_again_on=date(2099, 1, 1))  # fmt: skip
    # One more for the partnerships that a strategic choice may have led to.
    assert (one, queries(browser, url)) == (8, 9)


def test_queries_of_the_outcome_do_not_grow(cast, closed, browse):
    browser, url = browse(cast.campus_reader), cast.campus.url("services:assessment", pk=closed.pk)
    assert queries(browser, url) == 9


def test_new_round_proposes_a_deadline(cast, services, browse):
    form = browse(cast.campus_editor).get(cast.campus.url("services:assessment-new")).context["form"]
    assert form["deadline"].value().hour == 17
    assert 'value="20' in str(form["deadline"])


def test_search_answers_with_the_part(cast, services, browse):
    response = browse(cast.campus_reader).get(
        cast.campus.url("services:list"), {"q": "recep"}, headers={"HX-Request": "true"}
    )
    content = response.content.decode()
    assert content.strip().startswith('<div id="results"')
    assert "Reception" in content
    assert "Cleaning" not in content


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Catering", "Cleaning", "Reception"]),
        ({"sort": "-name"}, ["Reception", "Cleaning", "Catering"]),
        ({"group": "Hospitality"}, ["Catering", "Reception"]),
        ({"group": "Nonsense", "sort": "nonsense"}, ["Catering", "Cleaning", "Reception"]),
        ({"q": "CLEANING"}, ["Cleaning"]),
        ({"q": "nothing like it"}, []),
        ({"state": "archived"}, []),
        ({"delivery": "in_house"}, []),
        ({"delivery": "unknown"}, ["Catering", "Cleaning", "Reception"]),
        ({"page": "99"}, ["Catering", "Cleaning", "Reception"]),
    ],
)
def test_list_filters_and_sorts(cast, services, browse, asked, names):
    response = browse(cast.campus_reader).get(cast.campus.url("services:list"), asked)
    assert [one.name for one in response.context["page_obj"]] == names


def test_score_pages_and_outcome_open(cast, closed, browse):
    browser = browse(cast.campus_owner)
    url = cast.campus.url
    assert browser.get(url("services:score", pk=closed.pk)).status_code == 302
    row = closed.assessed.first()
    for name in ("services:score-service", "services:assessed"):
        assert browser.get(url(name, pk=closed.pk, assessed=row.pk)).status_code == 200
    assert browser.get(url("services:choose", pk=row.service_id) + f"?round={closed.pk}").status_code == 200


def test_locations_are_shown_a_page_at_a_time(cast, browse):
    Location.objects.bulk_create(Location(client=cast.campus, name=f"Building {number:02}") for number in range(60))
    browser, url = browse(cast.campus_editor), cast.campus.url("services:locations")
    first, second = browser.get(url), browser.get(url, {"page": 2})
    assert "Building 49" in first.content.decode()
    assert "Building 50" not in first.content.decode()
    assert [place.name for place in second.context["page_obj"]] == [f"Building {number}" for number in range(50, 60)]

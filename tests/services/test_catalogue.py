"""Keeping the catalogue: every change, who may, what is saved, what the log says."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import AuditEvent
from common.models import Conflict
from services.actions import catalogue, locations
from services.models import Location, Service

FORM = {"name": "Parking", "group": "Building", "delivery": "outsourced", "annual_spend": "1.234,50", "end_users": "40"}


def events(cast) -> list[str]:
    found = AuditEvent.objects.filter(organisation=cast.campus, event__startswith="services.")
    return list(found.order_by("at").values_list("event", flat=True))


def test_service_is_added(cast, browse):
    place = Location.objects.create(client=cast.campus, name="Main")
    response = browse(cast.campus_editor).post(
        cast.campus.url("services:new"), {**FORM, "contract_end": "2027-05-01", "locations": [place.pk]}
    )
    service = Service.objects.get(client=cast.campus)
    assert response["Location"] == cast.campus.url("services:detail", pk=service.pk)
    assert (service.name, service.annual_spend, service.end_users) == ("Parking", Decimal("1234.50"), 40)
    assert (service.contract_end, list(service.locations.all())) == (date(2027, 5, 1), [place])
    assert events(cast) == ["services.service_added"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "  reception "}, "There is already a service with this name."),
        ({"annual_spend": "-5"}, "Ensure this value is greater than or equal to 0."),
        ({"annual_spend": "lots"}, "This is not a number. Write it like 1,234.50."),
        ({"delivery": "magic"}, "Select a valid choice. magic is not one of the available choices."),
        ({"contract_end": "soon"}, "Enter a valid date."),
    ],
)
def test_bad_service_is_refused_beside_its_field(cast, services, browse, changes, sentence):
    response = browse(cast.campus_editor).post(cast.campus.url("services:new"), {**FORM, **changes})
    assert response.status_code == 422
    field = next(iter(changes))
    assert response.context["form"].errors[field] == [sentence]
    assert Service.objects.filter(client=cast.campus).count() == 3
    assert response.context["form"]["group"].value() == "Building"


def test_delivery_is_not_known_until_somebody_says_it(cast, browse):
    editor = browse(cast.campus_editor)
    choices = editor.get(cast.campus.url("services:new")).context["form"]["delivery"].subwidgets
    assert [one.data["label"] for one in choices if one.data["selected"]] == ["not known"]
    editor.post(cast.campus.url("services:new"), {**FORM, "delivery": ""})
    service = Service.objects.get()
    assert service.delivery == ""
    page = editor.get(cast.campus.url("services:detail", pk=service.pk)).content.decode()
    assert "<dt>Delivery</dt><dd>not known</dd>" in page


def test_foreign_location_is_refused(cast, browse):
    Location.objects.create(client=cast.campus, name="Main")
    foreign = Location.objects.create(client=cast.kliniek, name="Theirs")
    response = browse(cast.campus_editor).post(cast.campus.url("services:new"), {**FORM, "locations": [foreign.pk]})
    assert response.status_code == 422
    assert not Service.objects.exists()


def test_service_is_changed_and_its_history_says_what(cast, services, browse):
    service = services["Reception"]
    url = cast.campus.url("services:edit", pk=service.pk)
    data = {**FORM, "name": "Front desk", "description": "A secret text", "revision": 1}
    assert browse(cast.campus_editor).post(url, data).status_code == 302
    service.refresh_from_db()
    assert (service.name, service.revision) == ("Front desk", 2)
    event = AuditEvent.objects.get(event="services.service_changed")
    assert event.data["changes"]["name"] == ["Reception", "Front desk"]
    assert event.data["changes"]["annual_spend"] == ["", "1234.50"]
    assert event.data["changes"]["description"] == []
    content = browse(cast.campus_reader).get(cast.campus.url("services:detail", pk=service.pk)).content.decode()
    assert "not filled in" in content
    assert "1,234" in content or "1,235" in content


def test_saving_nothing_new_writes_nothing(cast, services):
    service = services["Reception"]
    catalogue.change_service(service=service, by=cast.campus_editor, revision=1, name="Reception", group="Hospitality")
    service.refresh_from_db()
    assert (service.revision, events(cast)) == (1, [])


def test_second_of_two_editors_sees_both_texts(cast, services, browse):
    service = services["Reception"]
    url = cast.campus.url("services:edit", pk=service.pk)
    catalogue.change_service(service=service, by=cast.campus_owner, revision=1, name="Welcome desk")
    response = browse(cast.campus_editor).post(url, {**FORM, "name": "Front desk", "revision": 1})
    assert response.status_code == 409
    content = response.content.decode()
    assert "Front desk" in content
    assert "Welcome desk" in content
    assert ("name", "Front desk") in response.context["data"]
    service.refresh_from_db()
    assert service.name == "Welcome desk"
    again = {**dict(response.context["data"]), "revision": response.context["revision"]}
    assert browse(cast.campus_editor).post(url, again).status_code == 302
    service.refresh_from_db()
    assert (service.name, service.revision) == ("Front desk", 3)


def test_conflict_is_raised_by_the_action(cast, services):
    with pytest.raises(Conflict):
        catalogue.change_service(service=services["Reception"], by=cast.campus_editor, revision=7, name="X")


def test_archive_and_restore_are_harmless_twice(cast, services, browse):
    service, browser = services["Reception"], browse(cast.campus_editor)
    for name, count in (("archive", 1), ("archive", 1), ("restore", 2), ("restore", 2)):
        assert browser.post(cast.campus.url(f"services:{name}", pk=service.pk)).status_code == 302
        assert len(events(cast)) == count
    service.refresh_from_db()
    assert service.archived_at is None


def test_restore_is_refused_when_the_name_was_taken(cast, services):
    catalogue.archive_service(service=services["Reception"], by=cast.campus_editor)
    catalogue.add_service(by=cast.campus_editor, name="Reception", group="New")
    with pytest.raises(ValidationError):
        catalogue.restore_service(service=services["Reception"], by=cast.campus_editor)


@pytest.mark.parametrize("name", ["archive", "restore", "edit", "choose"])
def test_who_may_not_change_is_refused(cast, services, browse, name):
    url = cast.campus.url(f"services:{name}", pk=services["Reception"].pk)
    assert browse(cast.campus_reader).post(url, FORM).status_code == 403
    assert browse(cast.campus_contributor).post(url, FORM).status_code == 403
    assert browse(cast.kliniek_owner).post(url, FORM).status_code == 404
    assert browse(cast.campus_editor).put(url).status_code == 405
    assert events(cast) == []


@pytest.mark.parametrize("name", ["archive", "restore", "export"])
def test_writes_are_posts(cast, services, browse, name):
    arguments = {} if name == "export" else {"pk": services["Reception"].pk}
    assert browse(cast.campus_editor).get(cast.campus.url(f"services:{name}", **arguments)).status_code == 405


def test_starters_are_taken_over_once(cast, services, browse):
    browser, url = browse(cast.campus_editor), cast.campus.url("services:starter")
    for _ in range(2):
        assert browser.post(url, {"keys": ["reception", "waste", "energy"]}).status_code == 302
    names = set(Service.objects.filter(client=cast.campus).values_list("name", flat=True))
    assert names == {"Reception", "Cleaning", "Catering", "Waste", "Energy"}
    assert events(cast) == ["services.starters_taken"]


def test_starters_come_in_the_language_of_the_organisation(cast):
    cast.kliniek.language = "nl"
    cast.kliniek.save()
    cast.kliniek_owner.organisation.language = "nl"
    assert catalogue.take_starters(by=cast.kliniek_owner, keys=["waste"]) == 1
    assert Service.objects.get(client=cast.kliniek).name == "Afval"


def test_nothing_ticked_is_refused(cast, browse):
    response = browse(cast.campus_editor).post(cast.campus.url("services:starter"), {})
    assert response.status_code == 422
    assert response.context["form"].errors["keys"] == ["Tick at least one service."]


def test_reader_takes_over_nothing(cast):
    with pytest.raises(PermissionDenied):
        catalogue.take_starters(by=cast.campus_reader, keys=["waste"])


def test_locations_are_added_renamed_archived(cast, browse):
    browser = browse(cast.campus_editor)
    assert (
        browser.post(cast.campus.url("services:locations"), {"name": "Main", "address": "Street 1"}).status_code == 302
    )
    place = Location.objects.get()
    again = browser.post(cast.campus.url("services:locations"), {"name": "main"})
    assert again.status_code == 422
    assert again.context["form"].errors["name"] == ["There is already a location with this name."]
    browser.post(cast.campus.url("services:location", pk=place.pk), {"name": "West", "address": "Street 1"})
    browser.post(cast.campus.url("services:location-archive", pk=place.pk))
    browser.post(cast.campus.url("services:location-restore", pk=place.pk))
    place.refresh_from_db()
    assert (place.name, place.archived_at) == ("West", None)
    assert events(cast) == [
        "services.location_added", "services.location_changed", "services.location_archived",
        "services.location_restored",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["location", "location-archive", "location-restore"])
def test_locations_have_doors(cast, browse, name):
    place = locations.add_location(by=cast.campus_editor, name="Main")
    url = cast.campus.url(f"services:{name}", pk=place.pk)
    assert browse(cast.campus_reader).post(url, {"name": "X"}).status_code == 403
    assert browse(cast.kliniek_owner).post(url, {"name": "X"}).status_code == 404
    place.refresh_from_db()
    assert (place.name, place.archived_at) == ("Main", None)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("reception", "There is already a service with this name."),
        ("Recep\u00adtion", "There is already a service with this name."),
        ("Recép\u200btion", "This name looks like that of your service Reception."),
        ("\u200b\u00ad", "This field is required."),
    ],
)
def test_service_that_looks_like_another_is_refused(cast, services, browse, name, sentence):
    response = browse(cast.campus_editor).post(cast.campus.url("services:new"), {**FORM, "name": name})
    assert (response.status_code, response.context["form"].errors) == (422, {"name": [sentence]})


def test_names_are_kept_without_what_is_not_seen(cast, services, browse):
    data = {**FORM, "name": "Post\u00ad kamer\u200b", "group": "hospi\u00adtality"}
    assert browse(cast.campus_editor).post(cast.campus.url("services:new"), data).status_code == 302
    made = Service.objects.get(name="Post kamer")
    assert made.group == "Hospitality"


def test_location_that_looks_like_another_is_refused(cast, browse):
    browser, url = browse(cast.campus_editor), cast.campus.url("services:locations")
    assert browser.post(url, {"name": "Gebouw\u00a0’t Hof"}).status_code == 302
    assert browser.post(url, {"name": "Gebouw 't hof"}).context["form"].errors == {
        "name": ["This name looks like that of your location Gebouw ’t Hof."]
    }

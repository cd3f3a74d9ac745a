"""The organisation's details, its colour, its logo and its sides."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from accounts import accent
from accounts.models import Organisation
from accounts.numbers import NumberField
from accounts.zones import ZoneField, time_zones
from tests.accounts.pages import path, recorded, status

DETAILS = {
    "name": "Campus Zuid", "registration_number": "12345678", "is_client": "on", "language": "nl",
    "time_zone": "Europe/Amsterdam", "accent": "#7A3B8F",
}  # fmt: skip


def png() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(content, "PNG")
    return SimpleUploadedFile("logo.png", content.getvalue(), "image/png")


def test_details_are_saved_and_the_slug_stays(cast, browse):
    client = browse(cast.campus_owner)
    for _time in range(2):
        assert status(client, path(cast.campus_owner, "settings/"), DETAILS) == 302
    found = Organisation.objects.get(pk=cast.campus.pk)
    assert (found.name, found.slug, found.registration_number, found.accent) == (
        "Campus Zuid", "campus", "12345678", "#7a3b8f",
    )  # fmt: skip
    assert recorded() == ["accounts.organisation_changed"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": ""}, "name"), ({"registration_number": "1234567"}, "registration_number"), ({"accent": "red"}, "accent"),
     ({"is_client": ""}, "is_client"), ({"time_zone": "Mars"}, "time_zone"), ({"language": "fr"}, "language"),
     ({"is_client": "", "is_supplier": "on"}, "__all__")],
)  # fmt: skip
def test_wrong_details_change_nothing(cast, browse, wrong, field):
    answer = browse(cast.campus_owner).post(path(cast.campus_owner, "settings/"), {**DETAILS, **wrong})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Organisation.objects.get(pk=cast.campus.pk).name == "Campus Noord"


@pytest.mark.parametrize("who", ["campus_editor", "campus_reader", "schoon_editor"])
def test_only_owners_change_the_organisation(cast, browse, who):
    member = getattr(cast, who)
    assert status(browse(member), path(member, "settings/")) == 403
    assert status(browse(member), path(member, "settings/"), DETAILS) == 403


def test_a_logo_is_kept_shown_to_those_who_know_us_and_removed(cast, browse):
    client, address = browse(cast.campus_owner), path(cast.campus_owner, "settings/")
    assert client.post(address, {**DETAILS, "logo": png()}).status_code == 302
    for member, answer in ((cast.campus_reader, 200), (cast.schoon_reader, 200), (cast.kliniek_owner, 404)):
        found = browse(member).get(path(member, f"logos/{cast.campus.pk}/"))
        assert (found.status_code, b"".join(found).startswith(b"\x89PNG")) == (answer, answer == 200)
    assert client.post(address, DETAILS).status_code == 302
    assert Organisation.objects.get(pk=cast.campus.pk).logo
    assert client.post(address, {**DETAILS, "no_logo": "on"}).status_code == 302
    assert not Organisation.objects.get(pk=cast.campus.pk).logo


def test_a_logo_stands_next_to_our_name(cast, browse):
    client, image = browse(cast.campus_owner), f'<img class="rail-logo" src="/o/campus/logos/{cast.campus.pk}/" alt="">'
    assert image not in client.get(path(cast.campus_owner, "people/")).content.decode()
    client.post(path(cast.campus_owner, "settings/"), {**DETAILS, "logo": png()})
    assert image in client.get(path(cast.campus_owner, "people/")).content.decode()


def test_a_logo_that_is_no_picture_is_refused(cast, browse):
    wrong = SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>", "image/png")
    assert status(browse(cast.campus_owner), path(cast.campus_owner, "settings/"), {**DETAILS, "logo": wrong}) == 422
    assert not Organisation.objects.get(pk=cast.campus.pk).logo


# Colour ----------------------------------------------------------------------------------------


@given(some.integers(0, 0xFFFFFF))
def test_every_colour_reads_well_in_both_themes(number):
    for surface in (accent.LIGHT, accent.DARK):
        found = accent.readable(f"#{number:06x}", surface)
        assert accent.contrast(found, surface) >= 4.5
        assert accent.contrast(accent.text_on(found), found) >= 4.5


def test_a_colour_that_reads_well_stays_as_it_is():
    assert accent.readable("#7a3b8f", accent.LIGHT) == "#7a3b8f"


def test_the_colour_is_a_sheet_of_its_own(cast, browse):
    Organisation.objects.filter(pk=cast.campus.pk).update(accent="#ffd400")
    client = browse(cast.campus_reader)
    address = path(cast.campus_reader, f"accent-{accent.hash_of('#ffd400')}.css")
    assert (
        f'<link rel="stylesheet" href="{address}">' in client.get(path(cast.campus_reader, "people/")).content.decode()
    )
    answer = client.get(address)
    assert (answer["Content-Type"], "immutable" in answer["Cache-Control"]) == ("text/css; charset=utf-8", True)
    assert "--accent: light-dark(" in answer.content.decode()
    assert status(client, path(cast.campus_reader, "accent-0123.css")) == 404
    assert status(browse(cast.kliniek_owner), address) == 404


# Sides -----------------------------------------------------------------------------------------


def test_an_organisation_that_is_both_switches_for_this_session(cast, browse):
    Organisation.objects.filter(pk=cast.campus.pk).update(is_supplier=True)
    client, member = browse(cast.campus_reader), cast.campus_reader
    assert client.get(path(member, "relations/")).context["is_client"]
    answer = client.post(path(member, "side/"), {"side": "supplier"})
    assert (answer.status_code, answer["Location"]) == (302, "/o/campus/")
    assert not client.get(path(member, "relations/")).context["is_client"]
    assert browse(member).get(path(member, "relations/")).context["is_client"]


@pytest.mark.parametrize("side", ["", "both", "owner"])
def test_an_unknown_side_is_refused(cast, browse, side):
    Organisation.objects.filter(pk=cast.campus.pk).update(is_supplier=True)
    assert status(browse(cast.campus_reader), path(cast.campus_reader, "side/"), {"side": side}) == 400


def test_who_is_on_one_side_does_not_switch(cast, browse):
    assert status(browse(cast.campus_owner), path(cast.campus_owner, "side/"), {"side": "supplier"}) == 404
    assert status(browse(cast.campus_owner), path(cast.campus_owner, "side/")) == 405


def test_amsterdam_and_ones_own_zone_stand_before_those_of_the_world_in_the_words_of_the_reader():
    with translation.override("nl"):
        groups = time_zones("Asia/Calcutta")
        assert groups[0][1] == [("Europe/Amsterdam", "Amsterdam"), ("Asia/Calcutta", "Kolkata")]
        assert [name for name, _zones in groups[1:4]] == ["Europa", "Afrika", "Amerika"]
        assert ("Europe/Brussels", "Brussel") in groups[1][1]
    with translation.override("en"):
        assert ("Europe/Brussels", "Brussels") in time_zones()[1][1]
    assert [zone for zone, _name in time_zones("Europe/Amsterdam")[0][1]] == ["Europe/Amsterdam"]


def test_every_place_stands_once_among_the_time_zones():
    groups = time_zones("Asia/Calcutta", "Europe/Brussels")
    places = [zone for _group, zones in groups for zone, _name in zones]
    assert len(places) == len(set(places)) > 300


@pytest.mark.parametrize(("typed", "number"), [("12 34 56 78", "12345678"), ("1234.5678", "12345678"), ("", "")])
def test_a_number_is_read_with_what_people_put_in_it(typed, number):
    assert NumberField().clean(typed) == number


def test_the_field_of_a_number_counts_no_characters():
    assert "maxlength" not in NumberField().widget.attrs


@pytest.mark.parametrize(
    ("language", "typed", "zone"),
    [("nl", "Brussel", "Europe/Brussels"), ("en", "brussels ", "Europe/Brussels"), ("nl", "Londen", "Europe/London"),
     ("en", "europe/london", "Europe/London"), ("nl", "UTC", "UTC")],
)  # fmt: skip
def test_a_time_zone_is_found_by_its_city(language, typed, zone):
    with translation.override(language):
        assert ZoneField().clean(typed) == zone


@pytest.mark.parametrize("typed", ["Mars", "Brus", "Europe"])
def test_a_time_zone_that_is_not_in_the_list_is_asked_again(typed):
    with pytest.raises(ValidationError, match="from the list"):
        ZoneField().clean(typed)


def test_the_field_of_a_time_zone_searches_its_list(cast, browse):
    page = browse(cast.campus_owner).get(path(cast.campus_owner, "settings/")).content.decode()
    assert '<input type="text" name="time_zone" value="Amsterdam" list="id_time_zone-zones"' in page
    assert '<option value="Brussels">Europe</option>' in page

"""A form that makes something, sent again: what is asked, what goes along, what is forgotten."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.html import escape

from common.models import Made
from services.models import Location


@pytest.fixture
def locations(cast) -> str:
    return cast.campus.url("services:locations")


def test_the_question_names_what_was_saved_and_takes_along_what_was_typed(cast, browse, locations):
    browser, typed = browse(cast.campus_editor), {"name": "Hall <A>", "address": "Street 1"}
    browser.post(locations, typed)
    page = browser.post(locations, typed).content.decode()
    assert f'<strong class="wrap">{escape("Hall <A>")}</strong>' in page
    assert '<input type="hidden" name="address" value="Street 1">' in page
    assert page.count('name="once"') == 1


def test_the_same_on_the_next_day_is_not_asked_about(cast, browse, locations):
    browser = browse(cast.campus_editor)
    browser.post(locations, {"name": "Hall"})
    Location.objects.update(name="Hall long ago")
    Made.objects.update(at=timezone.now() - timedelta(minutes=31))
    assert browser.post(locations, {"name": "Hall"}).status_code == 302
    assert Location.objects.count() == 2


def test_what_was_refused_is_sent_again_with_the_same_key(cast, browse, locations):
    browser, key = browse(cast.campus_editor), uuid4()
    assert browser.post(locations, {"name": "", "once": key}).status_code == 422
    assert browser.post(locations, {"name": "Hall", "once": key}).status_code == 302


def test_the_key_of_somebody_else_tells_nothing(cast, browse, locations):
    key = uuid4()
    browse(cast.campus_editor).post(locations, {"name": "Hall", "once": key})
    assert browse(cast.campus_owner).post(locations, {"name": "Lobby", "once": key}).status_code == 302
    assert Location.objects.count() == 2


def test_a_file_that_is_sent_again_is_asked_for_again(cast, browse):
    browser, page = browse(cast.catering_editor), cast.catering.url("partnerships:certificate-add")
    for status in (302, 409):
        answer = browser.post(page, {"name": "ISO", "upload": SimpleUploadedFile("iso.txt", b"valid")})
        assert answer.status_code == status
    assert "Choose the file again: iso.txt" in answer.content.decode()
    other = browser.post(page, {"name": "ISO", "upload": SimpleUploadedFile("iso.txt", b"renewed")})
    assert other.status_code == 302


def test_what_was_made_is_forgotten_after_a_week(cast, browse, locations):
    browser = browse(cast.campus_editor)
    browser.post(locations, {"name": "Hall"})
    Made.objects.update(at=timezone.now() - timedelta(days=8))
    browser.post(locations, {"name": "Lobby"})
    assert list(Made.objects.values_list("name", flat=True)) == ["Lobby"]

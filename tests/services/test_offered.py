"""Services to tick in a form: by group, and of many only what is ticked and what is searched for."""

import re

import pytest

from services import offered
from services.actions import assessment as rounds
from services.models import Service


def boxes(page: str) -> dict[str, bool]:
    """Each service that can be ticked, and whether it is."""
    found = re.findall(r'<input type="checkbox" name="services"[^>]*?( checked)?><span>([^<]+)</span>', page)
    return {name: bool(ticked) for ticked, name in found}


@pytest.fixture
def many(cast, services, monkeypatch) -> list[Service]:
    """Five more services than a form shows at once."""
    monkeypatch.setattr(offered, "MOST", 3)
    rows = [Service(client=cast.campus, name=f"Café {n}", group="Food") for n in range(5)]
    return Service.objects.bulk_create(rows)


def test_services_stand_by_group(cast, services, browse):
    Service.objects.create(client=cast.campus, name="Odds and ends")
    page = browse(cast.campus_editor).get(cast.campus.url("services:assessment-new")).content.decode()
    groups = sorted({one.group for one in services.values() if one.client == cast.campus})
    headings = re.findall(r'<p class="service-group"><span id="[^"]+">([^<]+)</span>', page)
    assert headings == [*groups, "Without a group"]


def test_of_many_a_new_form_shows_none_and_says_how_to_find_them(cast, many, browse):
    page = browse(cast.campus_editor).get(cast.campus.url("services:assessment-new")).content.decode()
    assert boxes(page) == {}
    assert "search for the ones you need" in page


def test_of_many_what_is_ticked_stays_and_is_kept_with_a_fault(cast, many, browse):
    url = cast.campus.url("services:assessment-new")
    response = browse(cast.campus_editor).post(url, {"services": [str(many[0].pk), "nonsense"], "title": ""})
    assert response.status_code == 422
    assert boxes(response.content.decode()) == {"Café 0": True}


def test_search_finds_by_name_or_group_without_accents_and_keeps_what_is_ticked(cast, services, many, browse):
    url = cast.campus.url("services:offered") + "?name=services&prefix=id_services"
    data = {"service-words": "cafe 1", "services": [str(services["Reception"].pk), str(services["Other"].pk)]}
    page = browse(cast.campus_reader).post(url, data).content.decode()
    assert boxes(page) == {"Café 1": False, "Reception": True}
    page = browse(cast.campus_reader).post(url, {"service-words": "food"}).content.decode()
    assert list(boxes(page)) == [one.name for one in many]
    assert boxes(browse(cast.campus_reader).post(url, {"service-words": ""}).content.decode()) == {}


def test_search_is_for_members_of_a_client_and_sent(cast, many, browse):
    url = cast.campus.url("services:offered")
    assert browse(cast.campus_editor).get(url).status_code == 405
    assert browse(cast.kliniek_owner).post(url).status_code == 404


def test_without_a_script_all_can_be_asked_for(cast, services, many, browse):
    url = cast.campus.url("services:assessment-new") + "?all=1"
    page = browse(cast.campus_editor).get(url).content.decode()
    assert len(boxes(page)) == 5 + Service.objects.filter(client=cast.campus).exclude(group="Food").count()


def test_round_over_some_of_many_shows_them_ticked(cast, services, many, browse):
    from datetime import timedelta

    from django.utils import timezone

    row = rounds.make_assessment(
        by=cast.campus_editor, title="Some", deadline=timezone.now() + timedelta(days=9), services=many[:2],
        assessors=[cast.campus_contributor],
    )  # fmt: skip
    page = browse(cast.campus_editor).get(cast.campus.url("services:assessment-edit", pk=row.pk)).content.decode()
    assert boxes(page) == {"Café 0": True, "Café 1": True}

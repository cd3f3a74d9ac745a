"""The profile of a supplier: its own to keep, for connected clients to read."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.actions import end_connection
from documents.attachments import check, keep
from partnerships.actions import profile as actions
from partnerships.models import Certificate, Contact, ProfileText, Reference, SupplierProfile
from tests.partnerships.conftest import CANARY

ROWS = [
    ("certificate", Certificate, {"name": "ISO 9001", "issuer": "Kiwa", "number": "1", "expires_on": ""}),
    ("reference", Reference, {"client_name": "Library", "what": "Lunch", "since": "2020", "result": ""}),
    ("contact", Contact, {"name": "Bo", "role": "Everything", "email": "bo@example.org", "telephone": ""}),
]


@pytest.fixture
def profile(cast) -> SupplierProfile:
    row = actions.profile_of(cast.catering_editor)
    text = row.texts.get(section="story")
    actions.write_text(text=text, by=cast.catering_editor, revision=1, body=f"<p>{CANARY}</p>")
    return row


def url(member, name, **kwargs):
    return member.url(f"partnerships:{name}", **kwargs)


def test_connected_client_reads_it_and_nobody_else(cast, browse, profile):
    for who in ("campus_reader", "kliniek_reader", "catering_reader"):
        member = getattr(cast, who)
        assert SupplierProfile.objects.visible_to(member).filter(pk=profile.pk).exists()
        response = browse(member).get(url(member, "supplier", pk=cast.catering.pk))
        assert response.status_code == 200 and CANARY.encode() in response.content
    for who in ("schoon_owner",):
        member = getattr(cast, who)
        assert not SupplierProfile.objects.visible_to(member).filter(pk=profile.pk).exists()
        assert browse(member).get(url(member, "supplier", pk=cast.catering.pk)).status_code == 404
    end_connection(connection=cast.kliniek_catering, by=cast.kliniek_owner)
    assert not SupplierProfile.objects.visible_to(cast.kliniek_reader).filter(pk=profile.pk).exists()
    assert browse(cast.kliniek_reader).get(url(cast.kliniek_reader, "supplier", pk=cast.catering.pk)).status_code == 404


def test_a_supplier_sees_no_supplier_page_of_its_client(cast, browse):
    assert browse(cast.catering_owner).get(url(cast.catering_owner, "supplier", pk=cast.campus.pk)).status_code == 404


def test_client_without_services_of_its_own_has_no_profile(cast, browse):
    assert browse(cast.campus_owner).get(url(cast.campus_owner, "profile")).status_code == 403


def test_completeness_names_and_links_what_is_missing(cast, browse, profile):
    response = browse(cast.catering_editor).get(url(cast.catering_editor, "profile"))
    missing = {part["label"]: part["url"] for part in response.context["missing"]}
    assert set(missing) == {
        "Core values", "Culture", "Sustainability and social results", "Services that you deliver", "Regions", "Size",
        "A certificate with its file and last day", "A reference", "A contact",
    }  # fmt: skip
    assert (response.context["filled"], response.context["total"]) == (1, 10)
    for address in missing.values():
        assert browse(cast.catering_editor).get(address).status_code == 200


def test_a_certificate_counts_with_its_file_while_it_is_valid(cast, browse, profile):
    def counts():
        page = browse(cast.catering_editor).get(url(cast.catering_editor, "profile"))
        return all("certificate" not in part["label"] for part in page.context["missing"])

    row = actions.add(model=Certificate, profile=profile, by=cast.catering_owner, name="ISO 9001")
    assert not counts()
    row.file = keep(check(SimpleUploadedFile("iso.txt", b"valid")), by=cast.catering_owner.user)
    for days, counted in ((0, True), (-1, False)):
        row.expires_on = timezone.localdate() + timedelta(days=days)
        row.save()
        assert counts() is counted


@pytest.mark.parametrize("year", ["2090", "1200"])
def test_a_year_of_founding_is_one_that_was(cast, browse, profile, year):
    sent = {"services": "", "regions": "", "employees": "", "founded": year, "website": "", "revision": 1}
    page = browse(cast.catering_editor).post(url(cast.catering_editor, "profile-facts"), sent)
    assert page.status_code == 422
    assert page.context["form"].errors == {"founded": ["Type the year in which you began, such as 1998."]}


def test_facts_and_conflict(cast, browse, profile):
    page = url(cast.catering_editor, "profile-facts")
    data = {
        "services": "Lunch\nCoffee",
        "regions": "North",
        "employees": "12",
        "founded": "",
        "website": "",
        "revision": 1,
    }
    assert browse(cast.catering_editor).post(page, data).status_code == 302
    row = SupplierProfile.objects.get(pk=profile.pk)
    assert (row.service_lines(), row.employees) == (["Lunch", "Coffee"], 12)
    response = browse(cast.catering_owner).post(page, {**data, "services": "Soup"})
    assert response.status_code == 409
    assert b"Lunch, Coffee" in response.content and b"Soup" in response.content
    assert browse(cast.catering_owner).post(page, {**data, "employees": "-3"}).status_code == 422
    assert browse(cast.catering_reader).post(page, data).status_code == 403


def test_text_and_conflict(cast, browse, profile):
    text = ProfileText.objects.get(profile=profile, section="culture")
    page = url(cast.catering_editor, "profile-text", pk=text.pk)
    assert browse(cast.catering_editor).post(page, {"revision": 1, "body": "Warm\r\n\r\nand open"}).status_code == 302
    assert ProfileText.objects.get(pk=text.pk).body == "<p>Warm</p><p>and open</p>"
    response = browse(cast.catering_owner).post(page, {"revision": 1, "body": "Cold"})
    assert response.status_code == 409
    assert b"Warm" in response.content and b"Cold" in response.content
    assert "Editor Smaakvol Catering" in response.content.decode()
    assert browse(cast.catering_contributor).post(page, {"revision": 2, "body": "x"}).status_code == 403
    assert browse(cast.schoon_owner).get(url(cast.schoon_owner, "profile-text", pk=text.pk)).status_code == 404
    assert browse(cast.campus_owner).get(url(cast.campus_owner, "profile-text", pk=text.pk)).status_code == 404


@pytest.mark.parametrize(("kind", "model", "data"), ROWS)
def test_rows_are_added_changed_and_removed(cast, browse, profile, kind, model, data):
    browser = browse(cast.catering_editor)
    first = next(iter(data))
    sent = {**data, "once": str(uuid4())}
    for _click in range(2):
        assert browser.post(url(cast.catering_editor, f"{kind}-add"), sent).status_code == 302
    row = model.objects.get()
    page = url(cast.catering_editor, kind, pk=row.pk)
    assert browser.post(page, {**sent, first: ""}).status_code == 422
    assert browser.post(page, {**sent, first: "Changed"}).status_code == 302
    assert getattr(model.objects.get(), first) == "Changed"
    remove = url(cast.catering_editor, f"{kind}-remove", pk=row.pk)
    assert browser.get(remove).status_code == 405
    assert browse(cast.catering_reader).post(url(cast.catering_reader, f"{kind}-remove", pk=row.pk)).status_code == 403
    assert browse(cast.catering_reader).get(url(cast.catering_reader, f"{kind}-add")).status_code == 403
    for stranger in (cast.schoon_owner, cast.campus_owner):
        assert browse(stranger).post(url(stranger, f"{kind}-remove", pk=row.pk)).status_code == 404
        assert browse(stranger).post(url(stranger, kind, pk=row.pk), sent).status_code == 404
    assert browser.post(remove).status_code == 302
    assert not model.objects.exists()


def test_contact_needs_a_way_to_reach_it(cast, browse, profile):
    data = {"once": str(uuid4()), "name": "Bo", "role": "All", "email": "", "telephone": ""}
    assert browse(cast.catering_editor).post(url(cast.catering_editor, "contact-add"), data).status_code == 422


def test_certificate_with_a_file(cast, browse, profile):
    data = {"once": str(uuid4()), "name": "ISO", "upload": SimpleUploadedFile("iso.txt", b"valid")}
    browse(cast.catering_editor).post(url(cast.catering_editor, "certificate-add"), data)
    row = Certificate.objects.get()
    for member, status in ((cast.campus_reader, 200), (cast.schoon_owner, 404)):
        response = browse(member).get(url(member, "certificate-file", pk=row.pk))
        assert response.status_code == status
        if status == 200:
            assert b"".join(response.streaming_content) == b"valid"
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    late = {"once": str(uuid4()), "name": "Old", "expires_on": yesterday}
    assert browse(cast.catering_editor).post(url(cast.catering_editor, "certificate-add"), late).status_code == 422


@pytest.mark.parametrize("number", [1, 3])
def test_supplier_page_takes_the_same_queries(cast, browse, profile, number, django_assert_num_queries):
    for one in range(number):
        for _kind, model, data in ROWS:
            fields = {name: value or None if name == "expires_on" else value for name, value in data.items()}
            actions.add(
                model=model, profile=profile, by=cast.catering_editor, **{**fields, next(iter(data)): f"N{one}"}
            )
    browser = browse(cast.campus_reader)
    with django_assert_num_queries(10):
        browser.get(url(cast.campus_reader, "supplier", pk=cast.catering.pk))


def test_a_file_that_a_browser_forgets_is_asked_for_again(cast, browse, profile):
    page = url(cast.catering_editor, "certificate-add")
    form = browse(cast.catering_editor).get(page).content.decode()
    assert "PDF" in form and "10" in form
    upload = SimpleUploadedFile("iso.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    response = browse(cast.catering_editor).post(page, {"once": str(uuid4()), "name": "", "upload": upload})
    assert response.status_code == 422
    assert "Choose the file again" in response.content.decode()

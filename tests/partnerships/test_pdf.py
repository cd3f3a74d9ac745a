"""The PDF of an agreement: made once, kept, and served behind the door."""

from types import SimpleNamespace

import pytest

from accounts.audit import origin
from documents import jobs, pdf
from documents.models import Job, Rendering
from partnerships.actions import agreement
from partnerships.actions.agreement import PDF
from partnerships.jobs import agreement_pdf


@pytest.fixture
def made(monkeypatch) -> list:
    """The HTML of each PDF; the renderer itself is the worker's."""
    pages: list = []

    def make(template, context, *, frame, pictures=None):
        pages.append(pdf.html_of(template, context, frame))
        return b"%PDF-1.7 test"

    monkeypatch.setattr("partnerships.jobs.make_pdf", make)
    return pages


def run(version, of) -> Job:
    row = Job.objects.get(kind=PDF, object_id=version.pk, parameters__of=of)
    jobs.run(row.pk)
    row.refresh_from_db()
    version.refresh_from_db()
    return row


def test_pdf_of_the_proposal_and_of_the_agreement(cast, in_force, made):
    assert run(in_force, "proposal").state == Job.State.DONE
    assert run(in_force, "agreement").state == Job.State.DONE
    assert in_force.proposal_pdf_id and in_force.pdf_id and in_force.pdf_id != in_force.proposal_pdf_id
    text = made[1]
    for shown in ("Owner Campus Noord", "Owner Smaakvol Catering", in_force.sha256, "1. Shared vision", "Approvals"):
        assert shown in text
    assert "Owner Campus Noord" not in made[0]
    assert '<a href="#section-vision">1. Shared vision</a>' in text
    assert [in_force.proposal_pdf.name, in_force.pdf.name] == [
        "agreement-campus-catering-version-1-proposal-en.pdf", "agreement-campus-catering-version-1-en.pdf",
    ]  # fmt: skip


def test_pdf_leaves_out_the_network_address_that_an_approval_keeps(cast, waiting, made):
    token = origin.set("192.0.2.7")
    try:
        for member in (cast.campus_owner, cast.catering_owner):
            agreement.approve(version=waiting, by=member, sha256=waiting.sha256)
    finally:
        origin.reset(token)
    run(waiting, "agreement")
    assert {row.address for row in waiting.approvals.all()} == {"192.0.2.7"}
    assert "192.0.2.7" not in made[0]


def test_pdf_is_made_once(cast, in_force, made):
    row = run(in_force, "agreement")
    agreement_pdf(SimpleNamespace(object_id=in_force.pk, parameters={"of": "agreement"}), lambda done, total: None)
    assert len(made) == 1
    assert Rendering.objects.get().pk == row.result_id


def test_pdf_page(cast, browse, in_force, made):
    url = cast.catering_reader.url("partnerships:agreement-pdf", pk=in_force.pk)
    assert browse(cast.catering_reader).get(url).status_code == 404
    run(in_force, "agreement")
    answer = browse(cast.catering_reader).get(url)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 test"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="agreement-campus-catering-version-1-en.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert (
        browse(cast.kliniek_owner).get(cast.kliniek_owner.url("partnerships:agreement-pdf", pk=in_force.pk)).status_code
        == 404
    )


def test_job_is_for_who_started_it_while_they_have_a_door(cast, browse, in_force, made):
    row = run(in_force, "agreement")
    page = cast.catering_owner.url("partnerships:job", pk=row.pk)
    file = cast.catering_owner.url("partnerships:job-file", pk=row.pk)
    assert browse(cast.catering_owner).get(page).status_code == 200
    answer = browse(cast.catering_owner).get(file)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 test"
    assert browse(cast.campus_owner).get(cast.campus_owner.url("partnerships:job", pk=row.pk)).status_code == 404

"""Written by both, frozen, approved by one of each side, in force."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.audit import origin
from accounts.models import AuditEvent, Membership
from common.models import Conflict
from common.richtext import text
from documents.attachments import Upload
from documents.models import Job
from notifications.models import Message
from partnerships.actions import agreement as actions
from partnerships.canonical import hash_of, now
from partnerships.models import AgreementReceipt, AgreementSection, AgreementVersion, Approval

State = AgreementVersion.State
FILE = Upload("contract.txt", "text/plain", b"price 10")


def fresh(version):
    return AgreementVersion.objects.get(pk=version.pk)


def put_up(version, by):
    actions.put_up(version=version, by=by, sha256=hash_of(now(version)[1]), leave_open=True)
    version.refresh_from_db()


# Writing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "first"), [("nl", "Gedeelde visie"), ("en", "Shared vision")])
def test_begins_with_texts_in_its_language(cast, starting, language, first):
    version = actions.begin(partnership=starting, by=cast.catering_editor, language=language)
    sections = list(version.sections.all())
    assert len(sections) == 11
    assert sections[0].title == first
    assert actions.begin(partnership=starting, by=cast.campus_editor, language="nl").pk == version.pk


def test_both_sides_write_and_the_second_writer_gets_both_texts(cast, draft):
    mine, theirs = AgreementSection.objects.get(version=draft, key="goals"), None
    theirs = AgreementSection.objects.get(pk=mine.pk)
    actions.write_section(section=mine, by=cast.campus_editor, revision=1, body="<p>First</p>")
    with pytest.raises(Conflict) as conflict:
        actions.write_section(section=theirs, by=cast.catering_editor, revision=1, body="<p>Second</p>")
    assert conflict.value.current.body == "<p>First</p>"
    actions.write_section(section=theirs, by=cast.catering_editor, revision=2, body="<p>Second</p>")
    assert AgreementSection.objects.get(pk=mine.pk).body == "<p>Second</p>"


def test_markup_of_a_section_is_cleaned(cast, draft):
    section = draft.sections.first()
    actions.write_section(
        section=section, by=cast.campus_editor, revision=1, body="<p onclick=x>a<script>b</script></p>"
    )
    assert AgreementSection.objects.get(pk=section.pk).body == "<p>a</p>"


@pytest.mark.parametrize("who", ["campus_contributor", "campus_reader", "catering_contributor", "catering_reader"])
def test_only_editors_write(cast, draft, who):
    with pytest.raises(PermissionDenied):
        actions.write_section(section=draft.sections.first(), by=getattr(cast, who), revision=1, body="x")


# Putting up ------------------------------------------------------------------------------------


def test_put_up_freezes_and_asks_who_may_sign(cast, draft):
    """Of both sides, as the editor who put it up may not."""
    put_up(draft, cast.campus_editor)
    assert draft.state == State.PROPOSED
    assert draft.sha256 == hash_of(draft.canonical)
    mails = Message.objects.filter(kind="partnerships.agreement_waits")
    assert {mail.receiver_id for mail in mails} == {cast.catering_owner.user_id, cast.campus_owner.user_id}
    assert Job.objects.filter(kind=actions.PDF, object_id=draft.pk).count() == 1
    put_up_again = fresh(draft)
    actions.put_up(version=put_up_again, by=cast.campus_editor, sha256=draft.sha256)
    assert Message.objects.filter(kind="partnerships.agreement_waits").count() == 2


def test_put_up_what_was_changed_meanwhile_is_refused(cast, draft):
    seen = hash_of(now(draft)[1])
    actions.write_section(section=draft.sections.first(), by=cast.catering_editor, revision=1, body="<p>New</p>")
    with pytest.raises(ValidationError):
        actions.put_up(version=draft, by=cast.campus_editor, sha256=seen)
    assert fresh(draft).state == State.DRAFT


def test_empty_text_is_refused(cast, draft):
    AgreementSection.objects.filter(version=draft).update(body="<p> </p>")
    with pytest.raises(ValidationError):
        put_up(draft, cast.campus_editor)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE partnerships_agreementsection SET body = 'x' WHERE version_id = %s",
        "DELETE FROM partnerships_agreementsection WHERE version_id = %s",
        "UPDATE partnerships_agreementversion SET canonical = 'x' WHERE id = %s",
        "UPDATE partnerships_agreementversion SET sha256 = 'x' WHERE id = %s",
        "UPDATE partnerships_agreementversion SET title = 'x' WHERE id = %s",
        "UPDATE partnerships_agreementversion SET state = 'draft' WHERE id = %s",
        "UPDATE partnerships_agreementversion SET state = 'in_force' WHERE id = %s",
        "DELETE FROM partnerships_agreementversion WHERE id = %s",
    ],
)
def test_database_holds_what_is_up_for_approval(waiting, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [waiting.pk])
    assert fresh(waiting).state == State.PROPOSED


def test_no_section_is_added_to_a_frozen_text(waiting):
    with pytest.raises(DatabaseError), transaction.atomic():
        AgreementSection.objects.create(version=waiting, key="more", position=99, title="More")


@pytest.mark.parametrize(
    "statement", ["UPDATE partnerships_approval SET name = 'x'", "DELETE FROM partnerships_approval"]
)
def test_approvals_are_only_ever_inserted(in_force, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_write_after_putting_up_is_refused(cast, waiting):
    with pytest.raises(ValidationError):
        actions.write_section(section=waiting.sections.first(), by=cast.campus_editor, revision=1, body="x")


# Approving -------------------------------------------------------------------------------------


def test_approval_keeps_all_about_itself(cast, waiting):
    token = origin.set("192.0.2.7")
    try:
        assert actions.approve(version=waiting, by=cast.campus_owner, sha256=waiting.sha256) is False
    finally:
        origin.reset(token)
    row = Approval.objects.get(version=waiting)
    assert (row.name, row.job_title, row.organisation_name) == ("Owner Campus Noord", "owner", "Campus Noord")
    assert (row.address, row.sha256, row.side) == ("192.0.2.7", waiting.sha256, "client")
    assert "Campus Noord" in row.statement
    assert fresh(waiting).state == State.PROPOSED


def test_second_approval_brings_it_into_force(cast, waiting):
    actions.approve(version=waiting, by=cast.catering_owner, sha256=waiting.sha256)
    assert actions.approve(version=waiting, by=cast.campus_owner, sha256=waiting.sha256) is True
    assert actions.approve(version=waiting, by=cast.campus_owner, sha256=waiting.sha256) is True
    row = fresh(waiting)
    assert row.state == State.IN_FORCE and row.in_force_at
    assert Approval.objects.filter(version=row).count() == 2
    assert AuditEvent.objects.filter(event="partnerships.agreement_in_force").count() == 1
    assert Job.objects.filter(kind=actions.PDF, parameters__of="agreement").count() == 1
    told = set(Message.objects.filter(kind="partnerships.agreement_in_force").values_list("receiver", flat=True))
    assert {cast.campus_owner.user_id, cast.catering_owner.user_id, cast.campus_editor.user_id} <= told


@pytest.mark.parametrize("who", ["campus_editor", "campus_reader", "catering_editor"])
def test_who_may_not_sign_does_not_approve(cast, waiting, who):
    with pytest.raises(PermissionDenied):
        actions.approve(version=waiting, by=getattr(cast, who), sha256=waiting.sha256)


@pytest.mark.parametrize("who", ["kliniek_owner", "schoon_owner"])
def test_strangers_who_may_sign_do_not_approve(cast, waiting, who):
    with pytest.raises(PermissionDenied):
        actions.approve(version=waiting, by=getattr(cast, who), sha256=waiting.sha256)


def test_another_hash_is_refused(cast, waiting):
    with pytest.raises(ValidationError):
        actions.approve(version=waiting, by=cast.campus_owner, sha256="0" * 64)
    assert not Approval.objects.exists()


def test_one_person_does_not_approve_for_both(cast, waiting):
    twin = Membership.objects.create(
        user=cast.campus_owner.user, organisation=cast.catering, role="owner", may_sign=True
    )
    actions.approve(version=waiting, by=cast.campus_owner, sha256=waiting.sha256)
    with pytest.raises(ValidationError):
        actions.approve(version=waiting, by=twin, sha256=waiting.sha256)
    assert fresh(waiting).state == State.PROPOSED


def test_second_colleague_of_one_side_is_refused(cast, waiting):
    Membership.objects.filter(pk=cast.campus_editor.pk).update(may_sign=True)
    actions.approve(version=waiting, by=cast.campus_owner, sha256=waiting.sha256)
    with pytest.raises(ValidationError):
        actions.approve(version=waiting, by=Membership.objects.get(pk=cast.campus_editor.pk), sha256=waiting.sha256)
    assert Approval.objects.count() == 1


def test_taken_back_after_the_first_approval_needs_both_again(cast, waiting):
    actions.approve(version=waiting, by=cast.campus_owner, sha256=waiting.sha256)
    draft = actions.take_back(version=waiting, by=cast.catering_editor, reason="Prices")
    assert actions.take_back(version=waiting, by=cast.catering_editor, reason="Prices").pk == draft.pk
    assert fresh(waiting).state == State.VOIDED
    assert (draft.state, draft.edition, draft.attempt, draft.sections.count()) == (State.DRAFT, 1, 2, 11)
    with pytest.raises(ValidationError):
        actions.approve(version=waiting, by=cast.catering_owner, sha256=waiting.sha256)
    actions.write_section(section=draft.sections.first(), by=cast.catering_editor, revision=1, body="<p>Better</p>")
    put_up(draft, cast.catering_editor)
    assert actions.approve(version=draft, by=cast.catering_owner, sha256=draft.sha256) is False
    assert fresh(draft).state == State.PROPOSED


def test_both_sides_are_told_that_an_approval_is_void(cast, browse, waiting):
    actions.approve(version=waiting, by=cast.campus_owner, sha256=waiting.sha256)
    Message.objects.all().delete()
    draft = actions.take_back(version=waiting, by=cast.campus_editor, reason="The price is missing")
    told = set(Message.objects.filter(kind="partnerships.agreement_taken_back").values_list("receiver", flat=True))
    assert {cast.campus_owner.user_id, cast.catering_editor.user_id} <= told
    assert cast.campus_editor.user_id not in told
    for member in (cast.campus_owner, cast.catering_editor):
        page = browse(member).get(member.url("partnerships:agreement-version", pk=draft.pk)).content.decode()
        assert "Editor Campus Noord took version 1, proposal 1 back" in page
        assert "The price is missing" in page
        assert "Owner Campus Noord (Campus Noord)" in page


def test_only_what_came_into_force_counts_as_a_version(cast, browse, waiting):
    """Two texts were put up before one came into force: that one is version 1, and the change after it version 2."""
    assert waiting.called == "1"
    second = actions.take_back(version=waiting, by=cast.campus_editor, reason="The price is missing")
    assert (fresh(waiting).called, second.called) == ("1, proposal 1", "1, proposal 2")
    put_up(second, cast.campus_editor)
    assert second.canonical.splitlines()[1] == "version 1 proposal 2"
    for member in (cast.campus_owner, cast.catering_owner):
        actions.approve(version=second, by=member, sha256=second.sha256)
    assert fresh(second).called == "1"
    third = actions.new_version(agreement=second.agreement, by=cast.campus_editor)
    assert third.called == "2"
    actions.discard_draft(version=third, by=cast.campus_editor)
    fourth = actions.new_version(agreement=second.agreement, by=cast.campus_editor)
    assert (fresh(third).called, fourth.called) == ("2, proposal 1", "2, proposal 2")
    page = browse(cast.catering_reader).get(
        cast.catering_reader.url("partnerships:agreement", pk=waiting.agreement.partnership_id)
    ).content.decode()  # fmt: skip
    for shown in ("Version 1, proposal 1:", "Version 1:", "Version 2, proposal 1:", "Version 2, proposal 2:"):
        assert shown in page


def test_a_new_draft_says_of_no_part_that_somebody_changed_it(cast, waiting):
    draft = actions.take_back(version=waiting, by=cast.campus_editor, reason="The price is missing")
    assert set(draft.sections.values_list("changed_by", flat=True)) == {None}


def test_take_back_needs_a_reason(cast, waiting):
    with pytest.raises(ValidationError):
        actions.take_back(version=waiting, by=cast.campus_editor, reason=" ")
    assert fresh(waiting).state == State.PROPOSED


def test_new_version_replaces_the_old_one_only_when_both_approved(cast, in_force):
    draft = actions.new_version(agreement=in_force.agreement, by=cast.catering_editor)
    assert actions.new_version(agreement=in_force.agreement, by=cast.campus_editor).pk == draft.pk
    put_up(draft, cast.campus_editor)
    assert fresh(in_force).state == State.IN_FORCE
    for member in (cast.campus_owner, cast.catering_owner):
        actions.approve(version=draft, by=member, sha256=draft.sha256)
    assert (fresh(in_force).state, fresh(draft).state) == (State.SUPERSEDED, State.IN_FORCE)


def test_draft_beside_one_in_force_can_be_given_up(cast, in_force):
    draft = actions.new_version(agreement=in_force.agreement, by=cast.campus_editor)
    actions.discard_draft(version=draft, by=cast.campus_editor)
    actions.discard_draft(version=draft, by=cast.campus_editor)
    assert (fresh(draft).state, fresh(in_force).state) == (State.VOIDED, State.IN_FORCE)


def test_first_draft_cannot_be_given_up(cast, draft):
    with pytest.raises(ValidationError):
        actions.discard_draft(version=draft, by=cast.campus_editor)


def test_annex_goes_into_the_hash(cast, draft):
    before = hash_of(now(draft)[1])
    annex = actions.add_annex(version=draft, by=cast.campus_editor, title="Contract", upload=FILE)
    assert annex.file.sha256 in now(draft)[1]
    assert hash_of(now(draft)[1]) != before
    actions.remove_annex(annex=annex, by=cast.catering_editor)
    assert hash_of(now(draft)[1]) == before


def test_later_name_of_a_party_does_not_change_the_text(cast, waiting):
    cast.campus.name = "Another name"
    cast.campus.save()
    assert fresh(waiting).facts["client"]["name"] == "Campus Noord"
    assert "Campus Noord" in fresh(waiting).canonical


def test_receipt_is_written_once(cast, waiting):
    for _time in range(2):
        actions.see(version=waiting, by=cast.catering_reader)
    assert AgreementReceipt.objects.filter(version=waiting).count() == 1
    assert AuditEvent.objects.filter(event="partnerships.agreement_seen").count() == 1


# Pages -----------------------------------------------------------------------------------------


def test_reading_what_waits_writes_a_receipt(cast, browse, waiting):
    response = browse(cast.catering_reader).get(
        cast.catering_reader.url("partnerships:agreement-version", pk=waiting.pk)
    )
    assert response.status_code == 200
    assert AgreementReceipt.objects.get().by_id == cast.catering_reader.pk


def approval(browse, member, version, **data):
    url = member.url("partnerships:agreement-approval", pk=version.pk)
    return browse(member).post(url, {"sha256": version.sha256, "agree": "on", "job_title": "Director", **data})


def test_approval_page(cast, browse, waiting, four):
    response = approval(browse, cast.campus_owner, waiting)
    assert response.status_code == 302
    assert Approval.objects.get().by_id == cast.campus_owner.pk
    assert approval(browse, cast.campus_reader, waiting).status_code == 403
    assert approval(browse, cast.kliniek_owner, waiting).status_code == 404
    assert four.writer.get(cast.campus_editor.url("partnerships:agreement-approval", pk=waiting.pk)).status_code == 405


def test_job_title_of_who_has_none_is_asked_and_stands_with_the_approval(cast, browse, waiting):
    Membership.objects.filter(pk__in=[cast.campus_owner.pk, cast.catering_owner.pk]).update(job_title="")
    assert approval(browse, cast.campus_owner, waiting, job_title="").status_code == 422
    assert approval(browse, cast.campus_owner, waiting, job_title="Facility manager").status_code == 302
    assert Approval.objects.get().job_title == "Facility manager"
    assert Membership.objects.get(pk=cast.campus_owner.pk).job_title == "Facility manager"
    page = browse(cast.catering_owner).get(cast.catering_owner.url("partnerships:agreement-version", pk=waiting.pk))
    assert "Facility manager" in page.content.decode() and 'name="job_title"' in page.content.decode()


@pytest.mark.parametrize("data", [{"agree": ""}, {"sha256": "0" * 64}, {"sha256": "no"}, {"sha256": ""}])
def test_approval_without_tick_or_of_another_text_is_refused(cast, browse, waiting, data):
    assert approval(browse, cast.campus_owner, waiting, **data).status_code == 422
    assert not Approval.objects.exists()


def test_approval_of_what_was_taken_back_says_so_and_leads_to_what_there_is_now(cast, browse, waiting):
    new = actions.take_back(version=waiting, by=cast.catering_editor, reason="Prices are missing.")
    response = approval(browse, cast.campus_owner, waiting)
    words = response.content.decode()
    assert response.status_code == 409
    assert words.index("Your approval was not kept") < words.index("Prices are missing.")
    assert 'id="approve"' not in words and "Your approval is asked" not in words
    assert cast.campus_owner.url("partnerships:agreement-version", pk=new.pk) in words


def test_approval_after_a_colleague_says_that_it_is_in_force(cast, browse, in_force):
    Membership.objects.filter(pk=cast.campus_editor.pk).update(may_sign=True)
    response = approval(browse, cast.campus_editor, in_force)
    assert response.status_code == 409
    assert "Both sides have approved this already: it is in force." in response.content.decode()
    assert 'id="approve"' not in response.content.decode()


def test_section_page_shows_both_texts_on_conflict(cast, browse, draft):
    section = draft.sections.get(key="goals")
    url = cast.catering_editor.url("partnerships:section", pk=section.pk)
    actions.write_section(section=section, by=cast.campus_editor, revision=1, body="<p>Of campus</p>")
    response = browse(cast.catering_editor).post(url, {"revision": 1, "title": "Goals", "body": "Of catering"})
    assert response.status_code == 409
    assert b"Of campus" in response.content and b"Of catering" in response.content
    assert response.context["by"] == cast.campus_editor
    kept = "partnerships:section-kept"
    for member in (cast.campus_reader, cast.catering_reader):
        page = browse(member).get(member.url(kept, pk=section.pk))
        assert page.status_code == 200 and b"Of campus" in page.content and b"Of catering" in page.content
        history = browse(member).get(member.url("partnerships:history", pk=draft.agreement.partnership_id))
        assert member.url(kept, pk=section.pk).encode() in history.content
    assert browse(cast.schoon_owner).get(cast.schoon_owner.url(kept, pk=section.pk)).status_code == 404
    data = {"revision": 2, "title": "Goals", "body": "<p>Of catering</p>", "format": "html"}
    assert browse(cast.catering_editor).post(url, data).status_code == 302
    assert AgreementSection.objects.get(pk=section.pk).body == "<p>Of catering</p>"


def test_plain_field_keeps_the_formatting_of_what_was_not_changed(cast, browse, draft):
    section = draft.sections.get(key="principles")
    url = cast.campus_editor.url("partnerships:section", pk=section.pk)
    data = {"revision": 1, "title": "Principles", "body": text(section.body).replace("\n", "\r\n"), "format": "plain"}
    browse(cast.campus_editor).post(url, data)
    assert AgreementSection.objects.get(pk=section.pk).body == section.body


def test_section_saves_itself(cast, browse, draft):
    section = draft.sections.get(key="goals")
    url = cast.campus_editor.url("partnerships:section", pk=section.pk)
    script = {"headers": {"Accept": "application/json"}}
    browser = browse(cast.campus_editor)
    assert b"data-autosave" in browser.get(url).content
    data = {"revision": 1, "title": "Our goals", "body": "<p>One</p>", "format": "html"}
    answer = browser.post(url, data, **script)
    assert (answer.status_code, answer.json()["revision"]) == (200, 2)
    row = AgreementSection.objects.get(pk=section.pk)
    assert (row.title, row.body, row.changed_by_id) == ("Our goals", "<p>One</p>", cast.campus_editor.pk)
    clash = browser.post(url, {**data, "body": "<p>Two</p>"}, **script)
    assert clash.status_code == 409
    assert b"<html" not in clash.content and b"One" in clash.content and b"Two" in clash.content
    long = browser.post(url, {**data, "revision": 2, "body": "x" * 100_001}, **script)
    assert (long.status_code, list(long.json())) == (422, ["error"])
    assert AgreementSection.objects.get(pk=section.pk).revision == 2
    assert (
        browse(cast.campus_reader).post(cast.campus_reader.url("partnerships:section", pk=section.pk), data).status_code
        == 403
    )


def test_put_up_page(cast, browse, draft, four):
    url = cast.campus_editor.url("partnerships:agreement-proposal", pk=draft.pk)
    page = four.writer.get(url)
    seen = page.context["form"]["sha256"].value()
    assert four.reader.post(url.replace("campus", "campus"), {"sha256": seen}).status_code == 403
    assert four.writer.post(url, {"sha256": seen, "leave_open": "on"}).status_code == 302
    assert fresh(draft).state == State.PROPOSED
    assert four.stranger.get(url.replace("/o/campus/", "/o/kliniek/")).status_code == 404


def test_annex_page_refuses_what_is_no_document(cast, browse, draft):
    from django.core.files.uploadedfile import SimpleUploadedFile

    url = cast.campus_editor.url("partnerships:annex-add", pk=draft.pk)
    key = "5b2f4b1e-8f0f-4a70-9a77-6c51f6c0a111"
    bad = {"once": key, "title": "Contract", "upload": SimpleUploadedFile("a.exe", b"MZ")}
    assert browse(cast.campus_editor).post(url, bad).status_code == 422
    for _time in range(2):
        good = {"once": key, "title": "Contract", "upload": SimpleUploadedFile("a.txt", b"price 10")}
        assert browse(cast.campus_editor).post(url, good).status_code == 302
    assert draft.annexes.count() == 1
    answer = browse(cast.catering_reader).get(cast.catering_reader.url("partnerships:annex", pk=draft.annexes.get().pk))
    assert b"".join(answer.streaming_content) == b"price 10"
    assert answer["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("name", ["agreement-take-back", "agreement-discard", "agreement-title", "annex-add"])
def test_readers_change_no_agreement(cast, browse, waiting, name):
    url = cast.campus_reader.url(f"partnerships:{name}", pk=waiting.pk)
    assert browse(cast.campus_reader).post(url, {"reason": "x", "title": "x"}).status_code == 403
    assert fresh(waiting).state == State.PROPOSED


def test_an_approval_that_no_longer_counts_is_not_said_to(cast, browse, waiting):
    member = cast.campus_owner
    actions.approve(version=waiting, by=member, sha256=waiting.sha256)
    draft = actions.take_back(version=waiting, by=member, reason="Not yet")
    put_up(draft, member)
    answer = browse(member).post(
        cast.campus.url("partnerships:agreement-approval", pk=waiting.pk), {"sha256": waiting.sha256}
    )
    assert answer.status_code == 409
    assert "This version is no longer up for approval." in answer.content.decode()
    assert not Approval.objects.filter(version=draft).exists()


def test_a_heading_that_is_too_long_is_refused_beside_its_field_with_all_that_was_typed(cast, browse, draft):
    row = draft.sections.first()
    address = cast.campus_editor.url("partnerships:section", pk=row.pk)
    typed = {"title": "x" * 118 + "end", "body": "<p>New</p>", "format": "html", "revision": row.revision}
    client = browse(cast.campus_editor)
    page = client.post(address, typed)
    words = page.content.decode()
    assert page.status_code == 422
    assert '<p class="error" id="title-error">' in words and f'value="{typed["title"]}"' in words and "New" in words
    answer = client.post(address, typed, HTTP_ACCEPT="application/json")
    assert (answer.status_code, list(answer.json())) == (422, ["error"])
    now_ = AgreementSection.objects.get(pk=row.pk)
    assert (now_.title, now_.body) == (row.title, row.body)


def test_news_of_a_section_are_what_the_other_side_saved_since(cast, browse, draft, django_assert_num_queries):
    row, since = draft.sections.first(), timezone.now() + timedelta(seconds=10)
    address = cast.campus_editor.url("partnerships:section-news", pk=row.pk)
    client = browse(cast.campus_editor)
    assert client.get(address, {"since": since.isoformat()}).json()["texts"] == []
    actions.write_section(section=row, by=cast.catering_editor, revision=row.revision, body="<p>Ours</p>", title="Aim")
    AgreementSection.objects.filter(pk=row.pk).update(changed_at=since)
    with django_assert_num_queries(5):
        (found,) = client.get(address, {"since": since.isoformat()}).json()["texts"]
    assert (found["key"], found["texts"]) == (str(row.pk), {"title": "Aim", "body": "<p>Ours</p>"})
    assert found["says"] == f"{cast.catering_editor} wrote here in the meantime."


def test_news_of_a_section_are_for_who_may_write_and_end_with_the_draft(cast, browse, draft):
    row = draft.sections.first()

    def status(member) -> int:
        return browse(member).get(member.url("partnerships:section-news", pk=row.pk)).status_code

    assert [status(one) for one in (cast.catering_editor, cast.campus_reader, cast.kliniek_owner)] == [200, 403, 404]
    put_up(draft, cast.campus_editor)
    assert status(cast.catering_editor) == 404

"""Questions of the starting text that nobody answered: named before it is put up, and left open only on purpose."""

import pytest

from accounts.models import AuditEvent
from common.richtext import from_plain
from partnerships.actions import agreement
from partnerships.canonical import hash_of, now
from partnerships.gaps import left_open, unanswered
from partnerships.models import AgreementSection, AgreementVersion
from partnerships.starters import agreement_sections

ASKS = ["vision", "behaviour", "goals", "roles", "quality", "value", "information"]


def answered(version, *, but=()) -> None:
    """Every question answered, in the database."""
    for section in version.sections.exclude(key__in=but):
        AgreementSection.objects.filter(pk=section.pk).update(body=from_plain(f"We do {section.title}."))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_same_parts_of_the_starting_text_ask_in_both_languages(language):
    sections = [AgreementSection(key=key, body=body) for key, _title, body in agreement_sections(language)]
    assert [section.key for section in unanswered(language, sections)] == ASKS


@pytest.mark.parametrize(
    ("body", "is_open"),
    [
        ("<p>We measure little, and we measure what users notice. The queue, each week.</p>", False),
        ("<p>For each indicator: what is the target, who measures,\n and when do we talk about it? No idea.</p>", True),
        ("<p>Is it measured? Each week.</p>", False),
        ("<p> </p>", True),
    ],
)
def test_a_part_is_open_while_its_question_stands_or_nothing_does(body, is_open):
    section = AgreementSection(key="quality", body=body)
    assert bool(unanswered("en", [section])) is is_open


def test_open_parts_are_named_and_linked_and_need_a_tick(cast, browse, draft):
    answered(draft, but=["goals", "value"])
    client, address = browse(cast.campus_editor), cast.campus_editor.url("partnerships:agreement-proposal", pk=draft.pk)
    page = client.get(address)
    seen = {"sha256": page.context["form"]["sha256"].value()}
    assert [section.key for section in page.context["gaps"]] == ["goals", "value"]
    for section in page.context["gaps"]:
        assert cast.campus_editor.url("partnerships:section", pk=section.pk) in page.content.decode()
    refused = client.post(address, seen)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["leave_open"])
    assert AgreementVersion.objects.get().state == "draft"
    assert client.post(address, {**seen, "leave_open": "on"}).status_code == 302
    assert AgreementVersion.objects.get().state == "proposed"
    event = AuditEvent.objects.get(event="partnerships.agreement_proposed")
    assert event.data["left_open"] == ["goals", "value"]


def test_an_answered_agreement_is_put_up_without_a_tick(cast, browse, draft):
    answered(draft)
    page = browse(cast.campus_editor).get(cast.campus_editor.url("partnerships:agreement-proposal", pk=draft.pk))
    assert "leave_open" not in page.context["form"].fields
    agreement.put_up(version=draft, by=cast.campus_editor, sha256=hash_of(now(draft)[1]))
    assert AgreementVersion.objects.get().state == "proposed"


QUALITY = "<p>We measure little. <strong>For each</strong> indicator: what is the target, who measures, and when do \
we talk about it?</p><ul><li>The queue &amp; the mood</li></ul>"


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (QUALITY, "<p>We measure little. </p><ul><li>The queue &amp; the mood</li></ul><p><em>Open on purpose: "
                  "For each indicator: what is the target, who measures, and when do we talk about it?"),
        ("<p> </p>", "<p><em>We leave this part open on purpose."),
        ({key: body for key, _title, body in agreement_sections("en")}["goals"],
         "<p><em>Open on purpose: Which goals, five at most, do we set for one year and for three: "
         "what is better then, for whom, and how will we see it?"),
    ],
)  # fmt: skip
def test_of_a_part_left_open_stays_what_is_agreed_and_its_questions_are_named(body, kept):
    key = "quality" if body == QUALITY else "goals"
    found = left_open("en", AgreementSection(key=key, body=body), "We <know> in May.")
    assert found == f"{kept} We &lt;know&gt; in May.</em></p>"
    again = left_open("en", AgreementSection(key=key, body=found), "We <know> in May.")
    assert again == found


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_starting_text_leaves_a_question_behind(language):
    for key, _title, body in agreement_sections(language):
        if key in ASKS:
            agreed, _mark, named = left_open(language, AgreementSection(key=key, body=body)).partition("<em>")
            assert "?" not in agreed and "…" not in agreed + named


def test_a_part_left_open_says_so_in_what_both_approve(cast, browse, draft):
    answered(draft, but=["goals"])
    before = draft.sections.get(key="goals").body
    address = cast.campus_editor.url("partnerships:agreement-proposal", pk=draft.pk)
    seen = browse(cast.campus_editor).get(address).context["form"]["sha256"].value()
    data = {"sha256": seen, "leave_open": "on", "open_reason": "After the summer."}
    assert browse(cast.campus_editor).post(address, data).status_code == 302
    draft.refresh_from_db()
    said = "how will we see it? After the summer.</em>"
    page = browse(cast.catering_owner).get(cast.catering_owner.url("partnerships:agreement-version", pk=draft.pk))
    assert said in page.content.decode() and "<em>Open on purpose: Which goals" in page.content.decode()
    assert said in draft.canonical
    assert (draft.sha256, hash_of(draft.canonical)) == (hash_of(now(draft)[1]), draft.sha256)
    again = agreement.take_back(version=draft, by=cast.catering_editor, reason="We know them now")
    assert again.sections.get(key="goals").body == before
    assert [section.key for section in unanswered("en", again.sections.all())] == ["goals"]

"""A proposed change of minutes: who is asked, who is told, and what becomes of the text."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.formats import date_format

from accounts.models import Membership
from meetings import actions
from meetings.asked import asked_of
from meetings.models import MinutesText
from notifications.actions import dispatch_due
from notifications.models import Message
from tests.meetings.conftest import fresh

NINE = "<p>Queues of <strong>nine</strong> minutes.</p>"
SEVEN = "<p>Queues of <strong>seven</strong> minutes.</p>"


def send() -> list:
    mail.outbox = []
    dispatch_due()
    return mail.outbox


def asks(member) -> list[tuple[str, str]]:
    return [(one.kind, one.title) for one in asked_of(member)]


@pytest.fixture
def text(review):
    return MinutesText.objects.select_related("minutes__meeting__partnership").get(item__title="Lunch peak")


@pytest.fixture
def proposed(review, text, cast):
    """Proposed by the supplier, in minutes that the editor of Campus sent; all mail before it is away."""
    Message.objects.all().delete()
    return actions.amend(minutes=review, text=text, proposal="We counted seven", html=SEVEN, by=cast.catering_editor)


@pytest.fixture
def remark(review, text, cast):
    Message.objects.all().delete()
    return actions.amend(minutes=review, text=text, proposal="We counted seven", by=cast.catering_editor)


# Who is asked ----------------------------------------------------------------------------------


def test_a_proposal_is_asked_of_who_sent_the_minutes(proposed, cast):
    (one,) = asked_of(cast.campus_editor)
    assert (one.kind, one.title) == ("respond", "Respond to the proposed change")
    assert one.url == cast.campus_editor.url("meetings:amendment", pk=proposed.pk)
    assert one.due is not None
    for member in (cast.campus_owner, cast.campus_contributor, cast.campus_reader, cast.kliniek_owner):
        assert asks(member) == []


def test_who_proposed_waits_and_is_not_asked_to_adopt_meanwhile(proposed, cast):
    assert asks(cast.catering_editor) == []


def test_a_proposal_of_the_sending_side_is_asked_of_who_may_adopt_on_the_other(review, text, cast):
    actions.amend(minutes=review, text=text, proposal="Eight", by=cast.campus_contributor)
    assert asks(cast.catering_editor) == [("respond", "Respond to the proposed change")]
    assert asks(cast.catering_contributor) == asks(cast.campus_editor) == []


def test_the_ask_is_gone_once_it_is_answered(proposed, cast):
    actions.dismiss_amendment(amendment=proposed, answer="Nine was measured", by=cast.campus_editor)
    assert asks(cast.campus_editor) == []
    assert [kind for kind, _title in asks(cast.catering_editor)] == ["adopt"]


# Who is told -----------------------------------------------------------------------------------


def test_a_proposal_is_mailed_to_who_must_answer_it_with_the_exact_place(proposed, cast):
    (one,) = send()
    assert one.to == ["editor@campus.example"]
    assert cast.campus_editor.url("meetings:amendment", pk=proposed.pk) in one.body
    assert "We counted seven" in one.body and "Lunch peak" in one.body


def test_a_proposal_that_was_answered_before_the_mail_left_asks_nobody(proposed, cast):
    actions.dismiss_amendment(amendment=proposed, answer="Nine was measured", by=cast.campus_editor)
    assert [one.to for one in send()] == [["editor@catering.example"]]


def test_who_proposed_learns_of_the_answer(proposed, cast):
    send()
    actions.dismiss_amendment(amendment=proposed, answer="Nine was measured", by=cast.campus_editor)
    (one,) = send()
    assert one.to == ["editor@catering.example"]
    assert "Nine was measured" in one.body
    address = cast.catering_editor.url("meetings:adoption", pk=proposed.minutes.meeting_id)
    assert f"{address}#item-{proposed.item_id}" in one.body


def test_withdrawing_a_proposal_mails_nobody_also_not_who_was_to_answer_it(proposed, cast):
    actions.withdraw_amendment(amendment=proposed, by=cast.catering_contributor)
    assert send() == []
    assert fresh(proposed).state == "withdrawn"


# Who decides -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["catering_editor", "catering_owner", "catering_contributor"])
def test_the_side_that_proposed_neither_takes_over_nor_dismisses(proposed, text, cast, browse, who):
    member = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        actions.take_amendment(
            amendment=proposed, html="<p>Seven, and more.</p>", revision=fresh(text).revision, by=member
        )
    with pytest.raises(PermissionDenied):
        actions.dismiss_amendment(amendment=proposed, answer="No", by=member)
    address = url(member, "amendment", proposed.pk)
    for then in ("take", "dismiss"):
        answer = browse(member).post(address, {"then": then, "text": SEVEN, "format": "html", "answer": "x"})
        assert answer.status_code == 403
    assert (fresh(proposed).state, fresh(text).text) == ("open", NINE)


def test_the_other_side_does_not_withdraw(proposed, cast, browse):
    with pytest.raises(PermissionDenied):
        actions.withdraw_amendment(amendment=proposed, by=cast.campus_editor)


def test_pages_offer_each_side_what_it_may(proposed, cast, browse):
    address = "adoption", proposed.minutes.meeting_id
    ours, theirs = cast.catering_editor, cast.campus_editor
    mine, other = (browse(one).get(url(one, *address)).content.decode() for one in (ours, theirs))
    assert ("Withdraw the proposal" in mine, "Accept or reject" in mine) == (True, False)
    assert ("Withdraw the proposal" in other, "Accept or reject" in other) == (False, True)
    assert "Campus Noord accepts or rejects each of them" in mine
    mine, other = (browse(one).get(url(one, "amendment", proposed.pk)).content.decode() for one in (ours, theirs))
    assert ("Withdraw the proposal" in mine, "Accept the change with this text" in mine) == (True, False)
    assert ("Withdraw the proposal" in other, "Accept the change with this text" in other) == (False, True)


ENDS = {
    "take": lambda one, cast: actions.take_amendment(
        amendment=one, html=SEVEN, revision=fresh(one.minutes.texts.get(item=one.item_id)).revision,
        by=cast.campus_editor,
    ),
    "dismiss": lambda one, cast: actions.dismiss_amendment(amendment=one, answer="No", by=cast.campus_editor),
    "withdraw": lambda one, cast: actions.withdraw_amendment(amendment=one, by=cast.catering_editor),
}  # fmt: skip
SAID = {"take": "accepted already", "dismiss": "rejected already", "withdraw": "withdrawn already"}


@pytest.mark.parametrize("then", ["take", "dismiss", "withdraw"])
@pytest.mark.parametrize("first", ["take", "dismiss", "withdraw"])
def test_an_old_page_does_not_say_that_a_proposal_ended_as_it_did_not(proposed, cast, browse, first, then):
    ENDS[first](proposed, cast)
    before = fresh(proposed).state
    member = cast.catering_editor if then == "withdraw" else cast.campus_editor
    answer = browse(member).post(
        url(member, "amendment", proposed.pk), {"then": then, "text": SEVEN, "format": "html", "answer": "Other"}
    )
    assert (answer.status_code, SAID[first] in answer.content.decode()) == (
        (302, False) if first == then == "withdraw" else (422, True)
    )
    assert fresh(proposed).state == before


@pytest.mark.parametrize("how", ["take", "dismiss", "withdraw"])
def test_a_second_click_on_the_same_answer_is_harmless(proposed, cast, how):
    ENDS[how](proposed, cast)
    ENDS[how](proposed, cast)


def test_another_text_for_a_proposal_that_was_accepted_is_not_said_to_be_taken(proposed, cast):
    ENDS["take"](proposed, cast)
    with pytest.raises(ValidationError, match="accepted already"):
        actions.take_amendment(amendment=proposed, html=NINE, revision=99, by=cast.campus_editor)


def test_a_proposal_that_was_withdrawn_holds_nothing_up(review, proposed, cast, browse):
    answer = browse(cast.catering_editor).post(
        url(cast.catering_editor, "amendment", proposed.pk), {"then": "withdraw"}
    )
    assert answer.status_code == 302
    assert fresh(proposed).state == "withdrawn"
    actions.approve(minutes=review, sha256=review.sha256, by=cast.catering_editor)
    assert fresh(review).is_adopted


def test_who_sits_on_both_sides_does_not_decide_about_an_own_proposal(proposed, cast):
    double = Membership.objects.create(user=cast.catering_editor.user, organisation=cast.campus, role="editor")
    with pytest.raises(PermissionDenied):
        actions.dismiss_amendment(amendment=proposed, answer="No", by=double)
    assert asks(double) == []


# What becomes of the text ----------------------------------------------------------------------


def url(member, name, pk) -> str:
    return member.url(f"meetings:{name}", pk=pk)


def test_the_page_to_propose_begins_with_the_text_that_is_there(text, cast, browse):
    page = browse(cast.catering_editor).get(url(cast.catering_editor, "amend", text.pk))
    assert page.context["html"] == NINE


def test_a_proposal_keeps_the_text_as_it_should_become(review, text, cast, browse):
    browse(cast.catering_editor).post(
        url(cast.catering_editor, "amend", text.pk), {"proposal": "", "text": SEVEN, "format": "html"}
    )
    row = review.amendments.get()
    assert (row.text, row.html) == ("", SEVEN)


def test_a_text_that_nobody_changed_makes_a_remark(review, text, cast, browse):
    client, address = browse(cast.catering_editor), url(cast.catering_editor, "amend", text.pk)
    client.post(address, {"proposal": "Name who said it", "text": NINE, "format": "html"})
    row = review.amendments.get()
    assert (row.text, row.html) == ("Name who said it", "")


def test_a_proposal_of_nothing_is_refused(review, text, cast, browse):
    client, address = browse(cast.catering_editor), url(cast.catering_editor, "amend", text.pk)
    answer = client.post(address, {"proposal": "", "text": NINE, "format": "html"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["proposal"]
    assert review.amendments.count() == 0


def test_the_editor_of_who_answers_holds_the_proposed_text(proposed, cast, browse):
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "amendment", proposed.pk))
    assert page.context["html"] == SEVEN
    assert page.context["shown"] == NINE


def test_what_would_change_is_marked_beside_the_text_of_now(proposed, cast, browse):
    page = browse(cast.campus_editor).get(cast.campus_editor.url("meetings:amendment", pk=proposed.pk)).content.decode()
    assert "What would change" in page
    assert "<ins>" in page
    assert "<del>" in page


def test_taking_a_proposal_over_unedited_puts_its_text_in_the_minutes(review, proposed, text, cast, browse):
    client, address = browse(cast.campus_editor), url(cast.campus_editor, "amendment", proposed.pk)
    page = client.get(address)
    answer = client.post(
        address,
        {"then": "take", "text": page.context["html"], "format": "html", "revision": page.context["revision"]},
    )
    assert answer.status_code == 302
    assert fresh(text).text == SEVEN
    assert fresh(proposed).state == "taken"


def test_taking_a_remark_over_without_a_change_of_the_text_is_refused(remark, text, cast, browse):
    client, address = browse(cast.campus_editor), url(cast.campus_editor, "amendment", remark.pk)
    page = client.get(address)
    assert page.context["html"] == NINE
    assert "The proposal is a remark" in page.content.decode()
    answer = client.post(
        address, {"then": "take", "text": NINE, "format": "html", "revision": page.context["revision"], "answer": "Ok"}
    )
    assert answer.status_code == 422
    assert "The text is still the same" in answer.content.decode()
    assert (answer.context["answer"], answer.context["html"]) == ("Ok", NINE)
    assert (fresh(remark).state, fresh(text).text) == ("open", NINE)


def test_what_was_typed_stays_when_dismissing_is_refused(remark, cast, browse):
    client, address = browse(cast.campus_editor), url(cast.campus_editor, "amendment", remark.pk)
    answer = client.post(address, {"then": "dismiss", "text": SEVEN, "format": "html", "answer": " "})
    assert answer.status_code == 422
    assert answer.context["html"] == SEVEN


def test_the_action_refuses_an_unchanged_text(remark, text, cast):
    with pytest.raises(ValidationError, match="still the same"):
        actions.take_amendment(amendment=remark, html=NINE, revision=fresh(text).revision, by=cast.campus_editor)


def test_who_proposed_a_change_is_told_that_the_new_text_is_to_be_adopted_and_until_when(proposed, text, cast):
    send()
    actions.take_amendment(amendment=proposed, html=SEVEN, revision=fresh(text).revision, by=cast.campus_editor)
    (one,) = send()
    assert one.to == [proposed.by.user.email]
    assert "the minutes must be adopted again by both sides" in one.body
    assert f"At the end of {date_format(fresh(proposed.minutes).last_day, 'l j F')} the minutes are fixed." in one.body
    assert "today is the last day" not in one.body

"""What is longer than is kept is refused beside its field, stands there as typed, and changes nothing."""

import pytest
from django.utils.html import escape

from meetings import actions
from meetings.models import Minutes, MinutesText, PrivateNote
from tests.meetings.conftest import fresh

END = "the very end & more"
JSON = {"HTTP_ACCEPT": "application/json"}


def url(member, name, **kwargs) -> str:
    return member.url(f"meetings:{name}", **kwargs)


def long(most: int) -> str:
    return "x" * (most + 1 - len(END)) + END


def says(answer, most: str) -> tuple[int, bool, bool]:
    """The status, and whether the page holds the sentence and all that was typed."""
    page = answer.content.decode()
    return answer.status_code, f"at most {most} are kept." in page, escape(END) in page


def test_a_note_that_is_too_long_is_refused_with_all_that_was_typed(cast, browse, planned):
    actions.begin(meeting=planned, by=cast.campus_editor)
    client, address = browse(cast.campus_editor), url(cast.campus_editor, "note", pk=planned.pk)
    client.post(address, {"plain": "Short", "revision": 0})
    typed = {"plain": long(20_000), "revision": 1}
    assert says(client.post(address, typed), "20,000") == (422, True, True)
    answer = client.post(address, typed, **JSON)
    sentence = "This has 20,001 characters; at most 20,000 are kept. Make it shorter."
    assert (answer.status_code, answer.json()) == (422, {"error": sentence})
    assert [one.text for one in PrivateNote.objects.all()] == ["Short"]
    client.post(address, {"plain": long(20_000)[1:], "revision": 1})
    assert PrivateNote.objects.get().text == long(20_000)[1:]


def test_a_reason_to_withdraw_minutes_that_is_too_long_leaves_them_under_review(cast, browse, review):
    address = url(cast.campus_editor, "take-back", pk=review.meeting_id)
    answer = browse(cast.campus_editor).post(address, {"because": long(1000)})
    assert says(answer, "1,000") == (422, True, True)
    assert fresh(review).state == Minutes.State.REVIEW


@pytest.mark.parametrize("then", ["take", "dismiss"])
def test_an_answer_to_a_proposal_that_is_too_long_leaves_it_open(cast, browse, review, then):
    text = MinutesText.objects.get(minutes=review, item__title="Lunch peak")
    row = actions.amend(minutes=review, text=text, proposal="Seven", html="<p>Seven.</p>", by=cast.catering_editor)
    answer = browse(cast.campus_editor).post(
        url(cast.campus_editor, "amendment", pk=row.pk),
        {"then": then, "answer": long(1000), "text": "<p>Seven.</p>", "format": "html", "revision": text.revision},
    )
    assert says(answer, "1,000") == (422, True, True)
    assert 'id="answer-error"' in answer.content.decode()
    assert (fresh(row).state, fresh(text).text) == ("open", text.text)

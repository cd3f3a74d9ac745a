"""What somebody typed who may no longer save it, as they left, lost the right, or it is gone, can be copied."""

import pytest
from django.utils import timezone

from accounts.models import Membership

TYPED = "Wat ik typte, met een zin."


@pytest.fixture
def left(cast, browse):
    """Who still has a page open of an organisation that they no longer belong to."""
    browser = browse(cast.campus_editor)
    Membership.objects.filter(pk=cast.campus_editor.pk).update(ended_at=timezone.now())
    return browser


def test_a_form_of_who_left_says_so_and_gives_back_what_was_typed(cast, left):
    address = cast.campus.url("services:new")
    answer = left.post(address, {"name": "Bewaking", "description": TYPED, "csrfmiddlewaretoken": "abc", "kind": "own"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "You are no longer a member of Campus Noord" in page
    assert "Bewaking\n\nWat ik typte, met een zin.</textarea>" in page
    assert [words for words in ("abc", "own</textarea>") if words in page] == []


def test_a_page_of_who_left_says_so(cast, left):
    page = left.get(cast.campus.url("services:list")).content.decode()
    assert "You are no longer a member of Campus Noord" in page
    assert "<textarea rows" not in page.partition("<template")[0]


def test_who_never_belonged_there_is_told_nothing_of_an_organisation(cast, browse):
    page = browse(cast.catering_editor).get(cast.campus.url("services:list")).content.decode()
    assert "Campus Noord" not in page


def test_what_is_gone_or_may_no_longer_be_done_gives_back_what_was_typed(cast, browse):
    gone = cast.campus.url("services:edit", pk="11111111-1111-4111-8111-111111111111")
    for member, address, status in (
        (cast.campus_editor, gone, 404),
        (cast.campus_reader, cast.campus.url("services:new"), 403),
    ):
        answer = browse(member).post(address, {"description": TYPED})
        assert (answer.status_code, f"{TYPED}</textarea>" in answer.content.decode()) == (status, True)


def test_formatted_text_is_given_back_as_words_and_a_password_never(cast, left):
    data = {"body": "<p>Een <strong>kop</strong></p><p>En meer</p>", "old_password": "Een heel geheim"}
    page = left.post(cast.campus.url("services:new"), data).content.decode()
    assert "Een kop\n\nEn meer</textarea>" in page
    assert "geheim" not in page

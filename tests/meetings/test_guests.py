import html

import pytest
from django.core.exceptions import ValidationError

from meetings.forms import GUEST, _guest


@pytest.mark.parametrize(
    "line", ["Kim Bos <kim@example.nl>", "Kim Bos kim@example.nl", "Kim Bos, kim@example.nl", "Kim Bos<kim@example.nl>"]
)
def test_a_name_and_an_address_are_told_apart(line):
    assert _guest(line) == ("Kim Bos", "kim@example.nl")


@pytest.mark.parametrize("line", ["kim.bos@example.nl", "<kim.bos@example.nl>", "Kim.Bos@example.nl"])
def test_an_address_alone_is_enough(line):
    name, address = _guest(line)
    assert (name.lower(), address) == ("kim.bos", "kim.bos@example.nl")


@pytest.mark.parametrize("line", ["x@y", "Kim Bos", "Kim Bos kim@example", "kim@example.nl piet@example.nl"])
def test_what_holds_no_address_is_refused_with_an_example_that_works(line):
    with pytest.raises(ValidationError, match="We read no e-mail address in") as refused:
        _guest(line)
    assert GUEST in str(refused.value)


def test_who_has_an_account_at_the_partner_outside_the_team_is_not_told(make, cast):
    meeting = make(guests=[("Owner", "owner@catering.example")])
    assert meeting.participants.filter(address="owner@catering.example").count() == 1


def test_somebody_is_always_on_the_list(make, cast):
    with pytest.raises(ValidationError, match="Choose who takes part"):
        make(members=[], days=-1, afterwards=True)


def test_the_hint_and_the_refusal_show_one_example_and_it_works(browse, cast, pair):
    page = browse(cast.campus_editor).post(
        cast.campus_editor.url("meetings:new") + f"?partnership={pair.pk}&level=tactical", {"guests": "Kim Bos"}
    )
    words = html.unescape(page.content.decode())
    assert words.count(GUEST) == 3  # hint, summary, and beside the field
    assert _guest(GUEST) == ("Kim Bos", "kim@example.nl")

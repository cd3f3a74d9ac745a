import html
import re

import pytest
from django.core.exceptions import ValidationError

from meetings import actions
from meetings.forms import GuestsField
from meetings.guests import GUEST, guests_of
from tests.meetings.test_mails import send


@pytest.mark.parametrize(
    "line", ["Kim Bos <kim@example.nl>", "Kim Bos kim@example.nl", "Kim Bos, kim@example.nl", "Kim Bos<kim@example.nl>"]
)
def test_a_name_and_an_address_are_told_apart(line):
    assert list(guests_of(line)) == [("Kim Bos", "kim@example.nl")]


@pytest.mark.parametrize("line", ["kim.bos@example.nl", "<kim.bos@example.nl>", "Kim.Bos@example.nl"])
def test_an_address_alone_is_enough(line):
    ((name, address),) = guests_of(line)
    assert (name.lower(), address) == ("kim.bos", "kim.bos@example.nl")


@pytest.mark.parametrize("line", ["x@y", "Kim Bos", "Kim Bos kim@example", "kim@example.nl piet@example.nl"])
def test_what_holds_no_address_is_refused_with_an_example_that_works(line):
    with pytest.raises(ValidationError, match="We read no e-mail address in") as refused:
        list(guests_of(line))
    assert GUEST in str(refused.value)


@pytest.mark.parametrize(
    "line,guests",
    [
        (
            "Berg, J. van den <j.berg@example.nl>; 'Bos, Kim' <kim@example.nl>; Lee@Example.NL",
            [("Berg, J. van den", "j.berg@example.nl"), ("Bos, Kim", "kim@example.nl"), ("Lee", "lee@example.nl")],
        ),
        ("Kim Bos <kim@example.nl>;", [("Kim Bos", "kim@example.nl")]),
        ('"Berg, J. van den (FM)" <j.berg@example.nl>', [("Berg, J. van den (FM)", "j.berg@example.nl")]),
        ("kim@example.nl (Kim Bos)", [("Kim Bos", "kim@example.nl")]),
        ("Dr. Ann \"Annie\" O'Brien; FM <ann@example.nl>", [("Dr. Ann \"Annie\" O'Brien; FM", "ann@example.nl")]),
        ("Kim Bos <kim@example.nl>, o'brien@example.ie", [
            ("Kim Bos", "kim@example.nl"), ("o'brien", "o'brien@example.ie"),
        ]),
        ("a@example.nl,b@example.nl ;c@example.nl", [(x, f"{x}@example.nl") for x in "abc"]),
    ],
)  # fmt: skip
def test_lines_as_mail_programs_copy_them_are_read(line, guests):
    assert list(guests_of(line)) == guests


@pytest.mark.parametrize(
    "line,unread",
    [
        ("Kim Bos <kim@example.nl>; Lee Smit", "Lee Smit"),
        ("Lee Smit; kim@example.nl", "Lee Smit; kim@example.nl"),
        ("kim@example.nl piet@example.nl", "kim@example.nl piet@example.nl"),
        ("Kim <kim@example.nl> (FM)", "Kim <kim@example.nl> (FM)"),
        ("Kim <kim@example>; lee@example.nl", "Kim <kim@example>"),
    ],
)
def test_what_cannot_be_read_is_named(line, unread):
    with pytest.raises(ValidationError, match=f"“{re.escape(unread)}”"):
        list(guests_of(line))


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
    assert list(guests_of(GUEST)) == [("Kim Bos", "kim@example.nl")]


@pytest.mark.parametrize(
    "line,guests",
    [
        ("Jan Bos <jan@bücher.example>; kim@xn--bcher-kva.example", [
            ("Jan Bos", "jan@bücher.example"), ("kim", "kim@bücher.example"),
        ]),
        ("'Jan Bos' <Jan@Bücher.Example>", [("Jan Bos", "jan@bücher.example")]),
        ("jan@xn--bcher-kva.example (Jan Bos)", [("Jan Bos", "jan@bücher.example")]),
    ],
)  # fmt: skip
def test_a_domain_of_other_letters_is_read_in_either_spelling(line, guests):
    assert list(guests_of(line)) == guests


def test_letters_with_accents_before_the_at_sign_are_named(browse):
    with pytest.raises(ValidationError) as refused:
        list(guests_of("Jän <jän@bücher.example>; kim@example.nl"))
    first, second = refused.value.messages
    assert "“Jän <jän@bücher.example>”" in first
    assert second.startswith("Only letters without accents")


@pytest.mark.parametrize(
    "typed,guests",
    [
        ("Kim Bos <kim@x.nl>\nKim <KIM@x.nl>; Lee <lee@x.nl>", [("Kim Bos", "kim@x.nl"), ("Lee", "lee@x.nl")]),
        ("jan@bücher.example\njan@xn--bcher-kva.example", [("jan", "jan@bücher.example")]),
        ("\n".join(f"g{n % 20}@x.nl" for n in range(40)), [(f"g{n}", f"g{n}@x.nl") for n in range(20)]),
    ],
)
def test_guests_pasted_twice_are_one_each_under_the_first_name(typed, guests):
    assert GuestsField().clean(typed) == guests


def test_a_guest_is_greeted_by_the_name_as_one_says_it(cast, make):
    meeting = make(guests=[("Bos, Kim", "kim@x.nl"), ("Berg, J. van den", "j@x.nl"), ("Lee Smit, FM", "lee@x.nl")])
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    greeted = {one.to[0]: one.body.partition("\n")[0] for one in send() if one.to[0].endswith("@x.nl")}
    assert greeted == {
        "kim@x.nl": "Hello Kim Bos,", "j@x.nl": "Hello J. van den Berg,", "lee@x.nl": "Hello Lee Smit, FM,",
    }  # fmt: skip


def test_guests_in_a_mail_read_as_so_many_people(cast, make):
    meeting = make(members=[cast.campus_editor], guests=[("Bos, Kim", "kim@x.nl"), ("Berg, J. van den", "j@x.nl")])
    actions.plan_meeting(meeting=meeting, by=cast.campus_editor)
    (one,) = [one for one in send() if one.to[0] == "kim@x.nl"]
    (line,) = [line for line in one.body.splitlines() if line.startswith("Who takes part")]
    assert line == "Who takes part: Editor Campus Noord (Campus Noord), Kim Bos, J. van den Berg"

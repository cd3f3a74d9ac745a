import pytest
from django.core.exceptions import ValidationError

from meetings.forms import _guest


@pytest.mark.parametrize(
    "line", ["Kim Bos <kim@example.nl>", "Kim Bos kim@example.nl", "Kim Bos, kim@example.nl", "Kim Bos<kim@example.nl>"]
)
def test_a_name_and_an_address_are_told_apart(line):
    assert _guest(line) == ("Kim Bos", "kim@example.nl")


@pytest.mark.parametrize("line", ["gast@elders.example", "x@y", "Kim Bos", "<kim@example.nl>"])
def test_a_name_never_takes_letters_of_an_address(line):
    with pytest.raises(ValidationError, match="is not a name and an address"):
        _guest(line)


def test_who_has_an_account_at_the_partner_outside_the_team_is_not_told(make, cast):
    meeting = make(guests=[("Owner", "owner@catering.example")])
    assert meeting.participants.filter(address="owner@catering.example").count() == 1


def test_somebody_is_always_on_the_list(make, cast):
    with pytest.raises(ValidationError, match="Choose who takes part"):
        make(members=[], days=-1, afterwards=True)

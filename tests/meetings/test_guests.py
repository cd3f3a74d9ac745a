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

"""Text that must fit."""

import pytest

from common.text import shortened

WORDS = "Überprüfung naïveté 東京 " * 5


@pytest.mark.parametrize(
    ("text", "at_most", "short"),
    [
        ("Invitation for 3 June", 78, "Invitation for 3 June"),
        ("  one\r\nline ", 78, "one line"),
        (WORDS, 78, "Überprüfung naïveté 東京 Überprüfung naïveté 東京 Überprüfung naïveté 東京…"),
        ("Cleaning, windows, floors", 20, "Cleaning, windows…"),
        ("Facilitymanagementoverleg", 10, "Facilitym…"),
        ("For you: Facilitymanagementoverleg", 20, "For you: Facilityma…"),
    ],
)
def test_text_is_cut_between_words(text, at_most, short):
    assert shortened(text, at_most) == short
    assert len(short) <= at_most

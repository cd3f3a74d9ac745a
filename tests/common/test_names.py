"""When two names are the same to the eye, and how a name is kept."""

import pytest

from common.names import fold, tidy


@pytest.mark.parametrize(
    "text",
    [
        "Café d'Oost - noord", "CAFE D’OOST – NOORD", "Ca\u00adfé d\u2018Oost \u2014 noord",
        "Cafe\u0301 d`Oost - noord",
        "Café\u00a0d'Oost  -\u202fnoord", "\u200bCafé d'Oost - noord\ufeff", "Ｃａｆé d'Oost - noord",
        "Ca\u200dfé d´Oost \u2011 noord",
    ],
)  # fmt: skip
def test_names_that_look_alike_are_one(text):
    assert fold(text) == "cafe d'oost - noord"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" Ca\u00adfé\u00a0\u200bwest ", "Café west"), ("Ｋｏｆｆｉｅ", "Koffie"), ("m² ‘s avonds", "m² ‘s avonds"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"), ("a\u200db", "ab"), ("\u200b\u00ad", ""),
    ],
)  # fmt: skip
def test_name_is_kept_without_what_is_not_seen(text, kept):
    assert tidy(text) == kept
    assert tidy(kept) == kept


def test_different_names_stay_different():
    assert len({fold(name) for name in ("Café", "Cafés", "Ca fe", "Cafe-", "C")}) == 5

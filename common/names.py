"""Names that people give to things: how they are kept, and when two of them are the same to the eye."""

import re
import unicodedata

# Nothing of it is seen: soft hyphen, zero-width space, joiners of words, marks of direction, byte-order mark.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")  # fmt: skip  # noqa: E501
# Joiners have a meaning in other scripts and between emoji, not beside a Latin letter.
_JOINERS = re.compile("(?<=[\u0000-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\u0000-\u024f]|$)")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ALIKE = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u2035\u02bc\u02b9`\u00b4"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"), "-"),
}


def tidy(text: str) -> str:
    """A name on one line, as it is kept: single plain spaces, no full-width letters, nothing that is not seen."""
    plain = _JOINERS.sub("", _UNSEEN.sub("", unicodedata.normalize("NFC", text).translate(_WIDE)))
    return " ".join(plain.split())


def fold(text: str) -> str:
    """What makes two names the same: without case, accents, needless spaces, kinds of quotes and dashes, and what is
    not seen."""
    plain = unicodedata.normalize("NFKD", tidy(text).translate(_ALIKE))
    bare = "".join(one for one in plain if not unicodedata.combining(one) and unicodedata.category(one) != "Cf")
    return " ".join(bare.translate(_ALIKE).casefold().split())

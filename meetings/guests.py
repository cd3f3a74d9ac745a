"""Guests as people type them, or copy them from the field "To" of a mail program."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.addresses import clean_address
from meetings.actions.planning import Guest

GUEST = "Kim Bos <kim@example.nl>"
LONGEST_NAME = 100
# A name may hold what parts guests, "Berg, J. van den", where its address stands between < and >. Something must part
# a name from an address that stands alone: else the name would take letters of it, and a stranger get the mail.
_ADDRESS = r"[^\s<>,;()\"@]+@[^\s<>,;()\"@]+"
_ONE = re.compile(
    rf"(?P<name>[^<>@]*?)<(?P<within>{_ADDRESS})>"
    rf"|(?:(?P<before>[^<>@;]*?)[\s,])?(?P<alone>{_ADDRESS})(?:\s*\((?P<after>[^()@]*)\))?"
)
_PART = re.compile(r"\s*(?:[;,]\s*)+|\s*$")


def guests_of(line: str) -> Iterator[Guest]:
    """The guests of one line, each with a name; refuses the line with what could not be read."""
    place = 0
    while place < len(line):
        one = _ONE.match(line, place)
        part = _PART.match(line, one.end()) if one else None
        if not one or not part:
            raise _unread(line[place:])
        yield _guest(one)
        place = part.end()


def _guest(one: re.Match[str]) -> Guest:
    typed = (one["within"] or one["alone"]).strip("'")
    name = _bare(one["name"] or one["before"] or one["after"] or "")
    try:
        address = clean_address(typed)
    except ValidationError as error:
        if error.code == "letters":
            raise ValidationError([_unread(one[0]), error]) from error
        raise _unread(one[0]) from error
    if len(name) > LONGEST_NAME:
        raise _unread(one[0])
    # Of an address alone the part that names the person; the others on the list are not given the address.
    return name or typed.partition("@")[0], address


def _bare(name: str) -> str:
    """Without what a mail program puts around it."""
    name = name.strip(" \t,;")
    quoted = len(name) > 1 and name[0] == name[-1] and name[0] in "'\"" and name[0] not in name[1:-1]
    return name[1:-1].strip() if quoted else name


def _unread(text: str) -> ValidationError:
    return ValidationError(
        _("We read no e-mail address in “%(line)s”. Write for example: %(example)s")
        % {"line": text.strip()[:80], "example": GUEST}
    )

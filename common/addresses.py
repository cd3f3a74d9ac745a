"""E-mail addresses: one spelling of each, in which it is kept and shown, and the ASCII that mail is sent with.

A domain of other letters than a to z has two spellings, bücher.example and xn--bcher-kva.example. A browser sends the
second for what was typed as the first, and people copy either. What the letters of a domain mean is IDNA 2008
(RFC 5891), by which ß is a letter of its own; Python's codec "idna" follows the rules of 2003 and would mail the
domain with ss instead, which is somebody else's.
"""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

LONGEST = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
_PREFIX = "xn--"
# What stands between the letters of a name in Catalan, in Persian and in the languages of India.
_BETWEEN_LETTERS = "-\u00b7\u200c\u200d"


def clean_address(text: str) -> str:
    """The address in its one spelling, in lower case and with the domain in its own letters. Refuses what is none."""
    local, _at, domain = text.strip().rpartition("@")
    if not local.isascii():
        raise ValidationError(
            _("Only letters without accents, digits and punctuation can stand before the @. Check that part."),
            code="letters",
        )
    address = f"{local.lower()}@{'.'.join(_readable(label) for label in _typed(domain).split('.'))}"
    sent = mailable(address)
    validate_email(sent)
    if len(sent) > LONGEST:
        raise _no_address()
    return address


def mailable(address: str) -> str:
    """The address as mail servers and mail programs know it, all ASCII."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{'.'.join(_sent(label) for label in domain.split('.'))}"


def readable(address: str) -> str:
    """The address in its one spelling; as it is where that is none."""
    try:
        return clean_address(address)
    except ValidationError:
        return address


def _typed(domain: str) -> str:
    """In lower case and NFC, each letter on its own as a name server compares them, and with full stops between."""
    lower = "".join(letter.lower() for letter in unicodedata.normalize("NFKC", domain))
    return unicodedata.normalize("NFKC", lower).replace("\u3002", ".")


def _readable(label: str) -> str:
    if label.startswith(_PREFIX):
        try:
            letters = label.removeprefix(_PREFIX).encode("ascii").decode("punycode")
        except UnicodeError:
            raise _no_address() from None
        # Nobody could type what is not also the spelling of these letters.
        if letters.isascii() or _sent(_typed(letters)) != label:
            raise _no_address()
        label = letters
    if not label.isascii() and not all(_is_of_a_name(one) for one in label):
        raise _no_address()
    return label


def _is_of_a_name(letter: str) -> bool:
    return letter in _BETWEEN_LETTERS or unicodedata.category(letter)[0] in "LMN"


def _sent(label: str) -> str:
    return label if label.isascii() else _PREFIX + label.encode("punycode").decode("ascii")


def _no_address() -> ValidationError:
    return ValidationError(validate_email.message, code="invalid")

"""Django's checks of a password, in the words of the product."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LongEnough(password_validation.MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        return _("This password is too short. Use at least %(least)s characters.") % {"least": self.min_length}

    def get_help_text(self) -> str:
        return _("At least %(least)s characters; a short sentence works well.") % {"least": self.min_length}


OURS = Path(__file__).parent / "data" / "common_passwords.txt"
# What stands for a letter. "1" and "!" are read as i, and as l.
LEET = str.maketrans("0134578@$!|€", "oieastbasiie")
LEET_L = str.maketrans("0134578@$!|€", "oleastbasile")
AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
BETWEEN = re.compile(r"[\W_]+")


class NotCommon(password_validation.CommonPasswordValidator):
    """Not one of the words that everybody tries first, also not with digits around it, with figures for letters, or
    twice: "wachtwoord12", "W@chtw00rd!", "welkomwelkom"."""

    def __init__(self) -> None:
        super().__init__()
        lines = OURS.read_text().splitlines()
        self.passwords |= {line for line in lines if line and not line.startswith("#")}

    def validate(self, password: str, user: Any = None) -> None:
        if any(word in self.passwords or not word for word in _words_of(password)):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        return _("Many people use this password, so it is easy to guess. Choose another one.")

    def get_help_text(self) -> str:
        return ""


class NotAboutOneself(password_validation.UserAttributeSimilarityValidator):
    """Not nearly one's own name or address."""

    def get_error_message(self) -> str:
        return _("This password looks too much like your name or address. Choose another one.")

    def get_help_text(self) -> str:
        return ""


def _words_of(password: str) -> Iterator[str]:
    """What the password comes down to, read in each way; nothing where it is only digits and signs."""
    typed = password.strip().lower()
    for text in (typed, typed.translate(LEET), typed.translate(LEET_L)):
        yield text
        word = AROUND.sub("", text)
        for one in (word, word.translate(LEET), word.translate(LEET_L)):
            plain = BETWEEN.sub("", AROUND.sub("", one))
            yield plain
            yield _once(plain)
            yield _once(re.sub(r"[\W\d_]+", "", one)) if one else ""


def _once(word: str) -> str:
    """The part of a word that repeats: "welkom" of "welkomwelkom"."""
    length = (word + word).find(word, 1) if word else 0
    return word[:length]

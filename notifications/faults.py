"""What an answer of a mail server means for the mail in hand, and for those after it."""

import random
import re
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta

from notifications.models import Message

Failure = Message.Failure

# A mail that cannot leave yet is tried for this long, in waits that grow from the first to the longest.
GIVE_UP = timedelta(days=3)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=4)
# The server does not know us: a matter of our settings, which somebody will mend.
NOT_SIGNED_IN = {530, 534, 535, 538}


@dataclass(frozen=True)
class Fault:
    """Why a mail did not leave. `answer` is the code of the mail server, never its text."""

    failure: str
    answer: str = ""

    @property
    def is_final(self) -> bool:
        return self.failure in (Failure.ADDRESS, Failure.MAIL)

    @property
    def is_of_server(self) -> bool:
        """Whether the next mail would meet the same."""
        return self.failure == Failure.AWAY


def fault_of(error: Exception) -> Fault:
    """What an error of handing a mail over means (RFC 5321, 4.2.1): 5xx is final, all else may pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()), (0, b""))
        return Fault(_by_code(code, final=Failure.ADDRESS), _answer(code, text))
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return Fault(_by_code(error.smtp_code, final=Failure.MAIL), _answer(error.smtp_code, error.smtp_error))
    if isinstance(error, smtplib.SMTPResponseException):  # greeting, HELO, signing in
        return Fault(Failure.AWAY, _answer(error.smtp_code, error.smtp_error))
    if isinstance(error, UnicodeError):
        return Fault(Failure.ADDRESS)  # a domain that no name server can know
    return Fault(Failure.AWAY if isinstance(error, OSError) else Failure.OURS)


def _by_code(code: int, *, final: str) -> str:
    if code == 421 or code in NOT_SIGNED_IN:
        return Failure.AWAY
    return final if 500 <= code < 600 else Failure.LATER


def _answer(code: int, text: bytes | str) -> str:
    said = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    extended = re.match(r"[245]\.\d{1,3}\.\d{1,3}", said)
    return f"{code} {extended[0]}" if extended else str(code)


def next_try(now: datetime, *, tries: int, since: datetime) -> datetime | None:
    """When to try again after so many tries, the first of them at `since`; None when that was long enough.

    Each waits for another while, so that what failed together does not come back together.
    """
    end = since + GIVE_UP
    if now >= end:
        return None
    wait = min(FIRST_WAIT * 2 ** min(tries - 1, 10), LONGEST_WAIT) * random.uniform(0.8, 1.2)  # noqa: S311
    return min(now + wait, end)

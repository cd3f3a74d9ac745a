"""Reads back the mails that the demo wrote to files instead of sending them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

from common.addresses import readable

NEWEST = 200
RULE = b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Attached:
    """A file that came with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Received:
    """A mail as its reader sees it. `number` is its place in the mailbox, the oldest being 0."""

    number: int
    subject: str
    sender: str
    to: str
    reply_to: str
    at: datetime
    text: str
    html: str
    attachments: list[Attached]


def received(folder: Path | None = None) -> list[Received]:
    """The newest mails first."""
    parts = [part for path in _files(folder) for part in path.read_bytes().split(RULE) if part.strip()]
    mails = [_read(number, part) for number, part in enumerate(parts)]
    return sorted(mails, key=lambda mail: (mail.at, mail.number), reverse=True)[:NEWEST]


def _files(folder: Path | None) -> list[Path]:
    # The file-based backend gives each connection a file, named by the second and a number that says no order.
    files = (folder or settings.MAIL_DIR).glob("*.log")
    return sorted(files, key=lambda file: (file.name[: len("20261201-093000")], file.stat().st_mtime_ns))


def _read(number: int, content: bytes) -> Received:
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Received(
        number=number,
        subject=str(message["subject"]),
        sender=str(message["from"]),
        to=readable(str(message["to"])),
        reply_to=readable(str(message["reply-to"] or "")),
        at=_moment(str(message["date"])),
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
        attachments=_attachments(message),
    )


def _moment(date: str) -> datetime:
    """Ours are written in UTC without a zone (-0000); the page shows them on the clock of its reader."""
    at = parsedate_to_datetime(date)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _attachments(message: EmailMessage) -> list[Attached]:
    """The calendar entry, which is an alternative of the text, and the files after it."""
    parts = [part for part in message.walk() if not part.is_multipart()]
    calendars = [part for part in parts if part.get_content_type() == "text/calendar"]
    files = [part for part in parts if part.is_attachment() and part not in calendars]
    entries = [Attached(part.get_filename() or "calendar.ics", _on_the_wire(_content(part))) for part in calendars]
    return entries + [Attached(str(part.get_filename() or "file"), _content(part)) for part in files]


def _on_the_wire(content: bytes) -> bytes:
    """The line ends that a mail server sends (RFC 5545, 3.1); the file has those of this machine."""
    return content.replace(b"\r\n", b"\n").rstrip(b"\n").replace(b"\n", b"\r\n") + b"\r\n"


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""

"""The mail itself, made from a message at sending."""

import re
from email.header import Header
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import timezone, translation

from common.addresses import mailable
from common.text import shortened
from notifications.kinds import Mail
from notifications.models import Message

# What a list of mails shows of a subject (RFC 5322, 2.1.1 asks for lines of at most 78), and of a name.
SUBJECT, NAME = 78, 60
# What is kept at least of what it is about.
SUMMARY = 24


class Letter(EmailMultiAlternatives):
    """A mail whose subject begins on the line of its name.

    Django leaves no room for the name when it encodes letters beyond ASCII, so that the subject would begin on a line
    of its own, and with a blank in programs that take what stands there.
    """

    def message(self, **details: Any) -> Any:
        found = super().message(**details)
        found.replace_header("Subject", Header(str(self.subject), header_name="Subject").encode())
        return found


def compose(message: Message, mail: Mail) -> Letter:
    """The mail in the receiver's language: text, HTML, files and calendar entry."""
    with _as_receiver(message), translation.override(message.language):
        context = _context(message, mail)
        subject = _subject(mail, context)
        text = re.sub(r"\n{3,}", "\n\n", _plain(f"{mail.template}.txt", context).strip()) + "\n"
        # The heading in the mail has room for all of it.
        whole = _one_line(f"{mail.template}.subject.txt", context)
        html = render_to_string(f"{mail.template}.html", {**context, "subject": whole})
    own_name, own_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    sender = f"{shortened(mail.sender, NAME)} via Samenspel" if mail.sender else own_name
    email = Letter(
        subject=subject,
        body=text,
        from_email=formataddr((sender, mailable(own_address))),
        to=[mailable(message.to)],
        # An answer to oneself reaches nobody.
        reply_to=[mailable(mail.reply_to)] if mail.reply_to and mail.reply_to.lower() != message.to.lower() else None,
        headers={
            "Message-ID": message.message_id,
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    email.attach_alternative(html, "text/html")
    if mail.calendar:
        method, calendar = mail.calendar
        # Django adds the charset.
        email.attach_alternative(calendar, f"text/calendar; method={method}")
    for file in mail.files:
        email.attach(file.name, file.content, file.content_type)
    return email


def subject_of(message: Message, mail: Mail) -> str:
    """The subject in the language of whoever reads now, on the receiver's clock."""
    with _as_receiver(message):
        return _subject(mail, _context(message, mail))


def _as_receiver(message: Message) -> Any:
    return timezone.override(message.receiver.time_zone if message.receiver else settings.TIME_ZONE)


def _context(message: Message, mail: Mail) -> dict[str, Any]:
    given = {"site_url": settings.SITE_URL, "receiver": message.receiver, "LANGUAGE_CODE": message.language}
    return {**given, **mail.context}


def _subject(mail: Mail, context: dict[str, Any]) -> str:
    """Of what is too long `summary`, what it is about, is shortened, and never away: what a subject says else gives
    way to it by `brief`, and at last by the rest of a line."""
    template = f"{mail.template}.subject.txt"
    whole = _one_line(template, context)
    if len(whole) <= SUBJECT or "summary" not in context:
        return shortened(whole, SUBJECT)
    for brief in (False, True):
        given = {**context, "brief": brief}
        room = SUBJECT + 1 - len(_one_line(template, {**given, "summary": "·"}))
        if room >= SUMMARY:
            break
    return _one_line(template, {**given, "summary": shortened(context["summary"], max(room, SUMMARY))})


def _one_line(template: str, context: dict[str, Any]) -> str:
    return " ".join(_plain(template, context).split())


def _plain(template: str, context: dict[str, Any]) -> str:
    # Text is no HTML: "Smit & Zoon" stays as it is.
    compiled = Engine.get_default().get_template(template)
    return compiled.render(Context(context, autoescape=False))

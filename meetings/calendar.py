"""Calendar entries in mails: iCalendar (RFC 5545 and 5546), one for each receiver.

The UID of a meeting never changes and SEQUENCE rises with what a calendar must know, so that a program
replaces its entry.
"""

from datetime import UTC, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from common.addresses import mailable
from meetings.models import Meeting, Participant, Reply
from meetings.time_zones import time_zone_of

PARTSTAT = {
    Reply.NONE: "NEEDS-ACTION",
    Reply.ACCEPTED: "ACCEPTED",
    Reply.TENTATIVE: "TENTATIVE",
    Reply.DECLINED: "DECLINED",
}


def summary_of(meeting: Meeting) -> str:
    """The title first, as a calendar shows the beginning only; then whose meeting it is."""
    pair = meeting.partnership
    return one_line(f"{meeting.title} · {pair.client.name} – {pair.supplier.name}")


def with_both(meeting: Meeting, name: str) -> str:
    """A name of a meeting, and whose it is."""
    pair = meeting.partnership
    return one_line(f"{name}: {pair.client.name} – {pair.supplier.name}")


def entry(
    meeting: Meeting, people: list[Participant], *, method: str, now: datetime, place: Participant, link: str = ""
) -> str:
    """The text of a calendar entry with METHOD:REQUEST or METHOD:CANCEL, for whose place it is, in the language that
    is active."""
    event = Event()
    event.add("uid", uid_of(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", summary_of(meeting))
    event.add("dtstart", meeting.local_start)
    event.add("dtend", meeting.local_end)
    if meeting.place or meeting.link:
        event.add("location", one_line(meeting.place or meeting.link))
    event.add("description", _description(meeting, link))
    if link:
        event.add("url", link)
    if method == "REQUEST":
        event.add("status", "CONFIRMED")
    elif not place.removed_at:
        # Of somebody who is taken off the meeting goes on: RFC 5546, 3.2.5 allows no status.
        event.add("status", "CANCELLED")
    event.add("transp", "OPAQUE")
    event.add("organizer", _organizer(meeting, place), encode=False)
    for one in people:
        event.add("attendee", _attendee(one, method), encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Samenspel//Samenspel//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(time_zone_of(meeting.zone, meeting.starts_at))
    calendar.add_component(event)
    return calendar.to_ical().decode()


def uid_of(meeting: Meeting) -> str:
    return f"{meeting.pk.hex}@{urlsplit(settings.SITE_URL).hostname}"


def _description(meeting: Meeting, link: str) -> str:
    """Where to meet by video first, as a calendar opens at the first line."""
    lines = [_("Video call: %(link)s") % {"link": meeting.link}] if meeting.link else []
    if link:
        lines.append(_("Agenda, minutes and actions: %(link)s") % {"link": link})
    else:
        lines.append(_("The agenda is in the mail that came with this."))
    return "\n".join(lines)


def _organizer(meeting: Meeting, place: Participant) -> vCalAddress:
    """Who organises it, sent by us. To the organiser we do: a program takes no invitation from its own owner."""
    name, own_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organiser = meeting.organiser.user
    if place.membership and place.membership.user_id == organiser.pk:
        return _address(own_address, name or "Samenspel")
    found = _address(organiser.email, organiser.name)
    found.params["SENT-BY"] = vText(f"mailto:{mailable(own_address)}")
    return found


def _attendee(one: Participant, method: str) -> vCalAddress:
    address = one.membership.user.email if one.membership else one.address
    attendee = _address(address, str(one))
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText(PARTSTAT[Reply(one.reply)])
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    if method == "REQUEST":
        attendee.params["RSVP"] = vText("TRUE" if one.reply == Reply.NONE else "FALSE")
    return attendee


def _address(address: str, name: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{one_line(mailable(address))}")
    found.params["CN"] = vText(one_line(name).replace('"', "'"))
    return found


def one_line(text: str) -> str:
    """What a line of a calendar can hold: a line break in it would be refused."""
    return " ".join(text.split())

"""Calendar entries in mails: iCalendar (RFC 5545 and 5546), one for each receiver.

The UID of a meeting never changes and SEQUENCE rises with what a calendar must know, so that a program
replaces its entry.
"""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

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


def entry(meeting: Meeting, people: list[Participant], *, method: str, now: datetime, link: str = "") -> str:
    """The text of a calendar entry with METHOD:REQUEST or METHOD:CANCEL, in the language that is active."""
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
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("transp", "OPAQUE")
    organiser = meeting.organiser.user
    event.add("organizer", _address(organiser.email, organiser.name), encode=False)
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
    found = vCalAddress(f"mailto:{one_line(address)}")
    found.params["CN"] = vText(one_line(name).replace('"', "'"))
    return found


def one_line(text: str) -> str:
    """What a line of a calendar can hold: a line break in it would be refused."""
    return " ".join(text.split())

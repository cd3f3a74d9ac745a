"""Regular consultation: series, meetings, minutes, decisions and actions."""

from meetings.models.follow_up import Action, Decision
from meetings.models.meeting import AgendaFile, AgendaItem, Meeting, Participant, Purpose, Reply
from meetings.models.minutes import Amendment, Approval, Minutes, MinutesText, PrivateNote, Receipt
from meetings.models.series import Level, MeetingSeries, SeriesItem

__all__ = [
    "Action",
    "AgendaFile",
    "AgendaItem",
    "Amendment",
    "Approval",
    "Decision",
    "Level",
    "Meeting",
    "MeetingSeries",
    "Minutes",
    "MinutesText",
    "Participant",
    "PrivateNote",
    "Purpose",
    "Receipt",
    "Reply",
    "SeriesItem",
]

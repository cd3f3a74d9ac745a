"""This room's events."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.audit import EVENTS, KINDS
from accounts.models import AuditEvent

EVENTS.update(
    {
        "meetings.series_made": _("made the series"),
        "meetings.series_changed": _("changed the series"),
        "meetings.series_ended": _("ended the series"),
        "meetings.made": pgettext_lazy("somebody did", "prepared"),
        "meetings.planned": _("planned and invited everybody for"),
        "meetings.recorded": pgettext_lazy("somebody did", "recorded afterwards"),
        "meetings.changed": pgettext_lazy("somebody did", "changed"),
        "meetings.moved": pgettext_lazy("somebody did", "moved"),
        "meetings.people_changed": _("changed the participants of"),
        "meetings.handed_over": _("made organiser of a meeting:"),
        "meetings.cancelled": pgettext_lazy("somebody did", "cancelled"),
        "meetings.replied": _("answered the invitation for"),
        "meetings.begun": pgettext_lazy("somebody did", "began"),
        "meetings.held": pgettext_lazy("somebody did", "closed"),
        "meetings.item_added": _("put on the agenda"),
        "meetings.item_changed": _("changed the agenda item"),
        "meetings.item_removed": _("took off the agenda"),
        "meetings.decision_noted": _("noted the decision"),
        "meetings.decision_changed": _("changed the decision"),
        "meetings.decision_removed": _("removed the unadopted decision"),
        "meetings.decision_withdrawn": _("withdrew the decision"),
        "meetings.action_made": _("assigned the action"),
        "meetings.action_changed": _("changed the action"),
        "meetings.action_done": _("finished the action"),
        "meetings.action_dropped": _("dropped the action"),
        "meetings.action_reopened": _("reopened the action"),
        "meetings.action_handed_over": _("handed over the action"),
        "meetings.minutes_sent": _("sent the minutes for adoption:"),
        "meetings.minutes_seen": _("read the minutes of"),
        "meetings.minutes_taken_back": _("withdrew the minutes of"),
        "meetings.amendment_made": _("proposed a change of the minutes of"),
        "meetings.amendment_taken": _("accepted a change to the minutes of"),
        "meetings.amendment_dismissed": _("rejected a change to the minutes of"),
        "meetings.amendment_withdrawn": _("withdrew a proposed change of the minutes of"),
        "meetings.minutes_approved": _("adopted the minutes for their own side:"),
        "meetings.minutes_adopted": _("completed the adoption of the minutes of"),
        "meetings.correction_begun": _("began a correction of the minutes of"),
    }
)

# On the page of the meeting itself, where its name need not be said again.
SENTENCES = {
    "meetings.made": _("%(who)s prepared this meeting."),
    "meetings.planned": _("%(who)s planned it and invited everybody."),
    "meetings.recorded": _("%(who)s recorded it afterwards."),
    "meetings.changed": _("%(who)s changed the details."),
    "meetings.moved": _("%(who)s moved it to another time."),
    "meetings.people_changed": _("%(who)s changed who takes part."),
    "meetings.handed_over": _("%(who)s made %(name)s organiser."),
    "meetings.cancelled": _("%(who)s cancelled it."),
    "meetings.replied": _("%(who)s answered the invitation."),
    "meetings.begun": _("%(who)s began the meeting."),
    "meetings.held": _("%(who)s closed the meeting."),
    "meetings.item_added": _("%(who)s put “%(name)s” on the agenda."),
    "meetings.item_changed": _("%(who)s changed the agenda item “%(name)s”."),
    "meetings.item_removed": _("%(who)s took “%(name)s” off the agenda."),
    "meetings.decision_noted": _("%(who)s noted a decision: “%(name)s”."),
    "meetings.decision_changed": _("%(who)s changed a decision: “%(name)s”."),
    "meetings.decision_removed": _("%(who)s removed a decision that was not adopted yet: “%(name)s”."),
    "meetings.decision_withdrawn": _("%(who)s withdrew a decision: “%(name)s”."),
    "meetings.action_made": _("%(who)s assigned an action: “%(name)s”."),
    "meetings.minutes_sent": _("%(who)s sent the minutes for adoption."),
    "meetings.minutes_seen": _("%(who)s read the minutes."),
    "meetings.minutes_taken_back": _("%(who)s withdrew the minutes to continue writing."),
    "meetings.amendment_made": _("%(who)s proposed a change to the minutes."),
    "meetings.amendment_taken": _("%(who)s accepted a proposed change."),
    "meetings.amendment_dismissed": _("%(who)s rejected a proposed change."),
    "meetings.amendment_withdrawn": _("%(who)s withdrew a proposed change."),
    "meetings.minutes_approved": _("%(who)s adopted the minutes for their own side."),
    "meetings.minutes_adopted": _("The minutes are fixed."),
    "meetings.correction_begun": _("%(who)s began a correction of the minutes."),
}


def sentence_of(event: AuditEvent) -> str:
    """What happened to a meeting, as a whole sentence in the reader's language."""
    who = str(event.actor) if event.actor else "Samenspel"
    known = SENTENCES.get(event.event)
    if known is None:
        return f"{who} {event.sentence} {event.object_name}"
    return str(known) % {"who": who, "name": event.object_name}


KINDS.update(
    {
        "meetings.": _("meeting"),
        "meetings.item": _("agenda item"),
        "meetings.minutes": _("minutes of a meeting"),
        "meetings.amendment": _("minutes of a meeting"),
        "meetings.correction": _("minutes of a meeting"),
        "meetings.decision": _("decision"),
        "meetings.action": _("action"),
        "meetings.series": _("series"),
    }
)

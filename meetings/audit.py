"""This room's events."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.audit import EVENTS

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
        "meetings.action_made": _("gave out the action"),
        "meetings.action_changed": _("changed the action"),
        "meetings.action_done": _("finished the action"),
        "meetings.action_dropped": _("dropped the action"),
        "meetings.action_reopened": _("reopened the action"),
        "meetings.action_handed_over": _("handed over the action"),
        "meetings.minutes_sent": _("sent the minutes for adoption of"),
        "meetings.minutes_seen": _("read the minutes of"),
        "meetings.minutes_taken_back": _("took back the minutes of"),
        "meetings.amendment_made": _("proposed a change of the minutes of"),
        "meetings.amendment_taken": _("took over a change of the minutes of"),
        "meetings.amendment_dismissed": _("did not take over a change of the minutes of"),
        "meetings.minutes_approved": _("adopted, for their own side, the minutes of"),
        "meetings.minutes_adopted": _("completed the adoption of the minutes of"),
        "meetings.correction_begun": _("began a correction of the minutes of"),
    }
)

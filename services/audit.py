"""What this room records."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import EVENTS

EVENTS.update(
    {
        "services.service_added": _("added the service"),
        "services.service_changed": _("changed the service"),
        "services.service_archived": _("archived the service"),
        "services.service_restored": _("took back from the archive the service"),
        "services.starters_taken": _("took over services from the starter list"),
        "services.exported": _("exported the services"),
        "services.location_added": _("added the location"),
        "services.location_changed": _("changed the location"),
        "services.location_archived": _("archived the location"),
        "services.location_restored": _("took back from the archive the location"),
        "services.assessment_made": _("prepared the assessment round"),
        "services.assessment_changed": _("changed the assessment round"),
        "services.criteria_changed": _("changed the criteria of the assessment round"),
        "services.assessment_deleted": _("deleted the draft of the assessment round"),
        "services.assessment_opened": _("opened the assessment round"),
        "services.assessment_closed": _("closed the assessment round"),
        "services.assessment_decided": _("finished the choices of the assessment round"),
        "services.sheet_finished": _("finished scoring in the assessment round"),
        "services.chosen": _("chose the relation for the service"),
    }
)

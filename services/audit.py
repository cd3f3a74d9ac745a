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
        "services.import_applied": _("brought in services from the file"),
        "services.import_removed": _("threw away the file with services"),
        "services.location_added": _("added the location"),
        "services.location_changed": _("changed the location"),
        "services.location_archived": _("archived the location"),
        "services.location_restored": _("took back from the archive the location"),
        "services.persona_added": _("added the persona"),
        "services.persona_changed": _("changed the persona"),
        "services.journey_added": _("added the journey"),
        "services.journey_copied": _("copied a journey as"),
        "services.journey_changed": _("changed the journey"),
        "services.journey_counts": _("let count from now on the journey"),
        "services.journey_archived": _("archived the journey"),
        "services.journey_restored": _("took back from the archive the journey"),
        "services.stage_added": _("added the stage"),
        "services.stage_changed": _("renamed the stage to"),
        "services.stage_moved": _("moved the stage"),
        "services.stage_archived": _("took away the stage"),
        "services.moment_added": _("added the contact moment"),
        "services.moment_changed": _("changed the contact moment"),
        "services.moment_moved": _("moved the contact moment"),
        "services.moment_archived": _("archived the contact moment"),
        "services.moment_restored": _("took back from the archive the contact moment"),
        "services.assessment_made": _("prepared the assessment round"),
        "services.assessment_changed": _("changed the assessment round"),
        "services.criteria_changed": _("changed the criteria of the assessment round"),
        "services.assessment_deleted": _("deleted the draft of the assessment round"),
        "services.assessment_opened": _("opened the assessment round"),
        "services.assessment_closed": _("closed the assessment round"),
        "services.assessment_decided": _("finished the choices of the assessment round"),
        "services.sheet_finished": _("finished scoring in the assessment round"),
        "services.chosen": _("chose the relation for the service"),
        "services.report_asked": _("asked for the report for the board of"),
    }
)

"""What this room records."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import EVENTS, KINDS

EVENTS.update(
    {
        "services.service_added": _("added the service"),
        "services.service_changed": _("changed the service"),
        "services.service_archived": _("archived the service"),
        "services.service_removed": _("removed the service that a file had added:"),
        "services.service_restored": _("restored the service from the archive:"),
        "services.starters_taken": _("added services from the starter list"),
        "services.exported": _("exported the services"),
        "services.import_applied": _("imported services from the file"),
        "services.import_undone": _("took back what was imported from the file"),
        "services.import_removed": _("deleted the file with services"),
        "services.location_added": _("added the location"),
        "services.location_removed": _("removed the location that a file had added:"),
        "services.location_changed": _("changed the location"),
        "services.location_archived": _("archived the location"),
        "services.location_restored": _("restored the location from the archive:"),
        "services.persona_added": _("added the persona"),
        "services.persona_changed": _("changed the persona"),
        "services.journey_added": _("added the journey"),
        "services.journey_copied": _("copied a journey as"),
        "services.journey_changed": _("changed the journey"),
        "services.journey_counts": _("made the journey count from now on:"),
        "services.journey_archived": _("archived the journey"),
        "services.journey_restored": _("restored the journey from the archive:"),
        "services.stage_added": _("added the stage"),
        "services.stage_changed": _("renamed the stage to"),
        "services.stage_moved": _("moved the stage"),
        "services.stage_archived": _("removed the stage"),
        "services.moment_added": _("added the contact moment"),
        "services.moment_changed": _("changed the contact moment"),
        "services.moment_moved": _("moved the contact moment"),
        "services.moment_archived": _("archived the contact moment"),
        "services.moment_restored": _("restored the contact moment from the archive:"),
        "services.assessment_made": _("prepared the assessment round"),
        "services.assessment_changed": _("changed the assessment round"),
        "services.criteria_changed": _("changed the criteria of the assessment round"),
        "services.assessment_deleted": _("deleted the draft of the assessment round"),
        "services.assessment_opened": _("opened the assessment round"),
        "services.assessment_closed": _("closed the assessment round"),
        "services.assessment_decided": _("finished the choices of the assessment round"),
        "services.sheet_finished": _("finished scoring in the assessment round"),
        "services.chosen": _("chose the relation for the service"),
        "services.report_asked": _("requested the report for the board of"),
    }
)

KINDS.update(
    {
        "services.": _("service"),
        "services.location": _("location"),
        "services.import": _("file with services"),
        "services.journey": _("journey"),
        "services.moment": _("contact moment"),
        "services.stage": _("stage"),
        "services.persona": _("persona"),
        "services.assessment": _("assessment round"),
        "services.criteria": _("assessment round"),
        "services.sheet": _("assessment round"),
        "services.report": _("assessment round"),
        "services.chosen": _("choice"),
    }
)

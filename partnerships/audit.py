"""What of this room goes into the audit log."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import EVENTS, KINDS

EVENTS.update(
    {
        "partnerships.proposed": _("proposed the partnership"),
        "partnerships.withdrawn": _("withdrew the proposal for"),
        "partnerships.accepted": _("accepted the partnership"),
        "partnerships.declined": _("declined the partnership"),
        "partnerships.changed": _("changed the details of the partnership"),
        "partnerships.ending": _("announced the end of the partnership"),
        "partnerships.end_confirmed": _("confirmed the end of the partnership"),
        "partnerships.end_taken_back": _("took back the announcement of the end of the partnership"),
        "partnerships.ended_alone": _("completed the end of the partnership without confirmation by"),
        "partnerships.ended": _("completed the end of the partnership"),
        "partnerships.team_joined": _("added to the team:"),
        "partnerships.team_changed": _("changed the role of"),
        "partnerships.team_left": _("removed from the team:"),
        "partnerships.goal_added": _("added the goal"),
        "partnerships.goal_dropped": _("dropped the goal"),
        "partnerships.link_added": _("added the link"),
        "partnerships.link_removed": _("removed the link"),
        "partnerships.handover_added": _("added to the hand-over:"),
        "partnerships.handover_removed": _("removed from the hand-over:"),
        "partnerships.handed_over": _("handed over:"),
        "partnerships.handover_reopened": _("opened again in the hand-over:"),
        "partnerships.step_done": _("completed the step"),
        "partnerships.step_skipped": _("skipped the step"),
        "partnerships.step_reopened": _("opened the step again:"),
        "partnerships.step_changed": _("changed the step"),
        "partnerships.step_added": _("added the step"),
        "partnerships.start_reviewed": _("answered the review of the start programme of"),
        "partnerships.start_closed": _("closed the start programme of"),
        "partnerships.agreement_begun": _("began a version of the agreement:"),
        "partnerships.agreement_proposed": _("put up for approval:"),
        "partnerships.agreement_taken_back": _("took back to change:"),
        "partnerships.agreement_approved": _("approved:"),
        "partnerships.agreement_in_force": _("brought into force:"),
        "partnerships.agreement_seen": _("saw what is up for approval:"),
        "partnerships.annex_added": _("attached to the agreement:"),
        "partnerships.annex_removed": _("removed from the agreement:"),
        "partnerships.profile_changed": _("changed the profile:"),
        "partnerships.certificate_added": _("added the certificate"),
        "partnerships.certificate_changed": _("changed the certificate"),
        "partnerships.certificate_removed": _("removed the certificate"),
        "partnerships.reference_added": _("added the reference"),
        "partnerships.reference_changed": _("changed the reference"),
        "partnerships.reference_removed": _("removed the reference"),
        "partnerships.contact_added": _("added the contact"),
        "partnerships.contact_changed": _("changed the contact"),
        "partnerships.contact_removed": _("removed the contact"),
    }
)

KINDS.update(
    {
        "partnerships.": _("partnership"),
        "partnerships.agreement": _("agreement"),
        "partnerships.annex": _("agreement"),
        "partnerships.start": _("start programme"),
        "partnerships.step": _("start programme"),
        "partnerships.team": _("team"),
        "partnerships.goal": _("goal"),
        "partnerships.hand": _("hand-over"),
        "partnerships.link": _("link"),
        "partnerships.profile": _("profile"),
        "partnerships.certificate": _("profile"),
        "partnerships.reference": _("profile"),
        "partnerships.contact": _("profile"),
    }
)

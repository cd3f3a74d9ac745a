"""Who may do what with services and rounds."""

from datetime import timedelta

from accounts.models import Membership
from accounts.rules import can_contribute, can_edit
from services.models import Assessment, Journey, Service

# How long there is for the choices after a round: from its closing, and again from each choice made in it.
CHOOSE_WITHIN = timedelta(days=14)


def can_keep(member: Membership) -> bool:
    """Keep the catalogue, prepare rounds and choose: an editor of a client."""
    return member.organisation.is_client and can_edit(member)


def can_change(member: Membership, service: Service) -> bool:
    return can_keep(member) and service.client_id == member.organisation_id


def can_map(member: Membership, journey: Journey) -> bool:
    """Change a journey and all that is in it."""
    return can_keep(member) and journey.client_id == member.organisation_id


def can_run(member: Membership, assessment: Assessment) -> bool:
    """Prepare, open, close and decide a round."""
    return can_keep(member) and assessment.client_id == member.organisation_id


def can_be_assessor(member: Membership) -> bool:
    """At least a contributor, and still there."""
    return can_contribute(member) and member.ended_at is None

"""What a client can do with its vision once it chose a relation for a service."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.rules import can_edit
from services.models import Choice, Delivery, Relationship
from services.steps import Offered, Step, offer
from vision.models import VisionVersion


@offer
def of_vision(member: Membership, choices: Sequence[Choice]) -> Offered:
    """Writing the vision, as long as none is published: a strategic partner reads it first.

    Once it is published: sharing it, for a service of which no supplier is known. One query.
    """
    strategic = [choice for choice in choices if choice.kind == Relationship.STRATEGIC]
    if not strategic or not can_edit(member):
        return {}
    states = set(VisionVersion.objects.editable_by(member).values_list("state", flat=True))
    if VisionVersion.State.PUBLISHED in states:
        without_supplier = [choice for choice in strategic if not choice.service.supplier_name]
        return {choice.service_id: [_sharing(member, choice)] for choice in without_supplier}
    step = Step(
        label=_("Finish the vision") if states else _("Write the vision"),
        url=member.url("vision:home"),
        words=_("A partner must know where you are heading. Publish your vision first, so that suppliers can read it."),
    )
    return {choice.service_id: [step] for choice in strategic}


def _sharing(member: Membership, choice: Choice) -> Step:
    if choice.service.delivery == Delivery.IN_HOUSE:
        words = _("You do this yourselves now. Let suppliers read where you are heading before you choose one.")
    elif choice.service.delivery == Delivery.UNKNOWN:
        words = _("It is not known who delivers this service. Let suppliers read where you are heading.")
    else:
        words = _("The current supplier is not filled in. Let suppliers read where you are heading.")
    return Step(
        label=_("Share the vision with suppliers"),
        url=member.url("vision:home"),
        words=words,
        is_quiet=True,
    )

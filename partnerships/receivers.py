"""What the rooms below tell this one."""

from typing import Any

from django.dispatch import receiver

from accounts.models import Membership
from accounts.signals import count_open, membership_ended
from partnerships.actions import home, team
from vision.models import VisionVersion
from vision.signals import vision_published


@receiver(membership_ended)
def hand_over(sender: Any, membership: Membership, successor: Membership | None, by: Membership, **kwargs: Any) -> None:
    """Seats and steps go to the successor."""
    team.hand_over_seats(membership=membership, successor=successor, by=by)


@receiver(count_open)
def seats(sender: Any, membership: Membership, **kwargs: Any) -> int:
    """How many seats somebody would leave behind."""
    return team.open_seats(membership)


@receiver(vision_published)
def tell_suppliers(sender: Any, version: VisionVersion, by: Membership, **kwargs: Any) -> None:
    """Who may read it learns that there is a vision to read."""
    home.tell_of_vision(version=version)

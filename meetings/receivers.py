"""What lower rooms tell this one."""

from typing import Any

from django.dispatch import receiver

from accounts.models import Membership
from accounts.signals import count_open, membership_ended
from meetings.actions import hand_over
from meetings.models import Action


@receiver(membership_ended)
def somebody_left(
    sender: Any, membership: Membership, successor: Membership | None, by: Membership, **kwargs: Any
) -> None:
    """Open actions and places at coming meetings go to the successor, in the same act."""
    hand_over(membership=membership, successor=successor, by=by)


@receiver(count_open)
def count_open_actions(sender: Any, membership: Membership, **kwargs: Any) -> int:
    """How many actions a member would leave behind."""
    return Action.objects.for_system("before somebody leaves").open().of(membership).count()

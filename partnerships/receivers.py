"""What the rooms below tell this one."""

from typing import Any

from django.dispatch import receiver

from accounts.models import Membership
from partnerships.actions import home
from vision.models import VisionVersion
from vision.signals import vision_published


@receiver(vision_published)
def tell_suppliers(sender: Any, version: VisionVersion, by: Membership, **kwargs: Any) -> None:
    """Who may read it learns that there is a vision to read."""
    home.tell_of_vision(version=version)

"""What the rooms below tell this one, and what it has open itself at the end of a partnership."""

from collections.abc import Iterator
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from partnerships.actions import home
from partnerships.hooks import Open, left_open, opened
from partnerships.models import AgreementVersion, Partnership, StartStep
from vision.models import VisionVersion
from vision.signals import vision_published


@receiver(vision_published)
def tell_suppliers(sender: Any, version: VisionVersion, by: Membership, **kwargs: Any) -> None:
    """Who may read it learns that there is a vision to read."""
    home.tell_of_vision(version=version)


@left_open
def open_when_it_ends(member: Membership, partnership: Partnership) -> Iterator[Open]:
    """An agreement that was never settled, and steps of the start that nobody settled."""
    states = AgreementVersion.State
    versions = AgreementVersion.objects.visible_to(member).filter(
        agreement__partnership=partnership, state__in=[states.DRAFT, states.PROPOSED]
    )
    page = "partnerships:agreement-version"
    rows = versions.only("title").order_by("number")
    yield opened(
        _("Agreement that never came into force"),
        [(one.title, member.url(page, pk=one.pk)) for one in rows],
        lambda count: ngettext(
            "%(count)s version of the agreement never comes into force. It can still be read.",
            "%(count)s versions of the agreement never come into force. They can still be read.",
            count,
        ),
    )
    steps = StartStep.objects.visible_to(member).open().filter(programme__partnership=partnership)
    found = [(one.title, member.url("partnerships:step", pk=one.pk)) for one in steps.order_by("position")]
    yield opened(
        _("Open steps of the start programme"),
        found,
        lambda count: ngettext(
            "%(count)s step of the start programme stays open. It can still be read.",
            "%(count)s steps of the start programme stay open. They can still be read.",
            count,
        ),
    )

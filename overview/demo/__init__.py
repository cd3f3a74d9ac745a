"""The demo scenario: two clients, four suppliers and what they made together, dated from today."""

from importlib import import_module
from importlib.util import find_spec

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import Installation
from documents.models import Job
from notifications.models import Message
from overview.demo.world import World

ROOMS = ("accounts", "services", "vision", "partnerships", "meetings")


@transaction.atomic
def load() -> bool:
    """Loads the scenario once; returns whether it was loaded now. Marks the installation as a demo."""
    row, made = Installation.objects.select_for_update().get_or_create(pk=1, defaults={"demo": True})
    if not made and row.loaded_on:
        return False
    world = World()
    with translation.override("nl"), timezone.override(world.zone):
        for room in ROOMS:
            if find_spec(f"overview.demo.{room}"):
                import_module(f"overview.demo.{room}").load(world)
    # What the past sent and made was read long ago; what comes from now on shows in the mailbox and the overview.
    Job.objects.for_system("demo").update(seen_at=timezone.now())
    Message.objects.for_system("demo").filter(state=Message.State.WAITING).update(state=Message.State.VOID)
    row.demo, row.loaded_on = True, world.today
    row.save()
    return True

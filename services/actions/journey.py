"""Journeys, their stages and contact moments.

Every change locks its journey first, so that two people who move things never lose each other's move.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership
from accounts.rules import require
from common.models import revise
from services import audit, rules  # noqa: F401 - audit registers the events
from services.models import ContactMoment, Journey, Location, Persona, Service, Stage

# Fields whose old and new value go into the history. Of texts the log only says that they changed.
SHORT = {"channel", "importance", "is_truth", "now", "desired", "evidence", "evidence_on"}


@transaction.atomic
def add_persona(*, by: Membership, name: str, share: int, matters: str = "") -> Persona:
    """Adds a kind of user of the member's organisation; the name must be free there."""
    require(rules.can_keep(by))
    persona = Persona(client=by.organisation, name=name, share=share, matters=matters)
    _saving({"name": _("There is already a persona with this name.")}, lambda: persona.save(force_insert=True))
    record("services.persona_added", organisation=by.organisation, by=by, about=persona)
    return persona


@transaction.atomic
def change_persona(*, persona: Persona, by: Membership, revision: int, **facts: Any) -> None:
    """Changes a persona. Raises Conflict (common.models)."""
    require(rules.can_keep(by) and persona.client_id == by.organisation_id)
    changed = _changed(persona, facts)
    if not changed:
        return
    taken = {"name": _("There is already a persona with this name.")}
    _saving(taken, lambda: revise(persona, revision=revision, **facts))
    record("services.persona_changed", organisation=by.organisation, by=by, about=persona, changes=changed)


@transaction.atomic
def add_journey(
    *, by: Membership, title: str, persona: Persona, stages: Sequence[str] = (), is_concept: bool = False
) -> Journey:
    """Adds a journey of a persona with these stages, in this order; the title must be free."""
    require(rules.can_keep(by) and persona.client_id == by.organisation_id)
    journey = _new_journey(by, title, persona, is_concept=is_concept)
    Stage.objects.bulk_create([Stage(journey=journey, title=name, position=n) for n, name in enumerate(stages, 1)])
    record("services.journey_added", organisation=by.organisation, by=by, about=journey)
    return journey


@transaction.atomic
def start_journey(
    *, by: Membership, title: str, persona: Persona | None, stages: Sequence[str], new_persona: dict | None = None
) -> Journey:
    """Adds a journey and, where it has none yet, its persona; both or nothing.

    Beside others that count it is a concept: half-built it would shift the figures that rest on them.
    """
    require(rules.can_keep(by))
    owner = persona or add_persona(by=by, **(new_persona or {}))
    others = Journey.objects.visible_to(by).counting().exists()
    return add_journey(by=by, title=title, persona=owner, stages=stages, is_concept=others)


def _new_journey(by: Membership, title: str, persona: Persona, *, is_concept: bool = False) -> Journey:
    journey = Journey(client=by.organisation, title=title, persona=persona, is_concept=is_concept)
    _saving({"title": _("There is already a journey with this title.")}, lambda: journey.save(force_insert=True))
    return journey


@transaction.atomic
def copy_journey(*, journey: Journey, by: Membership, title: str, persona: Persona) -> Journey:
    """Makes a new journey with the same stages and contact moments; what is archived stays behind.

    It is a concept: the same moments counted twice would shift the figures unseen.
    """
    require(rules.can_map(by, journey) and persona.client_id == by.organisation_id)
    made = _new_journey(by, title, persona, is_concept=True)
    moments = ContactMoment.objects.visible_to(by).active().in_order().prefetch_related("services", "locations")
    stages = Stage.objects.visible_to(by).active().filter(journey=journey).in_order()
    for stage in stages.prefetch_related(Prefetch("moments", moments)):
        new = Stage.objects.create(journey=made, title=stage.title, position=stage.position)
        for moment in stage.moments.all():
            twin = ContactMoment.objects.create(stage=new, position=moment.position, **_facts(moment))
            twin.services.add(*moment.services.all())
            twin.locations.add(*moment.locations.all())
    record("services.journey_copied", organisation=by.organisation, by=by, about=made, source=str(journey.pk))
    return made


def _facts(moment: ContactMoment) -> dict[str, Any]:
    names = ("happens", "channel", "importance", "is_truth", "now", "desired", "evidence", "source", "evidence_on")
    return {"quotes": list(moment.quotes), **{name: getattr(moment, name) for name in names}}


@transaction.atomic
def change_journey(*, journey: Journey, by: Membership, revision: int, title: str, persona: Persona) -> None:
    """Changes title and persona. Raises Conflict (common.models)."""
    require(rules.can_map(by, journey) and persona.client_id == by.organisation_id)
    if (journey.title, journey.persona_id) == (title, persona.pk):
        return
    taken = {"title": _("There is already a journey with this title.")}
    _saving(taken, lambda: revise(journey, revision=revision, title=title, persona=persona))
    record("services.journey_changed", organisation=by.organisation, by=by, about=journey)


@transaction.atomic
def count_journey(*, journey: Journey, by: Membership) -> None:
    """Lets a concept count in the figures from now on. Doing it twice is harmless."""
    require(rules.can_map(by, journey))
    if not Journey.objects.editable_by(by).active().filter(pk=journey.pk).exists():
        raise ValidationError(_("“%(name)s” is in the archive and does not count.") % {"name": journey})
    if Journey.objects.editable_by(by).filter(pk=journey.pk, is_concept=True).update(is_concept=False):
        record("services.journey_counts", organisation=by.organisation, by=by, about=journey)


@transaction.atomic
def archive_journey(*, journey: Journey, by: Membership) -> None:
    """Puts a journey away: it counts no more. Doing it twice is harmless."""
    require(rules.can_map(by, journey))
    active = Journey.objects.editable_by(by).active().filter(pk=journey.pk)
    if active.update(archived_at=timezone.now()):
        record("services.journey_archived", organisation=by.organisation, by=by, about=journey)


@transaction.atomic
def restore_journey(*, journey: Journey, by: Membership) -> None:
    """Takes a journey back, unless its title was taken meanwhile. Doing it twice is harmless."""
    require(rules.can_map(by, journey))
    archived = Journey.objects.editable_by(by).filter(pk=journey.pk, archived_at__isnull=False)
    if archived.exists():
        taken = {"title": _("There is already a journey with this title.")}
        _saving(taken, lambda: archived.update(archived_at=None))
        record("services.journey_restored", organisation=by.organisation, by=by, about=journey)


@transaction.atomic
def add_stage(*, journey: Journey, by: Membership, title: str) -> Stage:
    """Adds a stage at the end."""
    _open(journey, by)
    rows = Stage.objects.visible_to(by).active().filter(journey=journey)
    if rows.filter(title__iexact=title).exists():
        raise ValidationError({"title": _("This journey already has a stage with this title.")})
    last = rows.order_by("-position").first()
    stage = Stage.objects.create(journey=journey, title=title, position=last.position + 1 if last else 1)
    _tell("services.stage_added", journey, by, title)
    return stage


@transaction.atomic
def rename_stage(*, stage: Stage, by: Membership, revision: int, title: str) -> None:
    """Gives a stage another title. Raises Conflict (common.models)."""
    _open(stage.journey, by)
    _still(stage)
    if stage.title != title:
        revise(stage, revision=revision, title=title)
        _tell("services.stage_changed", stage.journey, by, title)


@transaction.atomic
def archive_stage(*, stage: Stage, by: Membership) -> None:
    """Takes an empty stage away; one with contact moments stays. Doing it twice is harmless."""
    _open(stage.journey, by)
    if ContactMoment.objects.visible_to(by).active().filter(stage=stage).exists():
        raise ValidationError(_("This stage still has contact moments. Move them or put them in the archive first."))
    if Stage.objects.editable_by(by).active().filter(pk=stage.pk).update(archived_at=timezone.now()):
        _tell("services.stage_archived", stage.journey, by, stage.title)


@transaction.atomic
def move_stage(*, stage: Stage, by: Membership, step: int = 0, before: UUID | None = None) -> None:
    """Moves a stage so many places, or to just before another one (to the end without either)."""
    _open(stage.journey, by)
    _still(stage)
    rows = list(Stage.objects.editable_by(by).active().filter(journey=stage.journey).in_order())
    if _put(rows, stage, step=step, before=before):
        _tell("services.stage_moved", stage.journey, by, stage.title)


@transaction.atomic
def add_moment(
    *,
    stage: Stage,
    by: Membership,
    services: Collection[Service] = (),
    locations: Collection[Location] = (),
    **facts: Any,
) -> ContactMoment:
    """Adds a contact moment at the end of a stage."""
    _open(stage.journey, by)
    _still(stage)
    rows = ContactMoment.objects.visible_to(by).active().filter(stage=stage)
    if rows.filter(happens__iexact=facts["happens"]).exists():
        raise ValidationError({"happens": _("This stage already has a contact moment in these words.")})
    last = rows.order_by("-position").first()
    moment = ContactMoment.objects.create(stage=stage, position=last.position + 1 if last else 1, **facts)
    moment.services.set(services)
    moment.locations.set(locations)
    _tell("services.moment_added", stage.journey, by, moment.happens)
    return moment


@transaction.atomic
def change_moment(
    *,
    moment: ContactMoment,
    by: Membership,
    revision: int,
    services: Collection[Service] | None = None,
    locations: Collection[Location] | None = None,
    **facts: Any,
) -> None:
    """Changes a contact moment. Raises Conflict (common.models); refuses one that was archived meanwhile."""
    journey = moment.stage.journey
    _open(journey, by)
    before = _still(moment)
    sets = {"services": services, "locations": locations}
    moved = {name: rows for name, rows in sets.items() if rows is not None and _differs(before, name, rows)}
    changed = _changed(before, facts) | {name: [] for name in moved}
    if not changed:
        return
    revise(moment, revision=revision, **facts)
    for name, rows in moved.items():
        getattr(moment, name).set(rows)
    _tell("services.moment_changed", journey, by, moment.happens, changes=changed)


def _differs(moment: ContactMoment, name: str, rows: Collection[Any]) -> bool:
    return {row.pk for row in rows} != set(getattr(moment, name).values_list("pk", flat=True))


@transaction.atomic
def archive_moment(*, moment: ContactMoment, by: Membership) -> None:
    """Puts a contact moment away: it counts no more. Doing it twice is harmless."""
    journey = moment.stage.journey
    _open(journey, by)
    active = ContactMoment.objects.editable_by(by).active().filter(pk=moment.pk)
    if active.update(archived_at=timezone.now()):
        _tell("services.moment_archived", journey, by, moment.happens)


@transaction.atomic
def restore_moment(*, moment: ContactMoment, by: Membership) -> None:
    """Takes a contact moment back, with its stage where that is gone too. Doing it twice is harmless."""
    journey = moment.stage.journey
    _open(journey, by)
    archived = ContactMoment.objects.editable_by(by).filter(pk=moment.pk, archived_at__isnull=False)
    if archived.update(archived_at=None):
        Stage.objects.editable_by(by).filter(pk=moment.stage_id).update(archived_at=None)
        _tell("services.moment_restored", journey, by, moment.happens)


@transaction.atomic
def move_moment(
    *, moment: ContactMoment, by: Membership, stage: Stage | None = None, step: int = 0, before: UUID | None = None
) -> None:
    """Moves a contact moment so many places in its stage, or to just before another one of `stage`.

    `stage` is its own without it; a new stage without `before` takes it in at the end.
    """
    journey = moment.stage.journey
    _open(journey, by)
    moment.stage_id = _still(moment).stage_id
    target = stage or moment.stage
    if target.journey_id != journey.pk:
        raise ValidationError(_("That stage belongs to another journey."))
    _still(target)
    rows = list(ContactMoment.objects.editable_by(by).active().filter(stage=target).in_order())
    if target.pk != moment.stage_id:
        moment.stage, moment.position = target, len(rows) + 1
        moment.save(update_fields=["stage", "position"])
        rows.append(moment)
        if before is not None:
            _put(rows, moment, before=before)
    elif not _put(rows, moment, step=step, before=before):
        return
    _tell("services.moment_moved", journey, by, moment.happens)


def _open(journey: Journey, by: Membership) -> None:
    """Who may, in a journey that is in use, one at a time; and the journey has changed now."""
    require(rules.can_map(by, journey))
    row = Journey.objects.editable_by(by).select_for_update(no_key=True).get(pk=journey.pk)
    if row.archived_at:
        raise ValidationError(_("This journey is in the archive. Restore it before you change it."))


def _still(row: Any) -> Any:
    """The row as it is now; refuses it when somebody put it away meanwhile."""
    fresh = type(row).objects.for_system("inside the lock of its journey").get(pk=row.pk)
    if fresh.archived_at:
        gone = _("Somebody else moved “%(name)s” to the archive in the meantime. What you typed has not been saved.")
        raise ValidationError(gone % {"name": fresh})
    return fresh


def _put(rows: list[Any], row: Any, *, step: int = 0, before: UUID | None = None) -> bool:
    """Numbers the rows anew with `row` in its new place; whether that is another one."""
    keys = [one.pk for one in rows]
    here = keys.index(row.pk)
    if before is not None and before not in keys:
        raise ValidationError(
            _("Somebody else moved or archived something in the meantime. Check where you want it and try again.")
        )
    if before == row.pk:
        return False
    row = rows[here]  # as it is now, not as it was read
    others = rows[:here] + rows[here + 1 :]
    if step:
        there = max(0, min(len(others), here + step))
    else:
        there = len(others) if before is None else [one.pk for one in others].index(before)
    moved = [*others[:there], row, *others[there:]]
    for place, one in enumerate(moved, start=1):
        if one.position != place:
            type(row).objects.for_system("inside the lock of its journey").filter(pk=one.pk).update(position=place)
    return there != here


def _tell(event: str, journey: Journey, by: Membership, name: str, **data: Any) -> None:
    """Into the history of the journey, which changed now."""
    Journey.objects.editable_by(by).filter(pk=journey.pk).update(changed_at=timezone.now())
    record(event, organisation=by.organisation, by=by, about=journey, name=name, **data)


def _changed(row: Any, facts: dict[str, Any]) -> dict[str, list[str]]:
    """What differs: old and new of the short fields, of texts only that they changed."""
    differing = {name: value for name, value in facts.items() if getattr(row, name) != value}
    return {
        name: [_short(getattr(row, name)), _short(value)] if name in SHORT else [] for name, value in differing.items()
    }


def _short(value: Any) -> str:
    return "" if value is None else str(value)


def _saving(taken: dict[str, str], save: Callable[[], Any]) -> None:
    """Runs `save`; a name that is taken becomes a sentence beside its field."""
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        raise ValidationError(taken) from error

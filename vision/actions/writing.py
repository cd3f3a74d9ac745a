"""Beginning a version and writing its texts. Saving a text while it is typed leaves no audit event."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership
from accounts.rules import require
from common.models import Conflict, revise
from common.richtext import check_length, clean
from vision import rules
from vision.models import COPIED, ItemText, Part, PartKind, Vision, VisionItem, VisionVersion

# Of one kind in one version; more than this no reader keeps apart.
MOST_ITEMS = 30


@transaction.atomic
def begin(*, by: Membership, title: str, period: str = "", language: str = "") -> VisionVersion:
    """Begins the vision of the client with an empty first version; gives back what was begun before."""
    require(rules.can_begin(by))
    vision, _made = Vision.objects.get_or_create(client=by.organisation)
    _lock(vision)
    if existing := vision.versions.order_by("-number").first():
        return existing
    version = VisionVersion.objects.create(
        vision=vision, number=1, title=title, period=period, language=language or by.organisation.language,
        started_by=by,
    )  # fmt: skip
    Part.objects.bulk_create([Part(version=version, kind=kind) for kind in PartKind.values])
    record("vision.begun", organisation=by.organisation, by=by, about=version, number=1)
    return version


@transaction.atomic
def begin_version(*, start_from: VisionVersion, by: Membership) -> VisionVersion:
    """Begins a draft with the texts of a published version; gives back the draft that is already there."""
    require(rules.can_change(by, start_from))
    vision = start_from.vision
    _lock(vision)
    if existing := vision.versions.unpublished().first():
        return existing
    number = (vision.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = VisionVersion.objects.create(
        vision=vision, number=number, title=start_from.title, period=start_from.period,
        language=start_from.language, started_from=start_from, started_by=by,
    )  # fmt: skip
    bodies = dict(start_from.parts.values_list("kind", "body"))
    Part.objects.bulk_create([Part(version=version, kind=kind, body=bodies.get(kind, "")) for kind in PartKind.values])
    ItemText.objects.bulk_create(
        ItemText(
            version=version,
            item_id=text.item_id,
            position=text.position,
            **{name: getattr(text, name) for name in COPIED},
        )
        for text in start_from.texts.all()
    )
    record("vision.begun", organisation=vision.client, by=by, about=version, number=number)
    return version


def _lock(vision: Vision) -> None:
    # Two who begin at once: the second finds what the first one made.
    Vision.objects.for_system("lock").select_for_update().get(pk=vision.pk)


def in_draft(version_id: UUID) -> VisionVersion:
    """The version, locked, so that nobody publishes it while a text is saved; refuses what is no draft."""
    rows = VisionVersion.objects.for_system("lock").select_for_update(of=("self",))
    version = rows.select_related("vision__client").get(pk=version_id)
    if version.state == VisionVersion.State.PUBLISHED:
        raise ValidationError(
            _("This version has been published and stays as it is. Begin a new version to change it.")
        )
    if version.state != VisionVersion.State.DRAFT:
        raise ValidationError(_("This version is in review. Take it back to draft to change it."))
    return version


@transaction.atomic
def change_details(*, version: VisionVersion, revision: int, by: Membership, **changes: Any) -> None:
    """Changes title, period, language and what changed. Raises Conflict when somebody else did."""
    require(rules.can_change(by, version))
    in_draft(version.pk)
    if all(getattr(version, name) == value for name, value in changes.items()):
        return
    revise(version, revision=revision, **changes)
    record("vision.details_changed", organisation=by.organisation, by=by, about=version, fields=sorted(changes))


@transaction.atomic
def save_part(*, part: Part, revision: int, html: str, by: Membership) -> None:
    """Saves the text of a part. Raises Conflict when somebody else changed it, ValidationError when too long."""
    require(rules.can_change(by, part.version))
    body = clean(html)
    check_length(body)
    in_draft(part.version_id)
    _save(part, revision, by, body=body)


@transaction.atomic
def save_item(*, text: ItemText, revision: int, by: Membership, **changes: Any) -> None:
    """Saves what a draft says of an item. Raises Conflict when somebody else changed it."""
    require(rules.can_change(by, text.version))
    in_draft(text.version_id)
    _save(text, revision, by, **changes)


def _save(row: Any, revision: int, by: Membership, **changes: Any) -> None:
    # Sent twice, or both wrote the same: nothing is lost, so it is no conflict.
    row.refresh_from_db(fields=["revision", *changes])
    if all(getattr(row, name) == value for name, value in changes.items()):
        return
    if row.revision != revision:
        raise Conflict(type(row)._default_manager.select_related("changed_by__user").get(pk=row.pk))
    revise(row, revision=revision, changed_by_id=by.pk, **changes)


@transaction.atomic
def add_item(*, version: VisionVersion, kind: str, by: Membership, **fields: Any) -> ItemText:
    """Adds a core value, user group or ambition at the end."""
    require(rules.can_change(by, version))
    in_draft(version.pk)
    same = version.texts.filter(item__kind=kind)
    last = same.aggregate(last=Max("position"))["last"] or 0
    if same.count() >= MOST_ITEMS:
        raise ValidationError(
            _("There are %(count)d already. Remove one before you add another.") % {"count": MOST_ITEMS}
        )
    item = VisionItem.objects.create(vision_id=version.vision_id, kind=kind)
    text = ItemText.objects.create(version=version, item=item, position=last + 1, changed_by=by, **fields)
    record("vision.item_added", organisation=by.organisation, by=by, about=item, name=text.name)
    return text


@transaction.atomic
def move_item(*, text: ItemText, up: bool, by: Membership) -> None:
    """Puts an item one place earlier or later among those of its kind; the first and the last stay."""
    require(rules.can_change(by, text.version))
    in_draft(text.version_id)
    rows = list(
        ItemText.objects.editable_by(by)
        .filter(version=text.version_id, item__kind=text.item.kind)
        .order_by("position", "created_at")
    )
    here = next(place for place, row in enumerate(rows) if row.pk == text.pk)
    there = here + (-1 if up else 1)
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for place, row in enumerate(rows, start=1):
        row.position = place
    ItemText.objects.bulk_update(rows, ["position"])


@transaction.atomic
def remove_item(*, text: ItemText, by: Membership) -> None:
    """Takes an item out of the draft; the item itself and what other versions say of it stay."""
    require(rules.can_change(by, text.version))
    in_draft(text.version_id)
    later = ItemText.objects.for_system("close the gap").filter(
        version=text.version_id, item__kind=text.item.kind, position__gt=text.position
    )
    record("vision.item_removed", organisation=by.organisation, by=by, about=text.item, name=text.name)
    text.delete()
    later.update(position=F("position") - 1)

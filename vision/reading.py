"""A version as it is read: on the page, by a guest, in the PDF."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import translation

from common.richtext import is_empty
from vision.models import FIELDS, PART_OF, ItemKind, ItemText, Part, PartKind, VisionVersion

# Words of the document, in its own language: the headings above the items of a part.
KIND_OF = {part: kind for kind, part in PART_OF.items()}


@dataclass
class Chapter:
    """One part with the items that stand in it."""

    kind: str
    title: str
    part: Part
    item_kind: str = ""
    items: list[ItemText] = field(default_factory=list)

    @property
    def runs_on(self) -> bool:
        """Whether it follows the part before it on the same page of the PDF: short parts share one."""
        return self.kind in (PartKind.CORE_VALUES, PartKind.SUSTAINABILITY)

    @property
    def is_empty(self) -> bool:
        return is_empty(self.part.body) and not self.items


def chapters_of(version: VisionVersion, *, with_empty: bool = False) -> list[Chapter]:
    """The parts in their order, with titles in the language of the document. Two queries."""
    parts = {part.kind: part for part in version.parts.all()}
    texts = list(version.texts.select_related("item").order_by("position", "created_at"))
    found = []
    with translation.override(version.language):
        for kind in PartKind:
            item_kind = KIND_OF.get(kind, "")
            items = [text for text in texts if text.item.kind == item_kind]
            if item_kind == ItemKind.AMBITION:
                items.sort(key=lambda text: (text.year or 9999, text.position))
            chapter = Chapter(kind.value, str(kind.label), parts[kind], item_kind, items)
            if with_empty or not chapter.is_empty:
                found.append(chapter)
    return found


def _label(name: str) -> Any:
    return ItemText._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def fields_of(text: ItemText) -> list[tuple[str, str, Any]]:
    """Name, label and value of each field of an item's kind."""
    return [(name, str(_label(name)), getattr(text, name)) for name in FIELDS[text.kind]]

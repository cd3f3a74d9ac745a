"""The difference between two versions, to be read side by side."""

from dataclasses import dataclass, field

from common.compare import Row, paragraphs, rows_of
from vision.models import ItemText, VisionVersion
from vision.reading import chapters_of, fields_of


@dataclass
class Section:
    """A part or an item; `state` tells at a glance what happened to it."""

    title: str
    kind: str
    rows: list[Row] = field(default_factory=list)

    @property
    def state(self) -> str:
        states = {row.state for row in self.rows}
        return states.pop() if len(states) == 1 else "changed" if states else "same"


@dataclass
class Group:
    """Sections that follow each other and are all unchanged, or one that is not."""

    same: bool
    sections: list[Section]


def grouped(sections: list[Section]) -> list[Group]:
    """What did not change, folded together."""
    found: list[Group] = []
    for section in sections:
        same = section.state == "same"
        if same and found and found[-1].same:
            found[-1].sections.append(section)
        else:
            found.append(Group(same, [section]))
    return found


def compare(old: VisionVersion, new: VisionVersion) -> list[Section]:
    """Every part and item of either version, in the order of the newer one."""
    sections = [Section(str(new), "title", rows_of([str(old)], [str(new)]))]
    if old.period or new.period:
        sections[0].rows += rows_of([old.period], [new.period])
    old_chapters = {chapter.kind: chapter for chapter in chapters_of(old, with_empty=True)}
    for chapter in chapters_of(new, with_empty=True):
        before = old_chapters[chapter.kind]
        rows = rows_of(paragraphs(before.part.body), paragraphs(chapter.part.body))
        if rows:
            sections.append(Section(chapter.title, "part", rows))
        sections += _items(before.items, chapter.items)
    return sections


def _items(old: list[ItemText], new: list[ItemText]) -> list[Section]:
    before = {text.item_id: text for text in old}
    found = [Section(text.name, "item", _fields(before.pop(text.item_id, None), text)) for text in new]
    return found + [Section(text.name, "item", _fields(text, None)) for text in before.values()]


def _fields(old: ItemText | None, new: ItemText | None) -> list[Row]:
    some = new or old
    assert some
    found = []
    for name, label, _value in fields_of(some):
        left, right = (str(getattr(text, name) or "") if text else "" for text in (old, new))
        if left or right:
            found += [Row(row.old, row.new, row.state, label) for row in rows_of([left], [right])]
    return found

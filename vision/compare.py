"""The difference between two versions, to be read side by side."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.richtext import text
from vision.models import ItemText, VisionVersion
from vision.reading import chapters_of, fields_of

# A word, a space or a mark: "doen." and "doen, ook" share their word.
WORD = r"\s+|\w+|[^\w\s]"


@dataclass(frozen=True)
class Row:
    """Two passages beside each other; `state` is same, changed, added or removed."""

    old: SafeString | str
    new: SafeString | str
    state: str
    label: str = ""


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
    sections = [Section(str(new), "title", _rows([str(old)], [str(new)]))]
    if old.period or new.period:
        sections[0].rows += _rows([old.period], [new.period])
    old_chapters = {chapter.kind: chapter for chapter in chapters_of(old, with_empty=True)}
    for chapter in chapters_of(new, with_empty=True):
        before = old_chapters[chapter.kind]
        rows = _rows(_paragraphs(before.part.body), _paragraphs(chapter.part.body))
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
            found += [Row(row.old, row.new, row.state, label) for row in _rows([left], [right])]
    return found


def _paragraphs(html: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text(html)) if part.strip()]


def _rows(old: list[str], new: list[str]) -> list[Row]:
    """Paragraph by paragraph; within a changed pair word by word."""
    found = []
    old, new = [part for part in old if part], [part for part in new if part]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = old[i1:i2], new[j1:j2]
        if tag == "equal":
            found += [Row(part, part, "same") for part in left]
            continue
        for place in range(max(len(left), len(right))):
            one, other = (side[place] if place < len(side) else "" for side in (left, right))
            found.append(_pair(one, other))
    return found


def _pair(old: str, new: str) -> Row:
    if not old:
        return Row("", format_html("<ins>{}</ins>", new), "added")
    if not new:
        return Row(format_html("<del>{}</del>", old), "", "removed")
    left, right = re.findall(WORD, old), re.findall(WORD, new)
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return Row(
        _marked(codes, lambda code: ("".join(left[code[1] : code[2]]), code[0] in ("replace", "delete")), "del"),
        _marked(codes, lambda code: ("".join(right[code[3] : code[4]]), code[0] in ("replace", "insert")), "ins"),
        "changed",
    )


def _marked(codes: list[tuple], piece: Callable[[tuple], tuple[str, bool]], tag: str) -> SafeString:
    form = {True: f"<{tag}>{{}}</{tag}>", False: "{}"}
    pieces = [piece(code) for code in codes]
    return format_html_join("", "{}", ((format_html(form[marked], words),) for words, marked in pieces if words))

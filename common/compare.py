"""The difference between two texts, to be read side by side."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.richtext import text

# A word, a space or a mark: "doen." and "doen, ook" share their word.
WORD = r"\s+|\w+|[^\w\s]"
# What nobody sees; an editor leaves the last one in an empty paragraph.
BLANK = " \t\n\r\u00a0\u200b"


@dataclass(frozen=True)
class Row:
    """Two passages beside each other; `state` is same, changed, added or removed."""

    old: SafeString | str
    new: SafeString | str
    state: str
    label: str = ""


def paragraphs(html: str) -> list[str]:
    """What a reader sees of rich text, paragraph by paragraph; a number that a list goes on from is part of it."""
    return lines(text(re.sub(r'(<ol start="(\d+)"><li>(?:<p>)?)', r"\1\2. ", html or "")))


def lines(plain: str) -> list[str]:
    """The paragraphs of a plain text."""
    parts = (part.strip(BLANK) for part in re.split(r"\n\s*\n", plain.replace("\r\n", "\n")))
    return [part for part in parts if part]


def rows_of(old: list[str], new: list[str]) -> list[Row]:
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

"""Two texts that were written over the same one, brought together: paragraph by paragraph, and within a paragraph
that both changed sentence by sentence. Where both changed the same sentence, both sentences stand in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from common.compare import lines
from common.richtext import blocks, is_empty, text

Key = Callable[[str], str]
# What a sentence ends with, and the space after it.
SENTENCE = r"[.!?…]+[\"'”’)\]]*\s+"
# Two passages of which this share is the same are one passage, changed.
NEAR = 0.5


@dataclass(frozen=True)
class Clash:
    """What both changed, each otherwise; as plain text, empty where one of them took it out."""

    mine: str
    theirs: str


@dataclass
class Merged:
    """The passages in their order, and where both stand one after another: what is there now first."""

    passages: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)

    def add(self, other: "Merged") -> None:
        self.passages += other.passages
        self.clashes += other.clashes


# The passage that three forms of one make together; None when they have no smaller parts to put together.
Finer = Callable[[str, str, str], "Merged | None"]


@dataclass(frozen=True)
class _Kind:
    """What sort of passages are merged: `key` says when two are the same, `finer` merges within one."""

    key: Key = str.strip
    finer: Finer = lambda base, mine, theirs: None


def merge(base: list[str] | None, mine: list[str], theirs: list[str], kind: _Kind | None = None) -> Merged:
    """What either of them changed since `base`; both where both changed the same.

    Where nobody knows the base, it is taken to be what both texts share.
    """
    kind = kind or _Kind()
    if base is None:
        base = [mine[place] for place in sorted(_same(mine, theirs, kind.key))]
    to_mine, to_theirs = _same(base, mine, kind.key), _same(base, theirs, kind.key)
    found = Merged()
    b = m = t = 0
    for place in sorted(to_mine.keys() & to_theirs.keys()):
        here, there = to_mine[place], to_theirs[place]
        found.add(_between(base[b:place], mine[m:here], theirs[t:there], kind))
        # The words are the same: who changed the formatting has it.
        found.passages.append(mine[here] if theirs[there] == base[place] else theirs[there])
        b, m, t = place + 1, here + 1, there + 1
    found.add(_between(base[b:], mine[m:], theirs[t:], kind))
    return found


def _same(one: list[str], other: list[str], key: Key) -> dict[int, int]:
    """Where each passage of one text stands in the other."""
    matcher = SequenceMatcher(None, [key(part) for part in one], [key(part) for part in other], autojunk=False)
    return {run.a + step: run.b + step for run in matcher.get_matching_blocks() for step in range(run.size)}


def _between(base: list[str], mine: list[str], theirs: list[str], kind: _Kind) -> Merged:
    """Between two passages that all three share."""
    old, ours, others = ([kind.key(part) for part in side] for side in (base, mine, theirs))
    changed = theirs if ours in (old, others) else mine if others == old else None
    if changed is not None and (base in (mine, theirs, []) or mine == theirs):
        return Merged(list(changed))
    if not base:
        # Both only added: neither undoes the other.
        return Merged([*theirs, *mine])
    found = _within(base, mine, theirs, kind)
    if changed is None:
        return found or Merged([*theirs, *mine], [Clash(_plain(ours), _plain(others))])
    # One changed the words and the other the formatting only: both where they can be put together.
    return found if found and not found.clashes else Merged(list(changed))


def _within(base: list[str], mine: list[str], theirs: list[str], kind: _Kind) -> Merged | None:
    """The same by the first passage that is still to be known in all three, with what stands before and after it."""
    to_mine, to_theirs = _near(base, mine, kind.key), _near(base, theirs, kind.key)
    for b in sorted(to_mine.keys() & to_theirs.keys()):
        m, t = to_mine[b], to_theirs[b]
        here = _passage(base[b], mine[m], theirs[t], kind)
        if here:
            found = _between(base[:b], mine[:m], theirs[:t], kind)
            found.add(here)
            found.add(_between(base[b + 1 :], mine[m + 1 :], theirs[t + 1 :], kind))
            return found
    return None


def _passage(base: str, mine: str, theirs: str, kind: _Kind) -> Merged | None:
    """One passage of all three; None where both changed the same in it."""
    if base in (mine, theirs) or mine == theirs:
        return Merged([theirs if mine == base else mine])
    if found := kind.finer(base, mine, theirs):
        return found
    old, ours, others = (kind.key(one) for one in (base, mine, theirs))
    if ours in (old, others):
        return Merged([theirs])
    return Merged([mine]) if others == old else None


def _near(base: list[str], side: list[str], key: Key) -> dict[int, int]:
    """Where each passage stands in a changed text, changed or not; in the same order."""
    found: dict[int, int] = {}
    begin = 0
    for place, old in enumerate(base):
        for there in range(begin, len(side)):
            if SequenceMatcher(None, key(old), key(side[there]), autojunk=False).ratio() >= NEAR:
                found[place], begin = there, there + 1
                break
    return found


def _plain(passages: list[str]) -> str:
    return " ".join(passage.strip() for passage in passages)


# Rich text and plain text --------------------------------------------------------------------------


def merge_html(base: str | None, mine: str, theirs: str) -> tuple[str, list[Clash]]:
    """Rich text of both, and where both stand."""
    sides = [None if side is None else _blocks(side) for side in (base, mine, theirs)]
    found = merge(sides[0], sides[1] or [], sides[2] or [], _Kind(text, _block))
    return "".join(found.passages), found.clashes


def merge_plain(base: str | None, mine: str, theirs: str) -> tuple[str, list[Clash]]:
    """The same of plain text."""
    sides = [None if side is None else lines(side) for side in (base, mine, theirs)]
    found = merge(sides[0], sides[1] or [], sides[2] or [], _Kind(finer=_paragraph))
    return "\n\n".join(found.passages), found.clashes


def _blocks(html: str) -> list[str]:
    return [block for block in blocks(html) if block == "<hr>" or not is_empty(block)]


def _paragraph(base: str, mine: str, theirs: str) -> Merged | None:
    return _joined([_parts(side) for side in (base, mine, theirs)], _Kind())


def _parts(plain: str) -> list[str]:
    """The sentences of plain text, each with the space after it."""
    return re.findall(rf".+?(?:{SENTENCE}|$)", plain, re.DOTALL)


def _block(base: str, mine: str, theirs: str) -> Merged | None:
    """A list point by point, a paragraph sentence by sentence; the markup around it must be the same."""
    starts = [re.sub(r"^(<[^>]+>).*$", r"\1", side, flags=re.DOTALL) for side in (base, mine, theirs)]
    start = _start(*starts)
    if not start:
        return None
    inner = [side[len(one) : side.rindex("</")] for one, side in zip(starts, (base, mine, theirs), strict=True)]
    parts = [blocks(side) for side in inner]
    if start.startswith("<tr"):
        return _row(parts, start)
    if all("".join(pieces) == side for pieces, side in zip(parts, inner, strict=True)):
        found: Merged | None = merge(parts[0], parts[1], parts[2], _Kind(text, _block))
    else:
        found = _joined([_sentences(side) for side in inner], _Kind(text))
    if found:
        found.passages = [start + "".join(found.passages) + base[base.rindex("</") :]]
    return found


def _start(base: str, mine: str, theirs: str) -> str:
    """The tag that a block begins with; a list may begin at another number in one of them. Empty where they differ."""
    if len({re.sub(r"^<ol\b.*", "<ol>", one) for one in (base, mine, theirs)}) > 1:
        return ""
    if mine in (base, theirs):
        return theirs
    return mine if theirs == base else ""


def _row(sides: list[list[str]], start: str) -> Merged | None:
    """A row of a table cell by cell; None where both changed a cell, or the columns, so that both rows stand."""
    if len({len(side) for side in sides}) > 1:
        return None
    cells = []
    for old, ours, others in zip(*sides, strict=True):
        if ours not in (old, others) and others != old:
            return None
        cells.append(others if ours == old else ours)
    return Merged([f"{start}{''.join(cells)}</tr>"])


def _sentences(html: str) -> list[str]:
    """The sentences of a paragraph of rich text; what stands within one element stays together."""
    found, depth = [""], 0
    for piece in re.split(r"(<[^>]+>)", html):
        if piece.startswith("<"):
            found[-1] += piece
            depth += 0 if piece == "<br>" else -1 if piece.startswith("</") else 1
            continue
        for part in [piece] if depth else _parts(piece):
            found[-1] += part
            if not depth and re.search(rf"{SENTENCE}$", part):
                found.append("")
    return [sentence for sentence in found if sentence]


def _joined(sides: list[list[str]], kind: _Kind) -> Merged | None:
    """Sentences put together, with a space between two; None where there is but one."""
    if max(map(len, sides)) < 2:
        return None
    found = merge(sides[0], sides[1], sides[2], kind)
    spaced = [part if part[-1:].isspace() else f"{part} " for part in found.passages]
    return Merged(["".join(spaced).strip()], found.clashes)

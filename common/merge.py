"""Two texts that were written over the same one, brought together paragraph by paragraph."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape

from common.compare import lines
from common.richtext import blocks, text


@dataclass(frozen=True)
class Clash:
    """Paragraphs that both changed, each otherwise."""

    mine: list[str]
    theirs: list[str]


Key = Callable[[str], str]


def merge(base: list[str] | None, mine: list[str], theirs: list[str], key: Key = str.strip) -> list[str | Clash]:
    """What either of them changed since `base`; a Clash where both changed the same.

    Where nobody knows the base, it is taken to be what both texts share. `key` says when two are the same.
    """
    if base is None:
        base = [mine[place] for place in sorted(_same(mine, theirs, key))]
    to_mine, to_theirs = _same(base, mine, key), _same(base, theirs, key)
    found: list[str | Clash] = []
    b = m = t = 0
    for place in sorted(to_mine.keys() & to_theirs.keys()):
        here, there = to_mine[place], to_theirs[place]
        found += _between(base[b:place], mine[m:here], theirs[t:there], key)
        # The words are the same: who changed the formatting has it.
        found.append(mine[here] if theirs[there] == base[place] else theirs[there])
        b, m, t = place + 1, here + 1, there + 1
    return found + _between(base[b:], mine[m:], theirs[t:], key)


def _same(one: list[str], other: list[str], key: Key) -> dict[int, int]:
    """Where each passage of one text stands in the other."""
    matcher = SequenceMatcher(None, [key(part) for part in one], [key(part) for part in other], autojunk=False)
    return {run.a + step: run.b + step for run in matcher.get_matching_blocks() for step in range(run.size)}


def _between(base: list[str], mine: list[str], theirs: list[str], key: Key) -> list[str | Clash]:
    old, ours, others = ([key(part) for part in side] for side in (base, mine, theirs))
    if ours in (old, others):
        return list(theirs)
    if others == old:
        return list(mine)
    # Both only added: neither undoes the other.
    return [Clash(mine, theirs)] if base else [*theirs, *mine]


def merge_html(base: str | None, mine: str, theirs: str, heads: tuple[str, str]) -> tuple[str, int]:
    """Rich text of both, and in how many places both stand; `heads` says there whose the texts are, mine first."""
    pieces = merge(None if base is None else blocks(base), blocks(mine), blocks(theirs), text)
    return _joined(pieces, [f"<p><strong>{escape(head)}</strong></p>" for head in heads], "")


def merge_plain(base: str | None, mine: str, theirs: str, heads: tuple[str, str]) -> tuple[str, int]:
    """The same of plain text."""
    pieces = merge(None if base is None else lines(base), lines(mine), lines(theirs))
    return _joined(pieces, list(heads), "\n\n")


def _joined(pieces: list[str | Clash], heads: list[str], between: str) -> tuple[str, int]:
    found: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            found.append(piece)
        else:
            for head, words in ((heads[1], piece.theirs), (heads[0], piece.mine)):
                found += [head, *words] if words else []
    return between.join(found), sum(isinstance(piece, Clash) for piece in pieces)

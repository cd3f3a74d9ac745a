"""Rich text: HTML, cleaned on the way in and once more on the way out by the same cleaner."""

import hashlib
import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from html import escape, unescape
from html.parser import HTMLParser

import nh3
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common.edges import clean_text

TAGS = {
    "p", "br", "strong", "em", "u", "s", "sub", "sup", "h3", "h4", "ul", "ol", "li", "blockquote", "a", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
LONGEST = 100_000  # characters; what is longer is refused by the forms
MOST_ELEMENTS = 3_000  # paragraphs, list items and the like: the PDF of each takes a few thousandths of a second
DEEPEST = 30  # elements within one another; the renderer of PDFs goes down a step for each, and falls at some 200
_MOST_TAGS = 40_000  # more than any text of LONGEST can hold; cleaning takes their square


def _only_safe_values(tag: str, attribute: str, value: str) -> str | None:
    if attribute in ("colspan", "rowspan"):
        return value if re.fullmatch(r"[1-4]?[0-9]|50", value) else None
    if attribute == "start":
        return value if re.fullmatch(r"0|[1-9][0-9]{0,3}", value) and value != "1" else None
    if tag == "a" and attribute == "href":
        return value if re.match(r"(https://|mailto:)", value, re.IGNORECASE) else None
    return value


_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href", "title"}, "ol": {"start"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
    url_schemes={"https", "mailto"},
    link_rel="noopener noreferrer nofollow",
    attribute_filter=_only_safe_values,
)


def clean(html: str) -> str:
    """HTML with nothing in it but plain text markup and safe links, no deeper than DEEPEST. Idempotent."""
    html = html or ""
    if html.count("<") > _MOST_TAGS:
        html = re.sub(r"<[^>]*>?", " ", html)
    # Once more after the cleaner, which writes out what was hidden as a number: &#11; or &#xFFFE;.
    return _no_deeper(clean_text(_cleaner.clean(html)).strip())


_LINK = re.compile(r"<a((?:\s[a-z]+=\"[^\"]*\")*)>(.*?)</a>", re.DOTALL)


def without_dead_links(html: str) -> str:
    """Clean HTML in which a link that leads nowhere is text.

    Not part of `clean`, as the text of an agreement that waits for approval keeps its hash.
    """
    return _LINK.sub(lambda found: found[0] if _leads_somewhere(found[1]) else found[2], html)


def _leads_somewhere(attributes: str) -> bool:
    address = dict(re.findall(r'([a-z]+)="([^"]*)"', attributes)).get("href", "")
    return bool(re.match(r"https://[^/?#\s]|mailto:\S", address, re.IGNORECASE))


_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_VOID = {"br", "hr"}


def _no_deeper(html: str) -> str:
    """Clean HTML without the marks of what lies deeper; its words stay, what was an item on a line of its own."""
    depth = 0

    def mark(found: re.Match) -> str:
        nonlocal depth
        closes, tag = found.groups()
        if tag in _VOID:
            return found[0]
        depth += -1 if closes else 1
        if depth + bool(closes) <= DEEPEST:
            return found[0]
        return "<br>" if closes and tag not in _INLINE else ""

    return _TAG.sub(mark, html)


_INLINE = {"strong", "em", "u", "a", "s", "sub", "sup"}


def check_length(html: str) -> None:
    """Refuses a text that is longer than its readers, or the PDF of it, can bear."""
    if len(html) > LONGEST or len(re.findall(r"<[a-z]", html)) > MOST_ELEMENTS:
        raise ValidationError(
            _(
                "This text is too long. A text may have %(characters)s characters, and %(elements)s "
                "paragraphs and list items. Make it shorter, or put part of it in a file."
            ),
            code="too_long",
            params={
                "characters": number_format(LONGEST, force_grouping=True),
                "elements": number_format(MOST_ELEMENTS, force_grouping=True),
            },
        )


def safe(html: str) -> SafeString:
    """The same, ready for a template; remembered by the hash of its content."""
    return _safe(hashlib.sha256((html or "").encode()).digest(), html or "")


@lru_cache(maxsize=2048)
def _safe(digest: bytes, html: str) -> SafeString:
    return mark_safe(without_dead_links(clean(html)))  # noqa: S308 - just cleaned


def text(html: str) -> str:
    """What a reader sees of it: markup removed, paragraphs divided by a blank line."""
    rows = re.sub(r"<(t[dh])\b[^>]*>(.*?)</\1>(?=(<t[dh])?)", _cell, html or "", flags=re.DOTALL)
    broken = re.sub(r"</(p|h3|h4|li|blockquote|tr)>|<br\s*/?>", "\n\n", rows)
    return unescape(re.sub(r"\n{3,}", "\n\n", re.sub(r"<[^>]+>", "", broken))).strip()


def _cell(found: re.Match) -> str:
    """A cell in the line of its row."""
    words = re.sub(r"<[^>]+>", "", re.sub(r"</(p|li|h3|h4)>(?=<)|<br\s*/?>", " ", found[2])).strip()
    return f"{words} | " if found[3] else words


def from_plain(plain: str) -> str:
    """Paragraphs of plain text as HTML, for a reader without JavaScript."""
    paragraphs = re.split(r"\n\s*\n", plain.strip().replace("\r\n", "\n"))
    return "".join(f"<p>{escape(part.strip()).replace(chr(10), '<br>')}</p>" for part in paragraphs if part.strip())


def is_empty(html: str) -> bool:
    """Whether nothing is left once the markup is gone."""
    return not re.sub(r"[\s\u200b\u00a0]+", "", text(html))


# What a form with templates/parts/prose_field.html sends ------------------------------------------


def typed(data: Mapping[str, str], name: str, *, before: str = "") -> str:
    """The text of a prose field as clean HTML, whichever way it was written.

    The editor sends HTML and says so (`format` is "html"). Without JavaScript plain text comes: then
    the paragraphs of `before` that nobody changed keep their formatting. `check_length` the result.
    """
    value = (data.get(name) or "").replace("\r\n", "\n")
    return without_dead_links(clean(value)) if data.get("format") == "html" else merge_plain(before, value)


def merge_plain(before: str, plain: str) -> str:
    """Plain text as HTML; blocks of `before` whose text is still there stay as they were."""
    plain = plain.replace("\r\n", "\n").strip()
    if plain == text(before):
        return before
    parts_of = [(html, _paragraphs(text(html))) for html in blocks(before)]
    old = [(number, words) for number, (_html, parts) in enumerate(parts_of) for words in parts]
    new = _paragraphs(plain)
    same = {
        run.b + step: old[run.a + step][0]
        for run in SequenceMatcher(None, [words for _number, words in old], new, autojunk=False).get_matching_blocks()
        for step in range(run.size)
    }
    # A block of several paragraphs, such as a list, stays only when all of them did.
    whole = {n for n, (_html, parts) in enumerate(parts_of) if list(same.values()).count(n) == len(parts)}
    found: list[str] = []
    kept: set[int] = set()
    for place, words in enumerate(new):
        block = same.get(place, -1)
        if block not in whole:
            found.append(from_plain(words))
        elif block not in kept:
            kept.add(block)
            found.append(parts_of[block][0])
    return "".join(found)


def _paragraphs(plain: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", plain) if part.strip()]


def blocks(html: str) -> list[str]:
    """The outermost elements of clean HTML, each as it stands."""
    splitter = _Splitter(html)
    splitter.feed(html)
    splitter.close()
    return splitter.blocks


class _Splitter(HTMLParser):
    VOID = {"br", "hr"}

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.starts = [0]
        for line in html.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.html, self.depth, self.begin, self.blocks = html, 0, 0, []  # type: ignore[var-annotated]

    def _place(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in self.VOID:
            if tag == "hr" and self.depth == 0:
                self.blocks.append("<hr>")
            return
        if self.depth == 0:
            self.begin = self._place()
        self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID or self.depth == 0:
            return
        self.depth -= 1
        if self.depth == 0:
            end = self._place() + len(f"</{tag}>")
            self.blocks.append(self.html[self.begin : end])

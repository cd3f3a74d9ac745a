"""Rich text: HTML, cleaned on the way in and once more on the way out by the same cleaner."""

import hashlib
import re
from functools import lru_cache
from html import escape, unescape

import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {"p", "br", "strong", "em", "u", "h3", "h4", "ul", "ol", "li", "blockquote", "a", "hr"}
LONGEST = 100_000  # characters; what is longer is refused by the forms


def _only_safe_links(tag: str, attribute: str, value: str) -> str | None:
    if tag == "a" and attribute == "href":
        return value if re.match(r"(https://|mailto:)", value, re.IGNORECASE) else None
    return value


_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href", "title"}},
    url_schemes={"https", "mailto"},
    link_rel="noopener noreferrer nofollow",
    attribute_filter=_only_safe_links,
)


def clean(html: str) -> str:
    """HTML with nothing in it but plain text markup and safe links. Idempotent."""
    return _cleaner.clean(html or "").strip()


def safe(html: str) -> SafeString:
    """The same, ready for a template; remembered by the hash of its content."""
    return _safe(hashlib.sha256((html or "").encode()).digest(), html or "")


@lru_cache(maxsize=2048)
def _safe(digest: bytes, html: str) -> SafeString:
    return mark_safe(clean(html))  # noqa: S308 - just cleaned


def text(html: str) -> str:
    """What a reader sees of it: markup removed, paragraphs divided by a blank line."""
    broken = re.sub(r"</(p|h3|h4|li|blockquote)>|<br\s*/?>", "\n\n", html or "")
    return unescape(re.sub(r"\n{3,}", "\n\n", re.sub(r"<[^>]+>", "", broken))).strip()


def from_plain(plain: str) -> str:
    """Paragraphs of plain text as HTML, for a reader without JavaScript."""
    paragraphs = re.split(r"\n\s*\n", plain.strip().replace("\r\n", "\n"))
    return "".join(f"<p>{escape(part.strip()).replace(chr(10), '<br>')}</p>" for part in paragraphs if part.strip())


def is_empty(html: str) -> bool:
    """Whether nothing is left once the markup is gone."""
    return not re.sub(r"[\s\u200b\u00a0]+", "", text(html))

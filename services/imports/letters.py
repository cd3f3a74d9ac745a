"""Which letters the bytes of a text file are, told by the file itself and not by its name.

A byte that fits nowhere becomes UNREADABLE, so that its row can be said and nothing is guessed.
"""

import codecs
import re

UNREADABLE = "\ufffd"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
# Of old files: Windows, Macintosh, DOS. The first counts where nothing tells them apart.
_OLD = ("cp1252", "mac_roman", "cp850")
# Letters and signs of our languages that lie elsewhere in each of them; quotes only where a word begins or ends.
_LIKELY = re.compile("[éèëêïöüáàçñóíúß€–]|(?<=[a-z])’|[‘“](?=\\w)(?<!\\w.)|”(?!\\w)")
_OF_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SAMPLE = 8192


def decoded(content: bytes) -> str:
    """The text of a file."""
    for mark, letters in _MARKS:
        if content.startswith(mark):
            return content.decode(letters, errors="replace")
    if wide := _wide_letters(content):
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    known = len(_OF_UTF8.findall(content))
    strange = sum(byte > 0x7F for byte in _OF_UTF8.sub(b"", content))
    # Letters of more bytes stand in no older file by chance, so a few bad bytes among them do not rename the others.
    if known * 10 >= strange:
        return content.decode("utf-8", errors="replace")
    return _of_old_letters(content)


def _wide_letters(content: bytes) -> str:
    """UTF-16 without its mark: in our languages every second byte is nothing."""
    head = content[:_SAMPLE]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(even, odd) < len(head) / 3 or min(even, odd) > max(even, odd) / 10:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _of_old_letters(content: bytes) -> str:
    texts = [content.decode(letters, errors="replace") for letters in _OLD]

    def likely(text: str) -> int:
        return len(_LIKELY.findall(text)) - 2 * text.count(UNREADABLE)

    return max(texts, key=likely)

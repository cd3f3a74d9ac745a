"""The Dutch catalogue, kept with Babel, so that a fresh machine needs no gettext.

    bin/messages              bring the catalogue up to date and print what lacks a Dutch text
    bin/messages fill FILE    take over the texts of another catalogue file
    bin/messages check        fail when a text is missing, fuzzy or no longer used
    bin/messages compile      make the .mo file

English is the language of the source. Strings are found in Python by Babel and in templates by
Django's own `templatize`, which turns a template into something that Babel can read.
"""

import fcntl
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from runner.environment import ROOT, VAR

CATALOGUE = ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"
SKIPPED = {"tests", "var", ".venv", "runner", "docs", "node_modules"}
KEYWORDS: dict = {
    name: spec
    for base, spec in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for name in (base, f"{base}_lazy")
}
KEYWORDS |= {"_": None, "now_": None, "gettext_noop": None}


def sources() -> Iterator[Path]:
    """Every file that may hold a string for people."""
    for pattern in ("**/*.py", "templates/**/*.html", "templates/**/*.txt"):
        for path in sorted(ROOT.glob(pattern)):
            if not SKIPPED.intersection(path.relative_to(ROOT).parts):
                yield path


def extracted() -> Catalog:
    """The strings that the source holds now."""
    from django.utils.translation.template import templatize

    catalogue = Catalog()
    for path in sources():
        text = path.read_text()
        if path.suffix != ".py":
            text = "\n".join(line.strip() for line in templatize(text, origin=path.name).splitlines())
        file = io.BytesIO(text.encode())
        for _, message, comments, context in extract("python", file, KEYWORDS, comment_tags=("Translators:",)):
            place = (str(path.relative_to(ROOT)), 0)
            catalogue.add(message, locations=[place], auto_comments=comments, context=context)
    return catalogue


def read(path: Path) -> Catalog:
    """The catalogue in a file, an empty one when there is none."""
    if not path.exists():
        return Catalog(locale="nl", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="nl")


def update(extra: Catalog | None = None) -> Catalog:
    """Writes the catalogue anew: the strings of the source, with the Dutch that is known."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "messages.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = read(CATALOGUE)
        fresh = Catalog(locale="nl", charset="utf-8", project="Samenspel", fuzzy=False,
                        header_comment="# Dutch of Samenspel.")  # fmt: skip
        for message in extracted():
            if not message.id:
                continue
            dutch = _known(extra, message) or _known(known, message)
            fresh.add(
                message.id, dutch or message.string, locations=message.locations[:1],
                context=message.context, flags=message.flags, auto_comments=message.auto_comments,
            )  # fmt: skip
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        with CATALOGUE.open("wb") as file:
            write_po(file, fresh, width=120, sort_output=True, omit_header=False, include_lineno=False)
        _steady_header()
    return fresh


def _known(catalogue: Catalog | None, message: Any) -> Any:
    found = catalogue.get(message.id, message.context) if catalogue else None
    if not found or found.fuzzy or not _filled(found):
        return None
    return found.string


def _filled(message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
    return bool(texts) and all(texts)


def _steady_header() -> None:
    """Dates in the header would make two branches clash for nothing."""
    lines = CATALOGUE.read_text().splitlines(keepends=True)
    dated = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Report-Msgid-Bugs-To", "Generated-By")
    CATALOGUE.write_text("".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in dated))))


def gaps(catalogue: Catalog) -> list[str]:
    """What lacks a Dutch text."""
    return [str(message.id) for message in catalogue if message.id and (message.fuzzy or not _filled(message))]


def check() -> list[str]:
    """What is wrong with the catalogue; empty when all is well."""
    known, source = read(CATALOGUE), extracted()
    missing = [f"missing: {message.id}" for message in source if message.id and not _known(known, message)]
    unused = [
        f"not used: {message.id}" for message in known if message.id and not source.get(message.id, message.context)
    ]
    broken = [f"{error}: {message.id}" for message, errors in known.check() for error in errors]
    return missing + unused + broken


def compile_catalogue() -> None:
    """Makes the .mo file that Django reads; in one move, as a process that starts now must not read half of it."""
    made = CATALOGUE.with_suffix(f".{os.getpid()}.mo")
    with made.open("wb") as file:
        write_mo(file, read(CATALOGUE))
    made.replace(CATALOGUE.with_suffix(".mo"))


def main(arguments: list[str]) -> int:
    """The command line; returns the exit code."""
    match arguments:
        case ["compile"]:
            compile_catalogue()
        case ["check"]:
            problems = check()
            print("\n".join(problems))
            return 1 if problems else 0
        case ["fill", path]:
            print("\n".join(gaps(update(read(Path(path))))))
            compile_catalogue()
        case []:
            print("\n".join(gaps(update())))
            compile_catalogue()
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

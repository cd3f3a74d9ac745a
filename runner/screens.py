"""bin/screens [--quick] [words …]: walks the pages of the demo as each kind of person and takes pictures.

Pages are found by following links: the first of each address in the URL table, for each person. With
words, only addresses whose name holds one of them. `--quick` takes Dutch and light alone.
"""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from runner.installation import CHROMIUM, demo, folder

PEOPLE = {
    "client": "fm@rijnoever.example",
    "supplier": "account@groene-tafel.example",
    "assessor": "assessor@rijnoever.example",
}
VISITOR_PAGES = ("/account/login/", "/account/password/reset/", "/mailbox/")
WIDTHS = {"desk": 1320, "phone": 360}
MOST_LINKS = 400


@dataclass(frozen=True)
class Look:
    """One way to look at a page."""

    language: str
    theme: str
    width: str

    def __str__(self) -> str:
        return f"{self.language}-{self.theme}-{self.width}"


def looks(quick: bool) -> list[Look]:
    languages, themes = (["nl"], ["light"]) if quick else (["nl", "en"], ["light", "dark"])
    return [Look(a, b, c) for a in languages for b in themes for c in WIDTHS]


def main(arguments: list[str]) -> int:
    """Takes all pictures; prints how many pages and which names of the URL table were not met."""
    words = [word for word in arguments if not word.startswith("-")]
    out = folder("screens")
    with demo("screens") as site:
        import django

        django.setup()
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=CHROMIUM)
            pages = {who: list(find(browser, site, address)) for who, address in PEOPLE.items()}
            pages["visitor"] = [(path.strip("/").replace("/", "-"), path) for path in VISITOR_PAGES]
            taken = [
                picture
                for look in looks("--quick" in arguments)
                for who, found in pages.items()
                for picture in shoot(browser, site, who, found, look, out, words)
            ]
            browser.close()
    sheet(taken, out)
    met = {name.replace("-", ":", 1) for found in pages.values() for name, _ in found}
    missed = sorted(names_of_pages() - met)
    print(f"{len(taken)} pictures of {len(met)} pages in {out}; not met by a link: {', '.join(missed) or 'none'}")
    return 0


def names_of_pages() -> set[str]:
    """The named addresses under an organisation."""
    from django.urls import get_resolver

    def walk(patterns, space: str) -> Iterator[str]:
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
            elif pattern.name:
                yield space + pattern.name

    return set(walk(get_resolver().url_patterns, ""))


def find(browser, site: str, address: str) -> Iterator[tuple[str, str]]:
    """Name and path of the first page of each kind that one reaches by links from the overview."""
    from django.urls import Resolver404, resolve

    page = sign_in(browser, site, address)
    todo = [urlsplit(page.url).path]
    seen: set[str] = set()
    names: set[str] = set()
    while todo and len(seen) < MOST_LINKS:
        path = todo.pop(0)
        if path in seen:
            continue
        seen.add(path)
        try:
            name = resolve(path).view_name
        except Resolver404:
            continue
        if name in names or name.endswith(("file", "download", "export", "pdf")):
            continue
        answer = page.request.get(site + path)
        if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        names.add(name)
        yield name.replace(":", "-"), path
        links = re.findall(r'href="(/[^"#?]*)', answer.text())
        todo += [link for link in links if link.startswith(("/o/", "/account/"))]
    page.context.close()


def sign_in(browser, site: str, address: str, **options):
    """A page in a new context, signed in."""
    page = browser.new_context(**options).new_page()
    page.goto(f"{site}/account/login/")
    page.fill("input[name=login]", address)
    page.fill("input[name=password]", "samenspel-demo")
    page.click("form:has(input[name=login]) button[type=submit]")
    page.wait_for_load_state("networkidle")
    return page


def shoot(browser, site: str, who: str, found: list, look: Look, out: Path, words: list[str]) -> Iterator[Path]:
    """Takes the pictures of one person's pages in one look."""
    from accounts.models import User

    options = {
        "viewport": {"width": WIDTHS[look.width], "height": 800},
        "color_scheme": look.theme,
        "locale": look.language,
        "reduced_motion": "reduce",
    }
    if who in PEOPLE:
        User.objects.filter(email=PEOPLE[who]).update(language=look.language)
        page = sign_in(browser, site, PEOPLE[who], **options)
    else:
        page = browser.new_context(**options).new_page()
    target = out / str(look)
    target.mkdir(exist_ok=True)
    for name, path in found:
        if words and not any(word in name for word in words):
            continue
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        if wide:
            print(f"scrolls sideways: {who} {name} {look}", flush=True)
        file = target / f"{who}-{name}.png"
        page.screenshot(path=file, full_page=True)
        yield file
    page.context.close()


def sheet(pictures: list[Path], out: Path, columns: int = 8, width: int = 300, height: int = 400) -> None:
    """One picture of all pictures, each cut at its top part, and an index to open them from."""
    from PIL import Image

    rows = -(-len(pictures) // columns) or 1
    whole = Image.new("RGB", (columns * width, rows * height), "white")
    for place, path in enumerate(pictures):
        with Image.open(path) as picture:
            small = picture.convert("RGB").resize((width - 8, max(1, picture.height * (width - 8) // picture.width)))
            whole.paste(small.crop((0, 0, width - 8, height - 8)), (place % columns * width, place // columns * height))
    whole.save(out / "contact-sheet.png")
    links = "".join(f'<p><a href="{p.relative_to(out)}">{p.relative_to(out)}</a></p>' for p in pictures)
    (out / "index.html").write_text(f"<!doctype html><title>Screens</title>{links}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""bin/screens guide [names …]: the pictures of the user guide, taken from the demo, into docs/images.

Each picture is a place: who looks, where, and which part of the page. What the scenario does not hold (a file
that was just brought in, two who write at once) is done first, by actions and in the browser, as people do it.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runner.environment import ROOT
from runner.installation import CHROMIUM, demo
from runner.screens import sign_in

IMAGES = ROOT / "docs" / "images"
FM, COLLEAGUE, ASSESSOR = "fm@rijnoever.example", "contract@rijnoever.example", "assessor@rijnoever.example"
CATERER = "account@groene-tafel.example"
HOME = "/o/rijnoever/"
FILE = """Naam;Groep;Huidige leverancier;Uitgaven per jaar;Einde contract
Receptie en ontvangst;Gastvrijheid;Gastheer;295.000;30-04-2028
Fietsenstalling;Mobiliteit;Trappers;38.500,50;31-12-2027
Technisch onderhoud gebouw C;Gebouw;Installatiehuis Van Eck;;
Verhuizingen;Logistiek;;veel;
"""


@dataclass(frozen=True)
class Shot:
    """One picture. `go` brings the page there; `part` is what is taken of it, at most `height` high."""

    name: str
    who: str
    go: Callable[[Any], None]
    part: str = "main"
    height: int = 1300
    width: int = 1320


def at(path: str | Callable[[], str]) -> Callable[[Any], None]:
    """Opens an address; one that is only known in the demo is a function."""
    return lambda page: page.visit(path if isinstance(path, str) else path())


def one(model: str, **which: Any) -> Any:
    """An object of the demo, the first of several."""
    from django.apps import apps

    return apps.get_model(model)._default_manager.filter(**which).order_by("created_at")[0]


def meeting(**which: Any) -> str:
    return f"{HOME}meetings/{one('meetings.Meeting', partnership__client__slug='rijnoever', **which).pk}/"


def cleaning() -> Any:
    """The partnership that is in its first hundred days."""
    return one("partnerships.Partnership", state="starting")


def round_(state: str) -> str:
    return f"{HOME}services/rounds/{one('services.Assessment', client__slug='rijnoever', state=state).pk}/"


def journey() -> str:
    return f"{HOME}services/journeys/{one('services.Journey', client__slug='rijnoever').pk}/"


def draft() -> Any:
    return one("vision.VisionVersion", vision__client__slug="rijnoever", number=2)


def member_of(address: str) -> Any:
    from accounts.models import Membership

    rows = Membership.objects.select_related("user", "organisation")
    return rows.filter(user__email=address, ended_at=None).order_by("created_at")[0]


def colleague() -> str:
    return f"{HOME}people/{member_of(COLLEAGUE).pk}/"


def invitation() -> str:
    """What a supplier sees that is new here."""
    from accounts.actions import invite_supplier, link_of

    return link_of(invite_supplier(by=member_of(FM), supplier_name="Blad & Beheer", address="post@blad.example"))


def brought_in(page: Any) -> None:
    """A file with a row that is wrong."""
    page.visit(f"{HOME}services/import/")
    # The same file a second time would be asked about first.
    name = {"nl": "diensten-2027.csv", "en": "services-2027.csv"}[page.locator("html").get_attribute("lang")]
    text = FILE if name.startswith("d") else FILE + "\n"
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    page.locator("main table").first.wait_for()
    page.settle()


def two_writers(page: Any) -> None:
    """A colleague saves the part while it is being changed."""
    from vision.actions import save_part

    part = draft().parts.select_related("version__vision__client").get(kind="culture")
    page.visit(f"{HOME}vision/{part.version_id}/edit/")
    editor = page.locator(f"#body-{part.kind}-editor")
    editor.wait_for()
    said = f"{part.body}<p>Wie vragen heeft, loopt even binnen.</p>"
    save_part(part=part, revision=part.revision, html=said, by=member_of(COLLEAGUE))
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Wij groeten iedereen bij naam.")
    page.locator(".conflict").wait_for()
    page.settle()


def first(path: Callable[[], str], link: str) -> Callable[[Any], None]:
    """Follows the first link of a page that holds these words."""

    def go(page: Any) -> None:
        page.visit(path())
        page.visit(page.locator(f"main a[href*='{link}']").first.get_attribute("href"))

    return go


SHOTS = (
    Shot("overview", FM, at(HOME), "body", 1100),
    Shot("supplier-overview", CATERER, at("/o/groene-tafel/"), "body", 900),
    Shot("roles", FM, at(colleague), height=900),
    Shot("invitation", "", at(invitation), "body", 1100, 520),
    Shot("import", FM, brought_in, height=1200),
    Shot("journey", FM, at(journey), "main figure svg"),
    Shot("scoring", ASSESSOR, at(lambda: round_("open") + "score/"), "body", 800),
    Shot("ranking", FM, at(lambda: round_("closed")), "#ranking", 900, 1440),
    Shot("choice", FM, first(lambda: round_("closed") + "choices/", "/choice/?round="), height=1000),
    Shot("two-writers", FM, two_writers, ".conflict", 760),
    Shot("publish", FM, at(lambda: f"{HOME}vision/{draft().pk}/publication/"), height=760),
    Shot("share", FM, first(lambda: f"{HOME}vision/", "/share/"), height=760),
    Shot("partnership", FM, at(lambda: f"{HOME}partnerships/{cleaning().pk}/"), height=1300),
    Shot("start-programme", FM, at(lambda: f"{HOME}partnerships/{cleaning().pk}/start/"), height=900),
    Shot("agreement", FM, first(lambda: f"{HOME}partnerships/{cleaning().pk}/agreement/", "/agreements/"), height=720),
    Shot("supplier-profile", CATERER, at("/o/groene-tafel/supplier-profile/"), height=900),
    Shot("agenda", FM, at(lambda: meeting(state="planned")), height=1200),
    Shot("minutes", FM, at(lambda: meeting(state="held") + "minutes/"), height=1300, width=720),
    Shot("adoption", FM, at(lambda: meeting(state="review") + "adoption/"), height=1000),
)  # fmt: skip


def main(names: list[str]) -> int:
    """Takes the pictures, of these names alone when some are named."""
    with demo("screens") as site:
        import django

        django.setup()
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=CHROMIUM)
            for language in ("nl", "en"):
                for shot in SHOTS:
                    if not names or shot.name in names:
                        take(browser, site, shot, language, IMAGES / language / f"{shot.name}.png")
            browser.close()
    if not names or "overview" in names:
        (IMAGES / "overview.png").write_bytes((IMAGES / "en" / "overview.png").read_bytes())
    return 0


def take(browser: Any, site: str, shot: Shot, language: str, file: Path) -> None:
    """One picture in one language."""
    from accounts.models import User

    options = {"viewport": {"width": shot.width, "height": 800}, "locale": language, "reduced_motion": "reduce"}
    if shot.who:
        User.objects.filter(email=shot.who).update(language=language)
        page = sign_in(browser, site, shot.who, **options)
    else:
        page = browser.new_context(**options).new_page()
    page.settle = lambda: page.wait_for_load_state("networkidle")
    page.visit = lambda path: (page.goto(path if path.startswith("http") else site + path), page.settle())
    shot.go(page)
    place = page.locator(shot.part).first
    place.scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, 0)")
    box = place.bounding_box()
    page.set_viewport_size({"width": shot.width, "height": max(800, int(box["y"]) + shot.height)})
    box = place.bounding_box()
    clip = {**box, "height": min(box["height"], shot.height)}
    page.screenshot(path=file, clip=clip)
    page.context.close()
    print(file.relative_to(ROOT), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

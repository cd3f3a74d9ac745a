"""The main way in browsers that run no script: signing in, lists, plain forms, scoring, choosing, writing, approving,
sharing and downloading."""

from io import BytesIO

import pytest
from pypdf import PdfReader

HERE = "/o/rijnoever/"
FM, ASSESSOR, SUPPLIER = "fm@rijnoever.example", "assessor@rijnoever.example", "team@groene-tafel.example"


@pytest.fixture
def plain(visitor):
    """plain(address) is somebody signed in with scripts off; plain() nobody."""

    def make(address: str = ""):
        person = visitor(javascript=False)
        if address:
            person.arrive_as(address)
            person.visit("/")
        return person

    return make


def look_again(person, selector: str) -> None:
    """Asks for the page anew until a worker is ready with what it makes."""
    place = person.page.locator(selector)
    person.live.wait(lambda: place.count() or (person.page.reload() and place.count()), 40)
    person.settle()


def is_pdf(content: bytes, *words: str) -> None:
    read = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())
    for part in words:
        assert part in read


def side_by_side(person) -> bool:
    """Whether the page stands beside the rail, at the top."""
    rail, main = (person.page.locator(one).bounding_box() for one in (".rail", "main"))
    return rail["x"] == 0 and main["x"] >= rail["width"] and main["y"] < 200


def test_services_are_searched_added_chosen_and_taken_along(plain):
    fm = plain(FM)
    assert side_by_side(fm)
    fm.visit(HERE + "services/")
    fm.page.locator("#id_q").fill("schoonmaak")
    fm.page.locator("form.filter button[type=submit]").click()
    fm.settle()
    assert 1 <= fm.page.locator(".services-table tbody tr").count() < 5
    fm.press("/export/", "pdf")
    look_again(fm, "main a[href$='/file/']")
    is_pdf(fm.take("main a[href$='/file/']"), "Schoonmaak", "Helderwit")

    fm.visit(HERE + "services/new/")
    fm.fill(group="Mobiliteit", delivery="in_house")
    fm.send()
    assert fm.page.locator("[name=name][aria-invalid=true]").count() == 1
    assert fm.page.locator("[name=group]").input_value() == "Mobiliteit"
    fm.fill(name="Leenfietsen")
    fm.send()
    assert fm.page.locator("h1").inner_text() == "Leenfietsen"
    fm.follow_link("/choice/")
    fm.fill(kind="preferred", reason="We willen er samen iets beters van maken.")
    fm.send()
    assert "We willen er samen iets beters van maken." in fm.words
    fm.follow_link("partnerships/propose/?")
    fm.fill(supplier="Welkomhuis", name="Leenfietsen", why="Iedereen komt droog aan.")
    fm.send()
    assert "Welkomhuis" in fm.words
    assert fm.page.locator(".toast").count() == 1
    assert side_by_side(fm)


def test_a_sheet_is_scored_page_by_page(plain):
    assessor = plain(ASSESSOR)
    assessor.follow_link("/services/rounds/")
    if "/score/" not in assessor.path:
        assessor.follow_link("/score/")
    sheet = "form[data-scoresheet]"
    # Nothing is said of what only a script does.
    assert not assessor.page.locator(".services-keys").is_visible()
    assert "meteen opgeslagen" not in assessor.words
    assert "opgeslagen met de knop eronder" in assessor.words
    while "/score/" in assessor.path:
        last = assessor.path
        for pill in assessor.page.locator("[data-cell] input[value='3']").all()[:3]:
            pill.check()
        assessor.page.locator(f"{sheet} [name^=reason]").first.fill("Zo merk ik het zelf.")
        assessor.send(sheet)
    assert "20 van 24" in assessor.words
    assessor.visit(last)
    assert assessor.page.locator(f"{sheet} input[value='3']:checked").count() == 3
    assert assessor.page.locator(f"{sheet} [name^=reason]").first.input_value() == "Zo merk ik het zelf."
    assessor.page.locator("button[name=then]").click()
    assessor.settle()
    assert assessor.page.locator(".notice.good").count() == 1


def test_a_vision_is_written_published_shared_and_read(live, plain):
    fm = plain(FM)
    fm.visit(HERE + "vision/")
    fm.follow_link("/edit/")
    future = fm.page.locator("#body-future")
    before = future.input_value()
    assert "<" not in before
    future.fill(before + "\n\nWie hier werkt, ziet dat als eerste.")
    fm.page.locator("form:has(#body-future) button:visible").click()
    fm.settle()
    assert fm.page.locator("#body-future").input_value().endswith("ziet dat als eerste.")
    fm.visit(HERE + "vision/")
    fm.follow_link("/publication/")
    fm.send()
    # What was not changed kept its formatting.
    assert fm.page.locator(".chapter em").count() >= 1
    version = fm.path
    look_again(fm, "main a[href$='/pdf/']")
    is_pdf(fm.take("main a[href$='/pdf/']"), "ziet dat als eerste")

    fm.follow_link("/share/")
    fm.fill(receiver_name="Directie Elders", address="directie@elders.example", password="drie-woorden", days="7")
    fm.send()
    reader = plain()
    reader.follow(live.wait_for_mail("directie@elders.example"), "/share/")
    reader.fill(password="geraden")
    reader.send()
    assert reader.page.locator("[name=password][aria-invalid=true]").count() == 1
    reader.fill(password="drie-woorden")
    reader.send()
    assert "ziet dat als eerste" in reader.words
    is_pdf(reader.take("main a[href$='/pdf/']"), "ziet dat als eerste")
    fm.visit(f"{version}share/")
    fm.page.locator("main [data-opens^='withdraw-']").first.click()
    fm.press("/withdrawn/")
    assert reader.page.reload().status == 410


def test_an_agreement_is_approved_and_minutes_are_adopted(plain):
    fm = plain(FM)
    fm.visit(HERE + "partnerships/")
    fm.page.locator("main a", has_text="Schoonmaak").first.click()
    fm.settle()
    fm.follow_link("/agreements/")
    fm.page.locator("main form[action$='/approval/'] button").click()
    assert fm.page.locator("#approve [name=agree]:invalid").count() == 1
    fm.page.locator("#approve [name=agree]").check()
    fm.press("/approval/")
    look_again(fm, "main .page-head a[href$='/pdf/']")
    is_pdf(fm.take("main .page-head a[href$='/pdf/']"), "Helderwit", "Karin Blom", "Sanne de Vries")

    supplier = plain(SUPPLIER)
    supplier.follow_link("/adoption/")
    supplier.press("/approval/")
    look_again(supplier, "main form[method=get][action$='/pdf/'] button")
    is_pdf(supplier.take("main form[method=get][action$='/pdf/'] button"), "Groene Tafel")


def test_an_agreement_and_minutes_are_written_with_plain_fields(plain):
    supplier = plain("team@helderwit.example")
    supplier.visit("/o/helderwit/partnerships/")
    supplier.page.locator("main a", has_text="Schoonmaak").first.click()
    supplier.settle()
    supplier.follow_link("/agreements/")
    supplier.follow_link("/back/")
    supplier.fill(reason="Het vakantierooster ontbreekt nog.")
    supplier.send()
    supplier.follow_link("/sections/")
    body = supplier.page.locator("#body")
    body.fill(body.input_value() + "\n\nIn de zomer werken we met een klein rooster.")
    supplier.page.locator("form:has(#body) button:visible").click()
    supplier.settle()
    assert "klein rooster" in supplier.words
    assert supplier.page.locator(".agreement-text .prose p").count() > 5

"""A client invites a supplier, which founds its organisation from the mail; then a second client invites it too."""

import re

PASSWORD = "een heel lang wachtwoord"
SUPPLIER = "nieuw@zuiverwerk.example"


def invite(client, slug: str, name: str) -> None:
    client.visit(f"/o/{slug}/relations/invite/")
    client.page.locator("[name=supplier_name]").fill(name)
    client.page.locator("[name=address]").fill(SUPPLIER)
    client.page.locator("main form button[type=submit]").first.click()
    client.settle()


def test_supplier_founds_its_organisation_from_the_mail_and_is_connected_with_two_clients(live, visitor):
    client = visitor()
    client.sign_in("fm@rijnoever.example")
    invite(client, "rijnoever", "Zuiverwerk")
    assert "Zuiverwerk" in client.page.locator("main").inner_text()

    supplier = visitor(locale="nl-NL", width=390)
    supplier.follow(live.wait_for_mail(SUPPLIER), "/invitation/")
    assert "Hogeschool Rijnoever" in supplier.page.locator("h1").inner_text()
    supplier.page.locator("main form button[type=submit]").first.click()
    supplier.settle()
    asked = live.wait(lambda: next((m for m in live.mails(SUPPLIER) if "/account/" in m.text), None))
    supplier.follow(asked, "/account/")
    supplier.page.locator("[name=name]").fill("Zoë Zuiver")
    supplier.page.locator("[name=password]").fill(PASSWORD)
    supplier.page.locator("main form button[type=submit]").first.click()
    supplier.settle()
    supplier.page.locator("[name=organisation_name]").fill("Zuiverwerk")
    supplier.page.locator("main form button[type=submit]").first.click()
    supplier.settle()
    assert re.search(r"/o/zuiverwerk/", supplier.page.url)

    supplier.visit("/o/zuiverwerk/relations/")
    assert "Hogeschool Rijnoever" in supplier.page.locator("main").inner_text()
    assert live.wait_for_mail("fm@rijnoever.example").text.count("Zuiverwerk") >= 1

    second = visitor()
    second.sign_in("fm@zorgwaard.example")
    invite(second, "zorgwaard", "Zuiverwerk")
    newest = live.wait(lambda: next((m for m in live.mails(SUPPLIER) if "Zorgwaard" in m.text), None))
    supplier.follow(newest, "/invitation/")
    # Signed in already: one click, for the organisation that is there.
    supplier.page.locator("main form button[type=submit]").first.click()
    supplier.settle()
    supplier.visit("/o/zuiverwerk/relations/")
    shown = supplier.page.locator("main").inner_text()
    assert "Hogeschool Rijnoever" in shown
    assert "Zorgwaard" in shown


def test_signing_in_reading_and_inviting_work_without_javascript(live, visitor):
    client = visitor(javascript=False)
    client.page.goto(live.url + "/account/login/")
    client.page.locator("input[name=login]").fill("fm@rijnoever.example")
    client.page.locator("input[name=password]").fill("samenspel-demo")
    client.page.locator("form:has(input[name=login]) button[type=submit]").click()
    client.page.goto(live.url + "/o/rijnoever/people/invite/")
    client.page.locator("[name=address]").fill("collega@rijnoever.example")
    client.page.locator("main form button[type=submit]").first.click()
    assert "collega@rijnoever.example" in client.page.locator("main").inner_text()
    assert "/invitation/" in live.wait_for_mail("collega@rijnoever.example").text

"""A session that ends while somebody types."""


def test_what_was_typed_stands_there_again_after_signing_in(visitor):
    owner = visitor()
    owner.sign_in("fm@rijnoever.example")
    owner.visit("/o/rijnoever/people/invite/")
    owner.page.locator("[name=address]").fill("later@rijnoever.example")
    owner.page.locator("[name=role][value=reader]").check()
    owner.context.clear_cookies(name="samenspel-session")
    owner.page.locator("main form button[type=submit]").first.click()
    owner.settle()
    assert "/account/login/" in owner.page.url

    owner.page.locator("input[name=login]").fill("fm@rijnoever.example")
    owner.page.locator("input[name=password]").fill("samenspel-demo")
    owner.page.locator("form:has(input[name=login]) button[type=submit]").click()
    owner.settle()
    assert owner.page.url.endswith("/o/rijnoever/people/invite/")
    assert owner.page.locator("[name=address]").input_value() == "later@rijnoever.example"
    assert owner.page.locator("[name=role][value=reader]").is_checked()

    owner.page.locator("main form button[type=submit]").first.click()
    owner.settle()
    assert "later@rijnoever.example" in owner.page.locator("main").inner_text()
    owner.visit("/o/rijnoever/people/invite/")
    assert owner.page.locator("[name=address]").input_value() == ""

"""What stands under an agenda item can be clicked."""

FM = "fm@rijnoever.example"
HIT = """link => {
    link.scrollIntoView({ block: "center" });
    const box = link.getClientRects()[0];
    return link.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}"""


def test_each_link_under_an_agenda_item_is_its_own(visitor):
    """A row is one large link elsewhere; here it would lead every click to the last action of the list."""
    fm = visitor()
    fm.arrive_as(FM)
    fm.visit("/o/rijnoever/meetings/")
    fm.page.locator("main .rows a", has_text="Wekelijks overleg").first.click()
    fm.settle()
    for part in (".left-open", ".carried"):
        links = fm.page.locator(f"{part} a:visible")
        assert links.count() > 1
        assert [links.nth(n).inner_text() for n in range(links.count()) if not links.nth(n).evaluate(HIT)] == []

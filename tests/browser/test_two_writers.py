"""Two people in one text, and a connection that is cut: nobody's words are lost."""

FM, COLLEAGUE = "fm@rijnoever.example", "contract@rijnoever.example"
THEIRS, OURS = "team@helderwit.example", "contract@rijnoever.example"
STATE = "form:has(#{0}) [data-autosave-state][data-state={1}]"
PANEL = "section.conflict"


def words_of(person, field: str) -> str:
    return person.page.locator(f"#{field}-editor").inner_text()


def conflict(person, field: str, words: str, other: str) -> None:
    """What is typed meets what somebody else saved: both texts are shown, and one may choose at once."""
    person.type_in(field, words)
    panel = person.page.locator(PANEL)
    panel.wait_for()
    person.settle()
    assert words in panel.inner_text()
    assert other in panel.inner_text()
    assert panel.evaluate("panel => panel.contains(document.activeElement)")


def choose(person, what: str) -> None:
    """Keeps "mine" or "theirs"."""
    panel = person.page.locator(PANEL)
    panel.locator(f"button[name=keep][value={what}]").click()
    panel.wait_for(state="detached")
    person.settle()


def open_draft(*people, hears: bool = False) -> None:
    """The draft of the vision, as each of them finds it now; of two, as before they hear of each other."""
    for person in people:
        if len(people) > 1 and not hears:
            person.hear_nothing()
        person.visit("/o/rijnoever/vision/")
        person.follow_link("/edit/")


def open_minutes(person) -> str:
    """Begins the minutes of a meeting; the field of its first text."""
    person.visit("/o/rijnoever/meetings/")
    person.click("Wekelijks overleg schoonmaak", role="link")
    person.follow_link("/begin/")
    person.send()
    return person.page.locator("textarea[data-prose][name=text]").first.get_attribute("id")


def test_two_in_one_part_of_the_vision_each_see_both_texts(visitor):
    first, second = visitor(), visitor()
    first.arrive_as(FM)
    second.arrive_as(COLLEAGUE)
    open_draft(first, second)
    first.write("body-future", " Eerst dit van Sanne.")
    conflict(second, "body-future", " Daarna dit van Mehmet.", "Eerst dit van Sanne.")
    # Nothing is overwritten until one of them chooses.
    first.page.reload()
    assert "Mehmet" not in words_of(first, "body-future")
    choose(second, "mine")
    assert "Daarna dit van Mehmet." in words_of(second, "body-future")
    second.write("body-future", " En nog een zin.")

    conflict(first, "body-future", " Sanne schrijft verder.", "En nog een zin.")
    choose(first, "theirs")
    assert "En nog een zin." in words_of(first, "body-future")
    assert "Sanne schrijft verder." not in words_of(first, "body-future")
    # What did not stay can still be read.
    first.follow_link("/kept/")
    assert "Sanne schrijft verder." in first.words and "Eerst dit van Sanne." in first.words
    open_draft(first)
    first.write("body-future", " Sanne nam het over.")
    open_draft(second)
    assert "En nog een zin. Sanne nam het over." in words_of(second, "body-future")


def test_a_part_that_nobody_is_in_shows_what_somebody_else_wrote(visitor):
    first, second = visitor(), visitor()
    first.arrive_as(FM)
    second.arrive_as(COLLEAGUE)
    open_draft(first, second, hears=True)
    second.write("body-future", " Van Mehmet, zojuist.")
    first.page.locator("#body-future-editor").get_by_text("Van Mehmet, zojuist.").wait_for()
    assert "schreef hier intussen" in first.page.locator("#future > [data-news]").inner_text()
    # And what is typed now goes with the revision of that text.
    first.write("body-future", " En Sanne.")
    open_draft(second)
    assert "Van Mehmet, zojuist. En Sanne." in words_of(second, "body-future")


def test_the_second_makes_one_text_of_both(visitor):
    first, second = visitor(), visitor()
    first.arrive_as(FM)
    second.arrive_as(COLLEAGUE)
    open_draft(first, second)
    first.write("body-future", " Van Sanne.")
    conflict(second, "body-future", " Van Mehmet.", "Van Sanne.")
    panel = second.page.locator(PANEL)
    assert "Sanne" in panel.locator("h2").inner_text()
    assert panel.locator("ins").all_inner_texts() == ["Mehmet"]
    merged = panel.locator("[contenteditable=true]")
    merged.wait_for()
    assert "Van Sanne." in merged.inner_text() and "Van Mehmet." in merged.inner_text()
    merged.locator("> :last-child").click()
    second.page.keyboard.press("ControlOrMeta+End")
    second.page.keyboard.type(" Samen.")
    panel.locator("form:has([contenteditable]) button[type=submit]").click()
    panel.wait_for(state="detached")
    second.settle()
    for words in ("Van Sanne.", "Van Mehmet.", "Samen."):
        assert words in words_of(second, "body-future")


def test_without_javascript_the_second_makes_one_text_of_both(visitor):
    first, second = visitor(javascript=False), visitor(javascript=False)
    first.arrive_as(FM)
    second.arrive_as(COLLEAGUE)
    open_draft(first, second)
    for person, words in ((first, "Van Sanne."), (second, "Van Mehmet.")):
        form = person.page.locator("form:has(#body-future)")
        field = form.locator("textarea")
        field.fill(f"{field.input_value()}\n\n{words}")
        form.locator("noscript button, button").last.click()
        person.settle()
    panel = second.page.locator(PANEL)
    assert "Sanne" in panel.locator("h2").inner_text()
    merged = panel.locator("textarea").input_value()
    assert merged.endswith("Van Sanne.\n\nVan Mehmet.") and merged.count("Van Sanne.") == 1
    panel.locator("form:has(textarea) button").last.click()
    second.settle()
    assert second.page.locator("#body-future").input_value() == merged


def test_two_in_different_parts_do_not_hinder_each_other(visitor):
    first, second = visitor(), visitor()
    first.arrive_as(FM)
    second.arrive_as(COLLEAGUE)
    open_draft(first, second)
    first.write("body-future", " Van de een.")
    second.write("body-culture", " Van de ander.")
    first.write("body-future", " Nog iets.")
    open_draft(second)
    assert "Van de een. Nog iets." in words_of(second, "body-future")
    assert "Van de ander." in words_of(second, "body-culture")


def test_both_sides_in_one_section_of_the_agreement(visitor):
    ours, theirs = visitor(), visitor()
    ours.arrive_as(OURS)
    theirs.arrive_as(THEIRS)
    theirs.visit("/o/helderwit/partnerships/")
    theirs.page.locator("main a", has_text="Schoonmaak").first.click()
    theirs.settle()
    theirs.follow_link("/agreements/")
    theirs.follow_link("/back/")
    theirs.fill(reason="Het rooster van de zomer ontbreekt nog.")
    theirs.send()
    theirs.follow_link("/sections/")
    section = theirs.path.removeprefix("/o/helderwit/")
    ours.hear_nothing()
    ours.visit("/o/rijnoever/" + section)

    theirs.write("body", " Zo ziet de leverancier het.")
    conflict(ours, "body", " Zo ziet de opdrachtgever het.", "Zo ziet de leverancier het.")
    choose(ours, "theirs")
    ours.visit("/o/rijnoever/" + section)
    assert "Zo ziet de leverancier het." in words_of(ours, "body")
    ours.write("body", " En de opdrachtgever ook.")
    theirs.visit("/o/helderwit/" + section)
    assert "Zo ziet de leverancier het. En de opdrachtgever ook." in words_of(theirs, "body")


def test_what_is_typed_without_a_connection_is_saved_when_it_is_back(visitor):
    fm = visitor()
    fm.arrive_as(FM)
    open_draft(fm)
    fm.context.set_offline(True)
    fm.type_in("body-future", " Getypt in de trein.")
    fm.page.locator(STATE.format("body-future", "failed")).wait_for()
    fm.faults.clear()  # the browser itself says that it has no connection
    fm.context.set_offline(False)
    fm.page.locator(STATE.format("body-future", "saved")).wait_for()
    open_draft(fm)
    assert "Getypt in de trein." in words_of(fm, "body-future")


def test_what_was_typed_is_there_again_after_the_window_was_closed(visitor):
    fm = visitor()
    fm.arrive_as(FM)
    open_draft(fm)
    address = fm.path
    fm.context.set_offline(True)
    fm.type_in("body-culture", " Voordat de laptop uitviel.")
    fm.page.locator(STATE.format("body-culture", "failed")).wait_for()
    fm.page.close(run_before_unload=False)
    fm.faults.clear()
    fm.context.set_offline(False)
    fm.page = fm.context.new_page()
    fm.visit(address)
    fm.page.locator(STATE.format("body-culture", "saved")).wait_for()
    assert "Voordat de laptop uitviel." in words_of(fm, "body-culture")
    fm.page.reload()
    assert "Voordat de laptop uitviel." in words_of(fm, "body-culture")

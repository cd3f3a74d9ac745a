"""The whole way, from choosing services to adopted minutes: a facility manager, an assessor, a supplier and a reader
without an account, each in a browser of their own. Every page on the way is checked by axe and for silence."""

from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from pypdf import PdfReader

FM, ASSESSOR, SUPPLIER = "fm@rijnoever.example", "assessor@rijnoever.example", "account@welkomhuis.example"
STAKEHOLDER, GUEST = "directie@elders.example", "kim@elders.example"
HERE, THERE = "/o/rijnoever/", "/o/welkomhuis/"
SERVICE = "Post en logistiek"
SUMMARY = "Kennismaken en vooruitkijken"
SAVED_SCORE = ".services-state [data-state=saved]"
ZONE = ZoneInfo("Europe/Amsterdam")


def text_of(pdf: bytes) -> str:
    """Its words, on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_from_the_choice_of_services_to_adopted_minutes(live, visitor):
    live.start_beat()
    fm, assessor, supplier, reader = visitor(), visitor(), visitor(width=1024), visitor(width=390)
    fm.sign_in(FM)
    a_round_is_scored_by_two(live, fm, assessor)
    a_choice_is_made(fm)
    the_vision_is_published(fm)
    it_is_shared_without_an_account(live, fm, reader)
    a_partnership_begins(live, fm, supplier)
    meeting = a_meeting_is_planned(live, fm, supplier)
    the_agreement_comes_into_force(live, fm, supplier)
    the_reminder_arrives(live, meeting)
    minutes_are_adopted(live, fm, supplier, meeting)


def a_round_is_scored_by_two(live, fm, assessor) -> None:
    fm.visit(HERE + "services/rounds/new/")
    fm.fill(title="Ronde in het najaar", introduction="Kijk vanuit je eigen werk.",
            services=[SERVICE, "Groen buiten"], assessors=["Sanne", "Lotte"])  # fmt: skip
    fm.send()
    round_path = fm.path
    fm.press("/opening/")
    assert live.wait_for_mail(ASSESSOR).text.count(round_path)

    assessor.sign_in(ASSESSOR)
    assessor.follow(next(mail for mail in live.mails(ASSESSOR) if round_path in mail.text), round_path)
    assessor.follow_link("/score/")
    assessor.page.locator("[data-cell] input").first.focus()
    score_by_keyboard(assessor, "122")
    score_by_keyboard(assessor, "453")
    assert assessor.path.removesuffix("#sheet") == round_path  # a browser keeps the fragment over a redirect
    assert "8 van 8" in assessor.words

    fm.follow_link("/score/")
    for value in ("2", "5"):
        for pill in fm.page.locator(f"[data-cell] input[value='{value}']").all():
            pill.locator("xpath=..").click()
        fm.page.locator(SAVED_SCORE).nth(3).wait_for()
        fm.send("form[data-scoresheet]")
    assert "Ronde in het najaar" in fm.words

    fm.page.locator("main [data-opens^='close-']").click()
    fm.press("/closing/")
    assert fm.path == round_path
    assert fm.page.locator("main figure.picture svg").count() >= 1
    assert SERVICE in fm.page.locator(".services-outcome tbody tr").first.inner_text()


def score_by_keyboard(assessor, keys: str) -> None:
    """Digits score and go on by themselves; the last criterion is left for the arrow keys. Enter goes to the next
    service, and to a score in it."""
    page = assessor.page
    page.locator("[data-cell] input:focus").wait_for(state="attached")
    for key in keys:
        page.keyboard.press(key)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("4")
    page.locator(SAVED_SCORE).nth(3).wait_for()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assessor.settle()


def a_choice_is_made(fm) -> None:
    fm.follow_link("/choice/?round=")
    fm.fill(kind="strategic", reason="Elke student merkt of een pakket er op tijd is; dat lukt alleen samen.")
    fm.send()
    assert fm.page.locator(".services-choices > li", has_text="alleen samen").count() == 1


def the_vision_is_published(fm) -> None:
    fm.visit(HERE + "vision/")
    fm.follow_link("/edit/")
    fm.write("body-future", " In 2030 komt niemand meer voor een dichte deur.")
    fm.page.locator("#body-future").evaluate("field => field.scrollIntoView()")
    fm.page.reload()
    assert "dichte deur" in fm.page.locator("#body-future-editor").inner_text()
    fm.follow_link("/publication/")
    fm.send()
    assert "dichte deur" in fm.words
    fm.page.locator("main a[href$='/pdf/']").wait_for()
    pdf = fm.take("main a[href$='/pdf/']")
    assert "dichte deur" in text_of(pdf)
    assert PdfReader(BytesIO(pdf)).trailer["/Root"]["/Lang"] == "nl"
    version = fm.path
    fm.visit(HERE)  # where the PDF does not wait any more
    assert fm.page.locator("main a[href*='/vision/jobs/']").count() == 0
    fm.visit(version)


def it_is_shared_without_an_account(live, fm, reader) -> None:
    fm.follow_link("/share/")
    fm.fill(receiver_name="Directie Elders", address=STAKEHOLDER, note="Ik hoor graag wat je vindt.")
    fm.send()
    mail = live.wait_for_mail(STAKEHOLDER)
    reader.follow(mail, "/share/")
    assert "dichte deur" not in reader.words
    reader.send()
    assert "/shared/" in reader.path
    assert "dichte deur" in reader.words
    assert "dichte deur" in text_of(reader.take("main a[href$='/pdf/']"))

    fm.visit(fm.path)
    fm.page.locator("main [data-opens^='withdraw-']").first.click()
    fm.press("/withdrawn/")
    assert reader.page.reload().status == 410
    reader.settle()
    reader.follow(mail, "/share/")
    assert reader.page.locator("main form").count() == 0


def a_partnership_begins(live, fm, supplier) -> None:
    fm.visit(HERE + "services/?q=logistiek")
    fm.page.locator("main tbody a", has_text=SERVICE).click()
    fm.settle()
    fm.follow_link("partnerships/propose/?")
    assert fm.page.locator("[name=services]:checked").count() == 1
    fm.fill(supplier="Welkomhuis", name="Post en ontvangst", why="Samen zorgen dat alles op tijd bij de juiste is.")
    fm.send()
    mail = live.wait_for_mail(SUPPLIER, "stelt een")
    assert "Post en ontvangst" in mail.text

    supplier.sign_in(SUPPLIER)
    assert supplier.path == THERE
    supplier.follow_link("/answer/")
    supplier.fill(starts_on=datetime.now(ZONE).date().isoformat(), answer="Graag, we beginnen met een dag meelopen.")
    supplier.page.locator("button[value=accept]").click()
    supplier.settle()
    fm.visit(fm.path)
    assert "een dag meelopen" in fm.words
    partnership = fm.path.removeprefix(HERE)
    for person, side, colleague in ((fm, HERE, "Mehmet"), (supplier, THERE, "Merel")):
        person.visit(side + partnership)
        person.follow_link("/team/")
        person.fill(membership=colleague, part="member")
        person.send()
    fm.visit(HERE + partnership)
    assert {"Mehmet Yılmaz", "Merel Postma", "Hugo Claassen"} <= set(
        fm.page.locator(".person-words b").all_inner_texts()
    )


def a_meeting_is_planned(live, fm, supplier) -> str:
    """Of this time tomorrow, so that the reminder of a day ahead is due; returns the end of its address."""
    now = datetime.now(ZONE)
    start = min(now, now.replace(hour=21, minute=0)) + timedelta(days=1)
    partnership = fm.path.rstrip("/").rsplit("/", 1)[-1]
    fm.visit(f"{HERE}meetings/new/?partnership={partnership}&level=tactical")
    fm.fill(
        day=start.date().isoformat(), starts_at=f"{start:%H:%M}", ends_at=f"{start + timedelta(hours=1):%H:%M}",
        title="Kennismaken en vooruitkijken", place="Campus Rijnoever, lokaal 1.12", client_people=["Sanne", "Mehmet"],
        supplier_people=["Hugo", "Merel"], guests=f"Kim Bos <{GUEST}>",
    )  # fmt: skip
    fm.send(button="button[value=draft]")
    meeting = fm.path.removeprefix(HERE)
    assert supplier.page.goto(live.url + THERE + meeting).status == 404
    fm.press("/plan/")

    for address in (SUPPLIER, "team@welkomhuis.example", GUEST):
        mail = live.wait_for_mail(address, SUMMARY)
        assert b"METHOD:REQUEST" in mail.attachments[0].content
    supplier.follow(live.wait_for_mail(SUPPLIER, SUMMARY), meeting)
    supplier.press("/reply/", "accepted")
    supplier.follow_link("/items/new/")
    supplier.fill(title="Hoe gaan we om met piekdagen?", minutes="15", explanation="Graag jullie rooster erbij.")
    supplier.send()
    fm.visit(HERE + meeting)
    assert "piekdagen" in fm.words
    return meeting


def the_agreement_comes_into_force(live, fm, supplier) -> None:
    fm.visit(HERE + "partnerships/")
    fm.page.locator("main a", has_text="Post en ontvangst").first.click()
    fm.settle()
    fm.follow_link("/agreement/")
    fm.send()
    version = fm.path.removeprefix(HERE)
    for person, place, words in (
        (fm, 0, " Een pakket is dezelfde dag bij de ontvanger."),
        (supplier, 1, " Wij zeggen het vooraf als dat niet lukt."),
    ):
        person.visit(("/o/rijnoever/" if person is fm else THERE) + version)
        person.page.locator("main a[href*='/sections/']").nth(place).click()
        person.settle()
        person.write("body", words)
    fm.visit(HERE + version)
    assert "Wij zeggen het vooraf" in fm.words
    fm.follow_link("/proposal/")
    fm.page.locator("[name=leave_open]").check()
    fm.send()
    approve(fm)
    mail = live.wait(lambda: next((one for one in live.mails(SUPPLIER) if version in one.text), None))
    supplier.follow(mail, version)
    approve(supplier)
    words = text_of(take_when_made(supplier, "main .page-head a[href$='/pdf/']"))
    for part in ("Hogeschool Rijnoever", "Welkomhuis", "Sanne de Vries", "Hugo Claassen", "dezelfde dag bij", "vooraf"):
        assert part in words


def take_when_made(person, selector: str) -> bytes:
    """A file that a worker makes by itself: there after some looking again."""
    button = person.page.locator(selector)
    person.live.wait(lambda: button.count() or (person.page.reload() and button.count()), 40)
    person.settle()
    return person.take(selector)


def approve(person) -> None:
    person.page.locator("#approve [name=agree]").check()
    person.press("/approval/")


REMIND = """
from datetime import timedelta
from django.utils import timezone
from meetings.models import Meeting, Participant
from notifications.actions import plan
long_ago = timezone.now() - timedelta(days=2)
meeting = Meeting.objects.for_system("told two days ago").get(pk="{pk}")
Meeting.objects.for_system("told").filter(pk=meeting.pk).update(told_at=long_ago)
Participant.objects.for_system("told").filter(meeting=meeting).update(invited_at=long_ago)
plan(timezone.now())
"""


def the_reminder_arrives(live, meeting: str) -> None:
    """As it would to who was invited two days ago; beat and the worker do the rest."""
    before = len([mail for mail in live.mails(SUPPLIER) if SUMMARY in mail.subject])
    live.manage("shell", "-c", REMIND.format(pk=meeting.split("/")[1]))
    live.wait(lambda: len([mail for mail in live.mails(SUPPLIER) if SUMMARY in mail.subject]) > before)


def unfold(person, what: str, within=None) -> None:
    (within or person.page.locator("main")).locator(f"details:has({what}) > summary").click()


def minutes_are_adopted(live, fm, supplier, meeting: str) -> None:
    fm.visit(HERE + meeting)
    fm.follow_link("/begin/")
    fm.send()
    supplier.visit(THERE + meeting)
    supplier.follow_link("/minutes/")
    text_ids = [one.get_attribute("id") for one in fm.page.locator("textarea[data-prose]").all()]
    fm.write(text_ids[0], "Iedereen heeft verteld wat hij van de ander nodig heeft.")
    supplier.write(text_ids[-1], "In de eerste week van september komt er een tweede ronde bij.")
    last = fm.page.locator(".minutes-item:has(textarea[data-prose])").last
    unfold(fm, "form[action*='/decisions/new/']", last)
    last.locator("form[action*='/decisions/new/'] [name=text]").fill("Op piekdagen rijden we twee rondes.")
    last.locator("form[action*='/decisions/new/'] button:not([name])").click()
    fm.settle()
    unfold(fm, "form[action*='/actions/new/']", last)
    last.locator("form[action*='/actions/new/'] [name=text]").fill("Rooster van september delen")
    owner = last.locator("form[action*='/actions/new/'] [name=owner]")
    owner.select_option(label="Hugo Claassen")
    last.locator("form[action*='/actions/new/'] button").click()
    fm.settle()
    for there in fm.page.locator("[name^=present-]").all():
        there.check()
    fm.page.locator("button[formaction$='/close/']").click()
    fm.settle()
    fm.page.locator("[name=adopt]").check()
    fm.page.locator("button[formaction$='/minutes/send/']").click()
    fm.settle()

    supplier.visit(THERE)
    supplier.follow_link(meeting + "adoption/")
    assert "tweede ronde" in supplier.words
    supplier.press("/approval/")
    words = text_of(take_when_made(supplier, "main form[method=get][action$='/pdf/'] button"))
    for part in ("Op piekdagen rijden we twee rondes", "Rooster van september delen", "Kim Bos", "Hugo Claassen"):
        assert part in words
    supplier.visit(THERE + "meetings/actions/")
    assert "Rooster van september delen" in supplier.words
    fm.visit(HERE + meeting)
    assert fm.page.locator(".page-head .badge.good").count() == 1

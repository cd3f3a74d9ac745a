"""After a choice: what comes next, who is reminded of it, and the pages that show it."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation
from django.utils.html import strip_tags
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import Connection, Membership, Role
from common.asked import KINDS
from documents.pdf import html_of
from notifications.actions import compose, plan
from notifications.kinds import BUILDERS
from notifications.models import Message
from partnerships.actions import partnership
from partnerships.models import Partnership
from services import asked, mails
from services.actions import assessment as rounds
from services.actions.choice import choose
from services.models import AssessedService, Choice, Service
from services.outcome import outcome_context
from services.report import TEMPLATE, report_of
from services.steps import steps_of
from vision.models import Vision, VisionVersion

FAR = date(2099, 1, 1)
ZONE = ZoneInfo("Europe/Amsterdam")
NOON = datetime.combine(FAR, time(12), ZONE)


@pytest.fixture
def choice(cast, services) -> Choice:
    return choose(service=services["Reception"], by=cast.campus_editor, kind="strategic",
                  reason="They make the first impression.", look_again_on=FAR)  # fmt: skip


def receivers(now: datetime) -> list[str]:
    return sorted(
        Membership.objects.get(user=one.receiver_id, organisation__slug="campus").role
        for one in mails.choices_to_look_at_again(now)
    )


def overdue(choice: Choice, days: int = 1) -> Choice:
    """The same choice, with its day in the past; the table is insert-only."""
    values = {name: getattr(choice, name) for name in ("client", "service", "kind", "reason", "made_by")}
    return Choice.objects.create(**values, look_again_on=timezone.localdate() - timedelta(days=days))


# Looking again ------------------------------------------------------------------------------------


def test_maker_is_mailed_on_the_day_at_eight_and_not_before(choice):
    eight = datetime.combine(FAR, time(8), ZoneInfo(choice.made_by.user.time_zone))
    assert receivers(eight - timedelta(minutes=1)) == []
    assert receivers(eight) == [Role.EDITOR]
    assert [one.moment for one in mails.choices_to_look_at_again(eight)] == [eight]


def test_owners_are_mailed_when_the_maker_left_or_may_no_longer_choose(choice):
    maker = Membership.objects.filter(pk=choice.made_by_id)
    maker.update(role=Role.READER)
    assert receivers(NOON) == [Role.OWNER]
    maker.update(role=Role.EDITOR, ended_at=timezone.now())
    assert receivers(NOON) == [Role.OWNER]


def test_nobody_is_mailed_once_there_is_a_newer_choice_or_the_service_is_archived(cast, choice):
    Service.objects.filter(pk=choice.service_id).update(archived_at=timezone.now())
    assert receivers(NOON) == []
    Service.objects.filter(pk=choice.service_id).update(archived_at=None)
    choose(
        service=choice.service, by=cast.campus_owner, kind="strategic", reason="Still.", look_again_on=date(2100, 1, 1)
    )
    assert receivers(NOON) == []


def test_what_passed_long_ago_is_not_mailed_any_more(choice):
    assert receivers(NOON + timedelta(days=10)) == [Role.EDITOR]
    assert receivers(NOON + timedelta(days=20)) == []


def test_each_mail_goes_out_once(choice):
    for _ in range(2):
        plan(NOON)
    assert Message.objects.filter(kind="services.look_again").count() == 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_mail_says_what_was_chosen_why_and_where_to_look_again(choice, language):
    plan(NOON)
    message = Message.objects.select_related("receiver").get(kind="services.look_again")
    message.language = language
    made = compose(message, BUILDERS[message.kind](message))
    assert "Reception" in made.subject
    assert "They make the first impression." in made.body
    assert f"/o/campus/services/{choice.service_id}/choice/" in made.body
    with translation.override(language):
        assert choice.get_kind_display() in made.body


def test_mail_is_not_sent_once_another_choice_was_made(cast, choice):
    plan(NOON)
    choose(service=choice.service, by=cast.campus_owner, kind="preferred", reason="New.", look_again_on=FAR)
    message = Message.objects.get(kind="services.look_again")
    assert BUILDERS[message.kind](message) is None


def test_overview_asks_the_maker_from_the_day_on_until_a_newer_choice(cast, choice):
    assert asked.asked_of(cast.campus_editor) == []
    overdue(choice)
    [one] = asked.asked_of(cast.campus_editor)
    assert one.title == "Review the choice for Reception"
    assert one.kind in KINDS
    assert (one.due, one.url) == (
        timezone.localdate() - timedelta(days=1), cast.campus.url("services:choose", pk=choice.service_id),
    )  # fmt: skip
    assert [asked.asked_of(who) for who in (cast.campus_owner, cast.campus_reader, cast.kliniek_owner)] == [[], [], []]
    choose(service=choice.service, by=cast.campus_owner, kind="preferred", reason="New.", look_again_on=FAR)
    assert asked.asked_of(cast.campus_editor) == []


def test_overview_asks_the_owner_when_nobody_keeps_the_choice(cast, choice):
    overdue(choice)
    Membership.objects.filter(pk=cast.campus_editor.pk).update(role=Role.READER)
    assert [one.title for one in asked.asked_of(cast.campus_owner)] == ["Review the choice for Reception"]


def titles(member) -> list[str]:
    return [one.title for one in asked.asked_of(member)]


def test_owner_is_asked_to_choose_after_a_closed_round_whose_maker_left(cast, opened):
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    assert titles(cast.campus_owner) == []
    assert titles(cast.campus_editor) == ["Choose for 3 services: Round one"]
    Membership.objects.filter(pk=cast.campus_editor.pk).update(ended_at=timezone.now())
    assert titles(cast.campus_owner) == ["Choose for 3 services: Round one"]


def test_owners_and_the_maker_are_asked_who_scores_in_an_open_round_without_anybody(cast, opened):
    assert titles(cast.campus_editor) == []
    opened.assessors.all().delete()
    expected = ["Choose who scores: Round one"]
    assert [titles(who) for who in (cast.campus_owner, cast.campus_editor, cast.campus_contributor)] == [
        expected, expected, [],
    ]  # fmt: skip


def test_rounds_and_choices_are_asked_by_one_query(cast, choice, opened, django_assert_num_queries):
    overdue(choice)
    with django_assert_num_queries(1):
        asked.asked_of(cast.campus_editor)
    assert [one.kind for one in asked.asked_of(cast.campus_owner)] == ["score"]


# The next step ------------------------------------------------------------------------------------


def labels(member, choice) -> list[str]:
    return [step.label for step in steps_of(member, [choice])[choice.service_id]]


def publish_vision(cast) -> None:
    vision = Vision.objects.create(client=cast.campus)
    VisionVersion.objects.create(vision=vision, number=1, title="Ours", started_by=cast.campus_owner, state="published",
                                 published_at=timezone.now(), published_by=cast.campus_owner)  # fmt: skip


def of_supplier(choice: Choice, name: str) -> Choice:
    Service.objects.filter(pk=choice.service_id).update(supplier_name=name)
    return Choice.objects.select_related("service").get(pk=choice.pk)


def test_strategic_choice_without_a_vision_leads_to_writing_it(cast, choice):
    assert labels(cast.campus_editor, choice)[0] == "Write the vision"
    assert "Write the vision" not in labels(cast.campus_reader, choice)


@pytest.mark.parametrize("name", ["Smaakvol Catering", "smaakvol catering B.V.", "Sm\u00e1akvol\u200b  C\u2019atering"])
def test_present_supplier_that_is_connected_is_proposed_to(cast, choice, browse, name):
    step = steps_of(cast.campus_editor, [of_supplier(choice, name)])[choice.service_id][-1]
    assert step.label == "Propose a partnership to Smaakvol Catering"
    form = browse(cast.campus_editor).get(step.url).context["form"]
    assert (form["supplier"].value(), form["services"].value(), form["choice"].value()) == (
        str(cast.catering.pk), str(choice.service_id), str(choice.pk),
    )  # fmt: skip


def test_present_supplier_that_is_unknown_is_invited_by_name(cast, choice, browse):
    steps = steps_of(cast.campus_editor, [of_supplier(choice, "Balie24 & Zonen")])[choice.service_id]
    invite = next(step for step in steps if step.label == "Invite Balie24 & Zonen")
    assert browse(cast.campus_editor).get(invite.url).context["form"]["supplier_name"].value() == "Balie24 & Zonen"
    assert not [step for step in steps if "Propose" in step.label]


def test_supplier_that_was_invited_is_waited_for(cast, choice):
    Connection.objects.create(client=cast.campus, supplier_name="Balie24")
    assert "Look at the invitation" in labels(cast.campus_editor, of_supplier(choice, "Balie24"))


def test_partnership_that_exists_is_shown_instead_to_who_may_see_it(cast, choice):
    partnership.propose(
        by=cast.campus_owner, supplier=cast.catering, name="Lunch together", services=[choice.service], choice=choice
    )
    [step] = [one for one in steps_of(cast.campus_owner, [choice])[choice.service_id] if one.is_there]
    assert (step.label, step.words) == ("Lunch together", "Proposed, with Smaakvol Catering")
    assert labels(cast.campus_owner, choice) == ["Write the vision", "Lunch together"]
    assert "Lunch together" not in labels(cast.campus_editor, choice)
    # Who may not see it does not propose it once more.
    assert labels(cast.campus_editor, choice) == ["Write the vision", "To the partnerships"]


def test_published_vision_is_shared_where_no_supplier_is_known(cast, choice):
    publish_vision(cast)
    assert labels(cast.campus_editor, of_supplier(choice, ""))[0] == "Share the vision with suppliers"
    assert "Share the vision with suppliers" not in labels(cast.campus_editor, of_supplier(choice, "Balie24"))


def test_partnership_that_is_ending_leads_to_another(cast, choice):
    publish_vision(cast)
    made = partnership.propose(by=cast.campus_owner, supplier=cast.catering, name="Lunch", services=[choice.service])
    Partnership.objects.filter(pk=made.pk).update(state="ending")
    delivered = of_supplier(choice, "Smaakvol Catering")
    assert labels(cast.campus_owner, delivered) == ["Lunch", "Propose a partnership"]


@pytest.mark.parametrize(
    ("delivery", "said"),
    [
        ("in_house", "You do this yourselves now."), ("", "It is not known who delivers this service."),
        ("outsourced", "The current supplier is not filled in."), ("mixed", "The current supplier is not filled in."),
    ],
)  # fmt: skip
def test_sharing_the_vision_says_of_a_service_without_supplier_what_is_known(cast, choice, delivery, said):
    Service.objects.filter(pk=choice.service_id).update(delivery=delivery)
    own = of_supplier(choice, "")
    publish_vision(cast)
    steps = {step.label: step.words for step in steps_of(cast.campus_owner, [own])[own.service_id]}
    assert steps["Share the vision with suppliers"].startswith(said)


def test_transactional_choice_has_no_next_step(cast, services):
    plain = choose(service=services["Cleaning"], by=cast.campus_editor, kind="transactional", reason="So.",
                   look_again_on=FAR)  # fmt: skip
    assert labels(cast.campus_editor, plain) == []


# Pages --------------------------------------------------------------------------------------------


@pytest.fixture
def chosen(cast, closed, services) -> str:
    """The page of the choices of a round with one choice, other than suggested."""
    choose(service=services["Reception"], by=cast.campus_editor, kind="preferred", reason="Too few of us.",
           look_again_on=FAR, assessment=closed)  # fmt: skip
    return cast.campus.url("services:round-choices", pk=closed.pk)


def test_a_suggestion_that_empty_cells_leave_open_is_said_to_be_unsure(cast, services, closed, browse):
    address = cast.campus.url("services:round-choices", pk=closed.pk)
    for name, kind in (("Reception", "strategic"), ("Cleaning", "preferred")):
        choose(service=services[name], by=cast.campus_editor, kind=kind, reason="Because.", look_again_on=FAR,
               assessment=closed)  # fmt: skip
    page = browse(cast.campus_reader).get(address).content.decode()
    _before, reception, cleaning = re.split(f"service-(?:{services['Reception'].pk}|{services['Cleaning'].pk})", page)
    assert "This is not certain, because cells are empty." not in reception
    assert "the choice was preferred supplier. This is not certain, because cells are empty." in strip_tags(cleaning)


def test_choices_of_a_round_say_what_why_and_what_next(cast, chosen, browse):
    page = browse(cast.campus_editor).get(chosen).content.decode()
    assert "differs from the score" in page
    assert "The score suggested strategic partnership; the choice was preferred supplier." in page
    assert "Too few of us." in page
    assert "Propose a partnership" in page
    assert "2 services have no choice yet" in page


def test_choices_of_a_round_have_doors(cast, chosen, opened, browse):
    found = {who: browse(getattr(cast, who)).get(chosen).status_code
             for who in ("campus_reader", "kliniek_owner", "catering_owner")}  # fmt: skip
    assert found == {"campus_reader": 200, "kliniek_owner": 404, "catering_owner": 404}
    page = browse(cast.campus_reader).get(chosen).content.decode()
    assert "Record a choice" not in page
    assert browse(cast.campus_editor).post(chosen).status_code == 405


def test_open_round_has_no_choices_yet(cast, opened, browse):
    address = cast.campus.url("services:round-choices", pk=opened.pk)
    assert browse(cast.campus_editor).get(address).status_code == 404


def test_later_choice_elsewhere_is_told_on_the_page_of_the_round(cast, chosen, services, browse):
    choose(service=services["Reception"], by=cast.campus_owner, kind="strategic", reason="Now.", look_again_on=FAR)
    page = browse(cast.campus_editor).get(chosen).content.decode()
    assert "Replaced by a later choice" in page
    assert "Write the vision" not in page


def spend(services) -> None:
    """So that each service has a place in both pictures."""
    for number, name in enumerate(("Reception", "Cleaning", "Catering"), start=1):
        Service.objects.filter(pk=services[name].pk).update(annual_spend=10_000 * number)


def close(cast, opened, fill):
    values = {name: [3] * 6 for name in ("Reception", "Cleaning", "Catering")}
    fill(opened, cast.campus_owner, values)
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    opened.refresh_from_db()
    return opened


def said_of(browser, cast, row) -> dict:
    """What pictures, tables, counts and report say of each service of a round."""
    address = cast.campus.url("services:assessment", pk=row.pk)
    page, second = browser.get(address).context, browser.get(address, {"view": "kraljic"}).context
    with translation.override("en"):
        report, _frame = report_of(row, cast.campus_editor)
    tables = [page["figure"], second["kraljic"]["figure"], report["portfolio"], report["kraljic"]["figure"]]
    found = [{one[0]: one[-1] for one in table["rows"]} for table in tables]
    assert all(one == found[0] for one in found)
    waiting = [name for name, words in found[0].items() if words == "–"]
    assert sorted(report["undecided"]) == sorted(waiting)
    choices = browser.get(cast.campus.url("services:round-choices", pk=row.pk))
    later = sum(1 for one in page["rows"] if one["later"] and not one["relation"])
    assert page["undecided"] == choices.context["undecided"] == len(waiting) - later
    return found[0] | {"marks": re.findall(r"<title>([^<]*)</title>", page["figure"]["svg"])[1:]}


def test_choice_that_held_when_the_round_closed_counts_and_is_said_to_be_from_before(
    cast, opened, services, fill, browse
):
    spend(services)
    choose(service=services["Reception"], by=cast.campus_owner, kind="strategic", reason="Then.", look_again_on=FAR)
    row, browser = close(cast, opened, fill), browse(cast.campus_editor)
    found = said_of(browser, cast, row)
    assert found["Reception"] == "strategic partnership (chosen before)"
    assert found["marks"] == [
        "Catering: nothing chosen yet; the score suggests performance contract",
        "Cleaning: nothing chosen yet; the score suggests performance contract",
        "Reception: strategic partnership (chosen before)",
    ]
    page = browser.get(cast.campus.url("services:round-choices", pk=row.pk))
    assertContains(page, "Chosen before this round, and applies until you choose again: <b>strategic partnership</b>")
    assert [one.title for one in asked.asked_of(cast.campus_editor)] == ["Choose for 2 services: Round one"]
    told = " ".join(html_of(TEMPLATE, *report_of(row, cast.campus_editor)).split())
    assert "<li>Reception (chosen before)</li>" in told
    assert "For 1 of them the choice from before this round still applies." in told
    # In the round itself people may choose otherwise; then that is what was chosen.
    choose(service=services["Reception"], by=cast.campus_owner, kind="preferred", reason="Now.", look_again_on=FAR,
           assessment=row)  # fmt: skip
    assert said_of(browser, cast, row)["Reception"] == "preferred supplier"


def test_choice_on_another_ground_afterwards_changes_nothing_of_the_round(cast, opened, services, fill, browse):
    spend(services)
    choose(service=services["Reception"], by=cast.campus_owner, kind="strategic", reason="Then.", look_again_on=FAR)
    row, browser = close(cast, opened, fill), browse(cast.campus_editor)
    choose(service=services["Cleaning"], by=cast.campus_owner, kind="preferred", reason="Here.", look_again_on=FAR,
           assessment=row)  # fmt: skip
    before, report = said_of(browser, cast, row), html_of(TEMPLATE, *report_of(row, cast.campus_editor))
    for service in ("Reception", "Cleaning", "Catering"):
        choose(service=services[service], by=cast.campus_owner, kind="transactional", reason="Later.",
               look_again_on=FAR)  # fmt: skip
    assert said_of(browser, cast, row) == before
    assert html_of(TEMPLATE, *report_of(row, cast.campus_editor)) == report
    # Where one can choose it is told, and nobody is asked to choose again.
    assert asked.asked_of(cast.campus_editor) == []
    assertContains(
        browser.get(cast.campus.url("services:assessment", pk=row.pk)),
        "chosen after this round, for another reason",
        count=3,
    )
    page = browser.get(cast.campus.url("services:round-choices", pk=row.pk))
    assertContains(page, "Chosen after this round, for another reason: <b>transactional</b>", count=2)
    assertContains(page, "Replaced by a later choice", count=1)


def test_round_can_be_finished_when_all_its_choices_held_before(cast, opened, services, fill):
    for name in ("Reception", "Cleaning", "Catering"):
        choose(service=services[name], by=cast.campus_owner, kind="preferred", reason="Then.", look_again_on=FAR)
    row = close(cast, opened, fill)
    assert asked.asked_of(cast.campus_editor) == []
    rounds.decide_assessment(assessment=row, by=cast.campus_editor)
    row.refresh_from_db()
    assert row.state == "decided"


def test_choice_that_another_one_of_the_round_replaced_stays_readable(cast, chosen, closed, services, browse):
    choose(service=services["Reception"], by=cast.campus_editor, kind="strategic", reason="We changed our mind.",
           look_again_on=FAR, assessment=closed)  # fmt: skip
    page = browse(cast.campus_editor).get(chosen)
    assertContains(page, "1 earlier choice")
    assertContains(page, "Too few of us.")


def test_history_says_which_relation_was_chosen(cast, choice, browse):
    choose(service=choice.service, by=cast.campus_owner, kind="preferred", reason="Later.", look_again_on=FAR)
    page = browse(cast.campus_editor).get(cast.campus.url("services:detail", pk=choice.service_id))
    words = " ".join(strip_tags(page.content.decode()).split())
    assert "Relation: strategic partnership →became preferred supplier" in words


def test_queries_of_the_choices_do_not_grow(cast, chosen, closed, services, browse, django_assert_num_queries):
    browser = browse(cast.campus_editor)
    browser.get(chosen)
    with django_assert_num_queries(11):
        browser.get(chosen)
    for name in ("Cleaning", "Catering"):
        choose(service=services[name], by=cast.campus_editor, kind="preferred", reason="So.", look_again_on=FAR,
               assessment=closed)  # fmt: skip
    with django_assert_num_queries(11):
        browser.get(chosen)


def test_form_tells_what_the_score_suggests_and_shows_who_chose_before(cast, closed, services, choice, browse):
    address = cast.campus.url("services:choose", pk=services["Reception"].pk)
    choose(service=services["Reception"], by=cast.campus_owner, kind="preferred", reason="Later.", look_again_on=FAR)
    page = browse(cast.campus_editor).get(address).content.decode()
    assert "The score suggests: <b>strategic partnership</b>." in page
    assert "1 earlier choice" in page
    assert "They make the first impression." in page


# Choices still to make ----------------------------------------------------------------------------


def test_the_owner_of_a_closed_round_is_asked_for_the_choices_until_all_are_made(cast, services, closed):
    def asks(member):
        return [one.title for one in asked.asked_of(member) if one.title.startswith("Choose for")]

    assert asks(cast.campus_editor) == ["Choose for 3 services: Round one"]
    assert asks(cast.campus_owner) == asks(cast.campus_contributor) == asks(cast.kliniek_owner) == []
    for name, left in (("Reception", 2), ("Cleaning", 1), ("Catering", 0)):
        choose(service=services[name], by=cast.campus_editor, assessment=closed, kind="strategic", reason="Because.",
               look_again_on=FAR)  # fmt: skip
        assert len(asks(cast.campus_editor)) == bool(left)


def test_there_are_two_weeks_for_the_choices_and_again_after_each(cast, services, closed):
    def due():
        return next(one.due for one in asked.asked_of(cast.campus_editor) if one.title.startswith("Choose for"))

    assert due() == timezone.localdate(closed.closed_at) + timedelta(days=14)
    week_later = timezone.now() + timedelta(days=7)
    with time_machine.travel(week_later, tick=False):
        choose(service=services["Reception"], by=cast.campus_editor, assessment=closed, kind="strategic",
               reason="Because.", look_again_on=FAR)  # fmt: skip
    assert due() == timezone.localdate(week_later) + timedelta(days=14)


def test_page_of_the_outcome_looks_again_until_the_places_are_counted(cast, services, closed, browse):
    browser, address = browse(cast.campus_editor), cast.campus.url("services:assessment", pk=closed.pk)
    AssessedService.objects.filter(assessment=closed).update(places=None)
    # Of three all are in the first three: nothing to wait for.
    assertNotContains(browser.get(address), 'hx-select="#ranking"')
    choose(service=services["Reception"], by=cast.campus_editor, assessment=closed, kind="strategic", reason="Because.",
           look_again_on=FAR)  # fmt: skip
    rounds.decide_assessment(assessment=closed, by=cast.campus_editor)
    assertContains(browser.get(address), 'hx-select="#ranking"')
    AssessedService.objects.filter(assessment=closed).update(places=[10_000, 10_000, 10_000])
    assertNotContains(browser.get(address), 'hx-select="#ranking"')


def test_looking_again_gets_the_ranking_with_its_percentages(cast, services, closed, browse):
    browser, address = browse(cast.campus_editor), cast.campus.url("services:assessment", pk=closed.pk)
    choose(service=services["Reception"], by=cast.campus_editor, assessment=closed, kind="strategic", reason="Because.",
           look_again_on=FAR)  # fmt: skip
    rounds.decide_assessment(assessment=closed, by=cast.campus_editor)
    AssessedService.objects.filter(assessment=closed).update(places=None)
    # What the script asks: hx-get with hx-select.
    waiting = browser.get(address, headers={"HX-Request": "true"})
    assertContains(waiting, '<section class="section" id="ranking" hx-get', count=1)
    AssessedService.objects.filter(assessment=closed).update(places=[7_500, 10_000, 10_000])
    found = browser.get(address, headers={"HX-Request": "true"})
    assertContains(found, '<section class="section" id="ranking">', count=1)
    assertContains(found, "75%")


def test_a_service_without_a_place_has_no_percentage(cast, services, opened, fill, browse):
    fill(opened, cast.campus_owner, {"Reception": [5] * 6, "Cleaning": [1] * 6, "Catering": [5, 5, 5, 5, 5, None]})
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    rounds.count_places(opened.pk)
    opened.refresh_from_db()
    choose(service=services["Reception"], by=cast.campus_editor, kind="strategic", reason="Because.",
           look_again_on=FAR, assessment=opened)  # fmt: skip
    rounds.decide_assessment(assessment=opened, by=cast.campus_editor)
    page = browse(cast.campus_reader).get(cast.campus.url("services:assessment", pk=opened.pk))
    assert [(str(row["assessed"]), row["stays"]) for row in page.context["rows"]] == [
        ("Reception", 100),
        ("Cleaning", 0),
        ("Catering", None),
    ]


def test_the_percentages_do_not_turn_while_one_is_choosing(cast, services, closed):
    def first() -> str:
        closed.refresh_from_db()
        return outcome_context(closed, cast.campus_editor)["in_first"]

    before = first()
    choose(service=services["Reception"], by=cast.campus_editor, assessment=closed, kind="strategic", reason="Because.",
           look_again_on=FAR)  # fmt: skip
    assert (before, first()) == ("In the first 3", "In the first 3")
    rounds.decide_assessment(assessment=closed, by=cast.campus_editor)
    assert first() == "In first place"


# What a small round leaves unsaid --------------------------------------------------------------


def test_a_ranking_says_in_words_what_is_not_known_and_leaves_out_what_says_nothing(cast, services, closed, browse):
    browser, address = browse(cast.campus_editor), cast.campus.url("services:assessment", pk=closed.pk)
    page = browser.get(address)
    # All three are in the first three.
    assertNotContains(page, "In the first")
    assertContains(page, "too few scores", count=2)
    assertContains(page, "services with a wide spread")
    choose(service=services["Reception"], by=cast.campus_editor, assessment=closed, kind="strategic", reason="Because.",
           look_again_on=FAR)  # fmt: skip
    rounds.decide_assessment(assessment=closed, by=cast.campus_editor)
    page = browser.get(address)
    assertContains(page, "In first place")
    assertContains(page, "First place, as this round chose one service for a strategic partnership.")
    cleaning = closed.assessed.get(name="Cleaning")
    one = browser.get(cast.campus.url("services:assessed", pk=closed.pk, assessed=cleaning.pk))
    assertContains(one, "<span>place</span>")
    assertNotContains(one, "<span>spread</span>")


def test_why_is_asked_in_one_place(cast, services, closed, browse):
    page = browse(cast.campus_editor).get(
        cast.campus.url("services:choose", pk=services["Reception"].pk) + f"?round={closed.pk}"
    )
    assertContains(page, "If you choose something other than the score suggests, explain why", count=1)
    assertNotContains(page, "Then also say why")
    assertContains(page, "The score suggests:", count=1)


def test_service_of_a_partnership_that_is_ending_can_be_proposed_to_another(cast, choice):
    made = partnership.propose(by=cast.campus_owner, supplier=cast.catering, name="Lunch", services=[choice.service])
    Partnership.objects.filter(pk=made.pk).update(state="ending")
    other = partnership.propose(by=cast.campus_owner, supplier=cast.schoon, name="Anew", services=[choice.service])
    assert list(other.services.all()) == [choice.service]

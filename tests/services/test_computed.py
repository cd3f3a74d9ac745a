"""Criteria that the journeys answer: live while the round is open, overruled with a reason, frozen at its end."""

from datetime import date
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from services.actions import assessment as rounds
from services.computed import frozen, thawed
from services.evidence import UNKNOWN
from services.models import ContactMoment, Criterion, Journey, Persona, Score, Stage
from services.rounds import closed_results, outcome_of, progress_of

# Reception is met in person in one of two stages, with importance 4: contact 1 + 4 × 1/2, effect 1 + 4 × 3/4.
CONTACT, EFFECT, GAP = Fraction(3), Fraction(4), Fraction(2)
SHEET_QUERIES, OUTCOME_QUERIES = 11, 9


@pytest.fixture
def journey(cast, services):
    """A visitor of Campus who meets Reception, and Cleaning in a moment of unknown importance, but no Catering."""
    persona = Persona.objects.create(client=cast.campus, name="Visitor", share=60)
    row = Journey.objects.create(client=cast.campus, persona=persona, title="A day at the campus")
    arrival, leaving = (
        Stage.objects.create(journey=row, title=title, position=place)
        for place, title in enumerate(("Arrive", "Leave"))
    )
    desk = ContactMoment.objects.create(
        stage=arrival, position=0, happens="I am welcomed", importance=4, now=-1, desired=1, evidence="talks",
        source="Twelve talks", evidence_on=date(2026, 3, 1), quotes=["Nobody looked up.", "They knew my name."],
    )  # fmt: skip
    desk.services.add(services["Reception"])
    clean = ContactMoment.objects.create(stage=leaving, position=0, happens="I pass a clean hall")
    clean.services.add(services["Cleaning"])
    return row


@pytest.fixture
def computed(cast, journey, draft):
    """An open round in which the journeys answer C2 and C3."""
    rounds.open_assessment(assessment=draft, by=cast.campus_editor)
    draft.refresh_from_db()
    return draft


def cell(round_, name, code):
    return round_.assessed.get(name=name), round_.criteria.get(code=code)


def give(round_, member, name, code, value, reason=""):
    row, criterion = cell(round_, name, code)
    assessor = round_.assessors.get(member=member)
    rounds.set_scores(assessor=assessor, assessed=row, by=member, values={criterion: (value, reason)})


def sheet_url(cast, round_, name):
    return cast.campus.url("services:score-service", pk=round_.pk, assessed=round_.assessed.get(name=name).pk)


def close(cast, round_):
    rounds.close_assessment(assessment=round_, by=cast.campus_editor)
    round_.refresh_from_db()


def column(found, code):
    return next(one for one in found.columns if one.criterion.code == code)


# Preparing ----------------------------------------------------------------------------------------


def test_journeys_answer_two_criteria_by_default(computed):
    assert [one.code for one in computed.criteria.all() if one.is_computed] == ["C2", "C3"]


def test_without_contact_moments_all_is_scored_by_hand(draft):
    assert not draft.criteria.filter(is_computed=True).exists()


def formset(row, **changes) -> dict:
    data = {"revision": row.revision, "criteria-TOTAL_FORMS": 6, "criteria-INITIAL_FORMS": 6}
    for place, one in enumerate(row.criteria.all()):
        for field in ("code", "name", "low", "high", "weight"):
            data[f"criteria-{place}-{field}"] = getattr(one, field)
    return {**data, **changes}


def test_each_of_the_two_is_chosen_in_the_form_and_no_other(cast, draft, browse):
    browser, address = browse(cast.campus_editor), cast.campus.url("services:criteria", pk=draft.pk)
    content = browser.get(address).content.decode()
    assert content.count("From the journeys") == 2
    assert "Total 100 of 100" in content
    data = formset(draft, **{"criteria-2-is_computed": "on", "criteria-0-is_computed": "on"})
    assert browser.post(address, data).status_code == 302
    assert [one.code for one in draft.criteria.all() if one.is_computed] == ["C3"]


def test_a_round_asks_its_assessors_at_least_one_criterion(cast, draft):
    both = [
        {"code": code, "name": code, "low": "a", "high": "b", "weight": 50, "is_computed": True}
        for code in ("C2", "C3")
    ]
    with pytest.raises(ValidationError, match="at least one criterion"):
        rounds.set_criteria(assessment=draft, by=cast.campus_editor, revision=draft.revision, criteria=both)
    assert draft.criteria.count() == 6


def test_the_database_knows_what_the_journeys_can_answer(draft):
    with pytest.raises(DatabaseError, match="computed_has_figure"), transaction.atomic():
        Criterion.objects.filter(assessment=draft, code="C1").update(is_computed=True)


# Scoring ------------------------------------------------------------------------------------------


def test_what_the_journeys_answer_is_not_asked(cast, computed, browse):
    # 3 services × 6 criteria, minus both of Reception and the contact of Cleaning.
    assert progress_of(computed, cast.campus).each == 18 - 3
    content = browse(cast.campus_owner).get(sheet_url(cast, computed, "Reception")).content.decode()
    assert "0 of 15 scores filled in" in content
    assert "from the journeys: 3.0" in content
    assert "Nobody looked up." in content
    assert "They knew my name." in content
    assert f"/services/journeys/{Journey.objects.get().pk}/#moment-" in content


ABOUT = "About the contact moment “I am welcomed”, with the services Cleaning, Reception together."


def test_a_quote_says_of_which_moment_it_is_and_of_which_services_wherever_it_stands(
    cast, computed, services, browse, fill
):
    moment = ContactMoment.objects.get(happens="I am welcomed")
    moment.services.add(services["Cleaning"])
    browser, row = browse(cast.campus_owner), computed.assessed.get(name="Reception")
    pages = {
        "sheet": sheet_url(cast, computed, "Reception"),
        "service": cast.campus.url("services:detail", pk=services["Reception"].pk),
        "result": cast.campus.url("services:assessed", pk=computed.pk, assessed=row.pk),
        "round": cast.campus.url("services:assessment", pk=computed.pk),
    }

    def counts(*names: str) -> dict[str, int]:
        return {name: " ".join(browser.get(pages[name]).content.decode().split()).count(ABOUT) for name in names}

    # The sheet shows both quotes behind both figures; the service shows the first.
    assert counts("sheet", "service") == {"sheet": 4, "service": 1}
    close(cast, computed)
    moment.services.clear()
    # Of the round both services have the gap, with one quote each.
    assert counts("result", "round") == {"result": 2, "round": 2}


def test_a_service_without_contact_moments_is_unknown(cast, computed, browse):
    content = browse(cast.campus_owner).get(sheet_url(cast, computed, "Catering")).content.decode()
    assert content.count("The journeys give no figure here") == 2
    content = browse(cast.campus_owner).get(sheet_url(cast, computed, "Cleaning")).content.decode()
    assert content.count("The journeys give no figure here") == 1


def test_values_follow_the_journeys_while_open(cast, computed, browse):
    ContactMoment.objects.filter(happens="I am welcomed").update(channel="telephone")
    content = browse(cast.campus_owner).get(sheet_url(cast, computed, "Reception")).content.decode()
    assert "from the journeys: 2.5" in content


def test_where_the_journeys_are_silent_a_score_needs_no_reason(cast, computed, browse):
    _row, criterion = cell(computed, "Catering", "C2")
    browser, address = browse(cast.campus_owner), sheet_url(cast, computed, "Catering")
    assert browser.post(address, {f"value-{criterion.pk}": "5"}).status_code == 302
    assert Score.objects.get(criterion=criterion, value__isnull=False).value == 5


def test_the_round_names_the_services_without_every_figure(cast, computed, browse):
    answer = browse(cast.campus_editor).get(cast.campus.url("services:assessment", pk=computed.pk))
    assert answer.context["progress"].unanswered == ["Catering", "Cleaning"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_value_of_ones_own_needs_a_reason(cast, computed, browse, reason):
    name = "Reception"
    _row, criterion = cell(computed, name, "C2")
    data = {f"value-{criterion.pk}": "5", f"reason-{criterion.pk}": reason}
    browser, address = browse(cast.campus_owner), sheet_url(cast, computed, name)
    one = browser.post(f"{address}?criterion={criterion.pk}", data, headers={"HX-Request": "true"})
    page = browser.post(address, data)
    assert (one.status_code, page.status_code) == (422, 422)
    for answer in (one, page):
        assert "Say why your score differs from the journeys&#x27; figure" in answer.content.decode()
    with pytest.raises(ValidationError):
        give(computed, cast.campus_owner, name, "C2", 5, reason)
    assert not Score.objects.filter(criterion=criterion).exists()


def test_overruling_is_shown_to_who_did_it_and_taken_back(cast, computed, browse):
    _row, criterion = cell(computed, "Reception", "C2")
    browser, address = browse(cast.campus_owner), sheet_url(cast, computed, "Reception")
    one, headers = f"{address}?criterion={criterion.pk}", {"HX-Request": "true"}
    given = {f"value-{criterion.pk}": "5", f"reason-{criterion.pk}": "Everybody passes here."}
    content = browser.post(one, given, headers=headers).content.decode()
    assert "differs from the journeys (3.0)" in content
    assert "0 of 15" in content  # it was not asked
    assert "differs from the journeys (3.0)" in browser.get(address).content.decode()
    assert "differs from the journeys (" not in browse(cast.campus_contributor).get(address).content.decode()
    score = Score.objects.get()
    assert (score.value, score.reason) == (5, "Everybody passes here.")

    back = {f"value-{criterion.pk}": "", f"reason-{criterion.pk}": "Everybody passes here."}
    content = browser.post(one, back, headers=headers).content.decode()
    assert "differs from the journeys (" not in content
    assert "from the journeys" in content
    score.refresh_from_db()
    assert (score.value, score.reason) == (None, "")


def test_a_reason_without_a_value_is_not_lost_in_silence(cast, computed, browse):
    _row, criterion = cell(computed, "Reception", "C2")
    address = sheet_url(cast, computed, "Reception")
    answer = browse(cast.campus_owner).post(address, {f"reason-{criterion.pk}": "Too low."})
    assert answer.status_code == 422
    assert "Choose your own score" in answer.content.decode()
    assert "Too low." in answer.content.decode()


def test_a_sheet_is_full_once_all_that_is_asked_is_filled(cast, computed, fill):
    hand = [3, None, None, 3, 3, 3]
    fill(computed, cast.campus_owner, {"Reception": hand, "Cleaning": hand, "Catering": hand})
    assessor = computed.assessors.get(member=cast.campus_owner)
    for name, code in (("Cleaning", "C3"), ("Catering", "C2"), ("Catering", "C3")):
        assert assessor.finished_at is None
        give(computed, cast.campus_owner, name, code, 2, "I know it myself.")
        assessor.refresh_from_db()
    assert assessor.finished_at


# Closing ------------------------------------------------------------------------------------------


def test_one_value_for_all_counts_in_the_result(cast, computed, fill):
    hand = [5, None, None, 5, 5, 5]
    fill(computed, cast.campus_owner, {"Reception": hand})
    fill(computed, cast.campus_contributor, {"Reception": hand})
    give(computed, cast.campus_contributor, "Reception", "C3", 2, "Nobody minds.")
    close(cast, computed)
    outcome = outcome_of(computed, cast.campus_reader)
    found = next(one for one in outcome.results if outcome.assessed[one.key].name == "Reception")
    assert (column(found, "C2").values, column(found, "C2").spread) == ((CONTACT, CONTACT), 0)
    assert sorted(column(found, "C3").values) == [2, EFFECT]
    # 25 + 20 × (3 − 1)/4 + 20 × (mean(4, 2) − 1)/4 + 15 + 10 + 10
    assert (found.score, found.completeness) == (25 + 10 + 10 + 35, 1)
    # The totals differ by 20 × (4 − 2)/4 only.
    assert found.spread == 10


def test_an_unknown_figure_stays_an_empty_cell(cast, computed):
    give(computed, cast.campus_owner, "Catering", "C2", 4, "I eat there.")
    close(cast, computed)
    outcome = outcome_of(computed, cast.campus_reader)
    found = next(one for one in outcome.results if outcome.assessed[one.key].name == "Catering")
    assert (column(found, "C2").values, column(found, "C2").cells) == ((4,), 2)
    assert column(found, "C3").mean is None
    assert found.completeness == Fraction(1, 12)


def test_a_closed_round_never_follows_the_journeys(cast, computed, browse):
    close(cast, computed)
    before = closed_results(computed)
    moment = ContactMoment.objects.get(happens="I am welcomed")
    ContactMoment.objects.filter(pk=moment.pk).update(happens="Changed", channel="digital", importance=1, quotes=[])
    moment.services.clear()
    Journey.objects.update(title="Other", archived_at=computed.closed_at)
    assert closed_results(computed) == before
    row = computed.assessed.get(name="Reception")
    said = outcome_of(computed, cast.campus_reader).said[row.pk]
    assert (said.contact, said.effect, said.gap) == (CONTACT, EFFECT, GAP)
    content = browse(cast.campus_reader).get(cast.campus.url("services:assessed", pk=computed.pk, assessed=row.pk))
    words = content.content.decode()
    assert "Nobody looked up." in words
    assert "I am welcomed" in words
    assert "Twelve talks" in words
    assert f"/services/journeys/{moment.stage.journey_id}/#moment-{moment.pk}" in words


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE services_assessedservice SET evidence = NULL",
        "UPDATE services_criterion SET is_computed = false",
    ],
)
def test_what_the_journeys_said_is_frozen_by_the_database(cast, computed, statement):
    close(cast, computed)
    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_frozen_figures_are_exact(cast, computed):
    from services.evidence import evidence_of

    live = evidence_of(cast.campus, [row.service_id for row in computed.assessed.all()])
    for row in computed.assessed.all():
        said = live[row.service_id]
        again = thawed(frozen(said))
        assert (again.contact, again.effect, again.gap) == (said.contact, said.effect, said.gap)
        assert [(one.key, one.quotes, one.evidence_on) for one in again.moments] == [
            (str(one.key), one.quotes, one.evidence_on) for one in said.moments
        ]
    assert thawed(None) == UNKNOWN


# The result ---------------------------------------------------------------------------------------


def test_the_widest_difference_is_talked_about_first(cast, computed, fill, browse):
    fill(computed, cast.campus_owner, {"Reception": [5, None, None, 4, 3, 3], "Cleaning": [3, None, None, 1, 3, 3]})
    fill(
        computed, cast.campus_contributor, {"Reception": [3, None, None, 4, 3, 3], "Cleaning": [3, None, None, 5, 3, 3]}
    )
    give(computed, cast.campus_contributor, "Reception", "C2", 1, "Nobody comes here.")
    close(cast, computed)
    response = browse(cast.campus_reader).get(cast.campus.url("services:assessment", pk=computed.pk))
    talks = [(str(one["assessed"]), one["criterion"].code, one["spread"]) for one in response.context["talks"]]
    assert talks == [("Cleaning", "C4", 4), ("Reception", "C1", 2), ("Reception", "C2", 2)]
    words = response.content.decode()
    assert "Nobody comes here." in words
    assert "differs from the journeys' figure, 3.0" in words
    assert [(str(one["assessed"]), one["gap"]) for one in response.context["gaps"]] == [("Reception", GAP)]


def test_a_computed_round_takes_as_many_queries_for_every_service(cast, computed, browse):
    browser = browse(cast.campus_owner)

    def taken(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert browser.get(address).status_code == 200
        return len(found)

    sheets = [taken(sheet_url(cast, computed, name)) for name in ("Reception", "Catering")]
    assert sheets == [SHEET_QUERIES, SHEET_QUERIES]
    close(cast, computed)
    assert taken(cast.campus.url("services:assessment", pk=computed.pk)) == OUTCOME_QUERIES


def test_the_reasons_have_no_heading_where_nobody_gave_one(cast, computed, fill, browse):
    fill(computed, cast.campus_owner, {"Reception": [3, None, None, 3, 3, 3]})
    Score.objects.update(reason="")
    rounds.close_assessment(assessment=computed, by=cast.campus_editor)
    row = computed.assessed.get(name="Reception")
    answer = browse(cast.campus_editor).get(cast.campus.url("services:assessed", pk=computed.pk, assessed=row.pk))
    assert ("The reasons" in answer.content.decode(), answer.context["has_reasons"]) == (False, False)

"""Rounds from draft to decided: what each step saves, whom it asks, and what stays hidden until the end."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import AuditEvent, Membership
from notifications.actions import compose
from notifications.kinds import BUILDERS
from notifications.models import Message
from services import asked, mails
from services.actions import assessment as rounds
from services.actions.choice import choose
from services.models import AssessedService, Assessment, Choice, Criterion, Score
from services.rounds import outcome_of, progress_of

NEXT_YEAR = date(2099, 1, 1)


def url(cast, name, row, **more):
    return cast.campus.url(f"services:{name}", pk=row.pk, **more)


def events() -> list[str]:
    found = AuditEvent.objects.filter(event__startswith="services.").order_by("at")
    return list(found.values_list("event", flat=True))


def mailed() -> set[tuple[str, str]]:
    return {(one.kind, one.receiver.email) for one in Message.objects.all()}


# Preparing ----------------------------------------------------------------------------------------


def test_round_is_prepared_by_form(cast, services, browse):
    data = {
        "title": "Round two",
        "deadline": (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"),
        "services": [services["Reception"].pk, services["Catering"].pk],
        "assessors": [cast.campus_contributor.pk],
    }
    response = browse(cast.campus_editor).post(cast.campus.url("services:assessment-new"), data)
    row = Assessment.objects.get()
    assert response["Location"] == url(cast, "assessment", row)
    assert [one.name for one in row.assessed.all()] == ["Catering", "Reception"]
    assert [one.code for one in row.criteria.all()] == ["C1", "C2", "C3", "C4", "C5", "C6"]
    assert row.criteria.first().name == "Contribution to the primary process"
    assert (events(), mailed()) == (["services.assessment_made"], set())


def test_a_round_that_is_sent_twice_is_one(cast, services, browse):
    data = {
        "title": "Round two", "deadline": "2099-01-01T10:00", "services": [services["Reception"].pk],
        "assessors": [cast.campus_contributor.pk],
    }  # fmt: skip
    data["once"] = str(uuid4())
    browser, address = browse(cast.campus_editor), cast.campus.url("services:assessment-new")
    led_to = {browser.post(address, data)["Location"] for _ in range(2)}
    assert led_to == {url(cast, "assessment", Assessment.objects.get())}
    assert events() == ["services.assessment_made"]
    browser.post(address, {**data, "services": [services["Cleaning"].pk], "once": str(uuid4())})
    assert Assessment.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"deadline": "2001-01-01T10:00"}, "Choose a moment in the future."),
        ({"services": []}, "Choose at least one service."),
        ({"assessors": []}, "Choose at least one assessor."),
        ({"title": ""}, "This field is required."),
    ],
)
def test_bad_round_is_refused(cast, services, browse, changes, sentence):
    data = {
        "title": "Round two",
        "deadline": "2099-01-01T10:00",
        "services": [services["Reception"].pk],
        "assessors": [cast.campus_contributor.pk],
        **changes,
    }
    response = browse(cast.campus_editor).post(cast.campus.url("services:assessment-new"), data)
    assert response.status_code == 422
    assert response.context["form"].errors[next(iter(changes))] == [sentence]
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("who", ["campus_reader", "kliniek_contributor", "gone"])
def test_only_colleagues_who_may_score_become_assessors(cast, services, who):
    with pytest.raises(ValidationError):
        rounds.make_assessment(
            by=cast.campus_editor, title="X", deadline=timezone.now() + timedelta(days=1),
            services=[services["Reception"]], assessors=[getattr(cast, who)],
        )  # fmt: skip


def criteria_data(row, **changes) -> dict:
    data = {"revision": row.revision, "criteria-TOTAL_FORMS": 7, "criteria-INITIAL_FORMS": 6}
    for place, one in enumerate(row.criteria.all()):
        for field in ("code", "name", "low", "high", "weight"):
            data[f"criteria-{place}-{field}"] = getattr(one, field)
    return {**data, **changes}


def test_criteria_are_changed_when_they_total_100(cast, draft, browse):
    browser, address = browse(cast.campus_editor), url(cast, "criteria", draft)
    bad = browser.post(address, criteria_data(draft, **{"criteria-0-weight": 30}))
    assert bad.status_code == 422
    assert bad.context["formset"].non_form_errors() == ["The weights add up to 105. They must add up to exactly 100."]
    new = {"criteria-6-name": "Own one", "criteria-6-low": "no", "criteria-6-high": "yes", "criteria-6-weight": 10,
           "criteria-5-DELETE": "on"}  # fmt: skip
    assert browser.post(address, criteria_data(draft, **new)).status_code == 302
    assert [one.code or one.name for one in draft.criteria.all()] == ["C1", "C2", "C3", "C4", "C5", "Own one"]
    assert browser.post(address, criteria_data(draft, **new)).status_code == 409  # an older revision


def test_draft_is_hidden_from_who_cannot_edit(cast, draft, browse):
    assert not Assessment.objects.visible_to(cast.campus_contributor).exists()
    assert not AssessedService.objects.visible_to(cast.campus_reader).exists()
    assert browse(cast.campus_contributor).get(url(cast, "score", draft)).status_code == 404


def test_two_who_prepare_do_not_overwrite_each_other(cast, services, draft, browse):
    data = {"title": "Mine", "deadline": "2099-01-01T10:00", "services": [services["Reception"].pk],
            "assessors": [cast.campus_owner.pk], "revision": draft.revision}  # fmt: skip
    address = url(cast, "assessment-edit", draft)
    assert browse(cast.campus_owner).post(address, {**data, "title": "Theirs"}).status_code == 302
    late = browse(cast.campus_editor).post(address, data)
    assert late.status_code == 409
    assert "Theirs" in late.content.decode()
    assert late.context["form"]["title"].value() == "Mine"
    draft.refresh_from_db()
    assert draft.title == "Theirs"


def test_draft_is_deleted(cast, draft, browse):
    browser = browse(cast.campus_editor)
    assert browser.post(url(cast, "assessment-delete", draft)).status_code == 302
    assert browser.post(url(cast, "assessment-delete", draft)).status_code == 404
    assert not Assessment.objects.exists()


# Opening ------------------------------------------------------------------------------------------


def test_opening_mails_each_assessor_once(cast, draft, browse):
    browser = browse(cast.campus_editor)
    for _ in range(2):
        assert browser.post(url(cast, "assessment-open", draft)).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "open"
    assert mailed() == {
        ("services.assessment_opened", "owner@campus.example"),
        ("services.assessment_opened", "contributor@campus.example"),
    }
    assert events() == ["services.assessment_made", "services.assessment_opened"]


def test_opening_says_what_is_missing(cast, draft):
    draft.assessed.all().delete()
    Assessment.objects.filter(pk=draft.pk).update(deadline=timezone.now() - timedelta(hours=1))
    with pytest.raises(ValidationError) as refused:
        rounds.open_assessment(assessment=draft, by=cast.campus_editor)
    assert refused.value.messages == ["Choose the services to assess.", "Choose a deadline in the future."]
    assert not Message.objects.exists()


STEPS = ["assessment-open", "assessment-close", "assessment-decide", "assessment-delete"]


@pytest.mark.parametrize("name", STEPS)
def test_steps_have_doors(cast, opened, browse, name):
    address = url(cast, name, opened)
    assert browse(cast.campus_contributor).post(address).status_code == 403
    assert browse(cast.campus_reader).post(address).status_code == 403
    assert browse(cast.kliniek_owner).post(address).status_code == 404
    assert browse(cast.campus_editor).get(address).status_code == 405
    opened.refresh_from_db()
    assert opened.state == "open"


def test_opened_round_keeps_its_criteria_and_services(cast, opened):
    for change in (
        lambda: rounds.set_criteria(assessment=opened, by=cast.campus_editor, revision=opened.revision, criteria=[]),
        lambda: rounds.change_draft(
            assessment=opened, by=cast.campus_editor, revision=opened.revision, services=[], assessors=[]
        ),
    ):
        with pytest.raises(ValidationError):
            change()
    with pytest.raises(DatabaseError), transaction.atomic():
        Criterion.objects.filter(assessment=opened).update(weight=1)


def test_deadline_and_assessors_of_an_open_round_may_change(cast, opened, browse):
    data = {"deadline": "2099-01-01T10:00", "assessors": [cast.campus_owner.pk, cast.campus_editor.pk],
            "revision": opened.revision}  # fmt: skip
    assert browse(cast.campus_editor).post(url(cast, "assessment-edit", opened), data).status_code == 302
    opened.refresh_from_db()
    assert opened.deadline.year == 2099
    assert set(opened.assessors.values_list("member", flat=True)) == {cast.campus_owner.pk, cast.campus_editor.pk}
    assert ("services.assessment_opened", "editor@campus.example") in mailed()


# Scoring ------------------------------------------------------------------------------------------


@pytest.fixture
def sheet(cast, opened):
    row = opened.assessed.get(name="Cleaning")
    return row, list(opened.criteria.all()), url(cast, "score-service", opened, assessed=row.pk)


def test_page_is_saved_without_javascript(cast, opened, sheet, browse):
    row, criteria, address = sheet
    data = {f"value-{one.pk}": "4" for one in criteria[:5]} | {f"reason-{criteria[0].pk}": "It shows."}
    response = browse(cast.campus_contributor).post(address, data)
    following = opened.assessed.get(name="Reception")
    assert response["Location"] == url(cast, "score-service", opened, assessed=following.pk) + "#sheet"
    saved = Score.objects.filter(assessed=row)
    assert [one.value for one in saved.order_by("criterion__position")] == [4, 4, 4, 4, 4, None]
    assert saved.get(criterion=criteria[0]).reason == "It shows."


def test_one_score_is_saved_with_htmx(cast, opened, sheet, browse):
    _row, criteria, address = sheet
    browser, headers = browse(cast.campus_contributor), {"HX-Request": "true"}
    data = {f"value-{criteria[1].pk}": "5", f"reason-{criteria[1].pk}": ""}
    response = browser.post(f"{address}?criterion={criteria[1].pk}", data, headers=headers)
    content = response.content.decode()
    assert response.status_code == 200
    assert "Saved" in content
    assert "1 of 18 scores filled in" in content
    assert [(one.criterion, one.value) for one in Score.objects.all()] == [(criteria[1], 5)]
    bad = browser.post(f"{address}?criterion={criteria[1].pk}", {f"value-{criteria[1].pk}": "9"}, headers=headers)
    assert (bad.status_code, Score.objects.get().value) == (422, 5)
    assert "Choose a value from 1 to 5." in bad.content.decode()
    assert browser.post(f"{address}?criterion=x", data, headers=headers).status_code == 404


def test_bad_page_is_refused_and_keeps_what_was_typed(cast, sheet, browse):
    _row, criteria, address = sheet
    response = browse(cast.campus_contributor).post(
        address, {f"value-{criteria[0].pk}": "7", f"reason-{criteria[1].pk}": "Kept"}
    )
    assert response.status_code == 422
    assertContains(response, "1 score has not been saved", status_code=422)
    assertContains(response, f'<a href="#value-{criteria[0].pk}-1">', status_code=422)
    assertContains(response, 'value="Kept"', status_code=422)
    assert not Score.objects.filter(criterion=criteria[0]).exists()


def test_page_with_a_wrong_score_is_refused_above_the_form_and_the_rest_is_saved(cast, opened, sheet, browse):
    row, criteria, address = sheet
    browser, data = browse(cast.campus_contributor), {f"value-{one.pk}": "4" for one in criteria[:3]}
    data[f"value-{criteria[1].pk}"] = "9"
    for then in ({}, {"then": "finish"}):
        response = browser.post(address, data | then)
        assertContains(response, "1 score has not been saved", status_code=422)
        assertContains(response, f'<li><a href="#value-{criteria[1].pk}-1">', status_code=422)
        # What was typed is kept, and the error gets the focus, also where the fragment of the page would.
        cell = next(cell for cell in response.context["cells"] if cell["criterion"] == criteria[1])
        assert cell["value"] == "9"
        assertContains(response, f'method="post" action="{address}"', status_code=422)
        assert opened.assessors.get(member=cast.campus_contributor).finished_at is None
    saved = Score.objects.filter(assessed=row, value=4)
    assert {one.criterion for one in saved} == {criteria[0], criteria[2]}
    response = browser.post(address, data | {"then": "finish", f"value-{criteria[1].pk}": "4"})
    assert response["Location"] == url(cast, "assessment", opened)
    assert opened.assessors.get(member=cast.campus_contributor).finished_at
    assert Score.objects.get(assessed=row, criterion=criteria[1]).value == 4
    page = browser.get(response["Location"])
    assertContains(page, "You left 15 scores empty; they stay unknown.")


def test_round_offers_to_be_done_once_something_was_scored(cast, opened, sheet, browse):
    _row, criteria, address = sheet
    browser, page = browse(cast.campus_contributor), url(cast, "assessment", opened)
    assertNotContains(browser.get(page), url(cast, "score-finish", opened))
    browser.post(address, {f"value-{criteria[0].pk}": "4"})
    assertContains(browser.get(page), url(cast, "score-finish", opened))
    assertContains(browser.get(page), "17 scores are still empty.")
    response = browser.post(url(cast, "score-finish", opened), follow=True)
    assertContains(response, "You left 17 scores empty; they stay unknown.")


@pytest.mark.parametrize(
    ("who", "status"), [("campus_editor", 404), ("campus_reader", 404), ("kliniek_owner", 404), ("catering_owner", 404)]
)
def test_only_assessors_have_a_sheet(cast, sheet, browse, who, status):
    _row, criteria, address = sheet
    assert browse(getattr(cast, who)).post(address, {f"value-{criteria[0].pk}": "4"}).status_code == status
    assert not Score.objects.exists()


def test_nobody_scores_for_somebody_else(cast, opened, sheet):
    row, criteria, _address = sheet
    with pytest.raises(PermissionDenied):
        rounds.set_scores(
            assessor=opened.assessors.get(member=cast.campus_contributor), assessed=row, by=cast.campus_owner,
            values={criteria[0]: (5, "")},
        )  # fmt: skip


def test_scores_of_others_stay_hidden_while_open(cast, opened, fill, browse):
    fill(opened, cast.campus_contributor, {"Cleaning": [5, 4, 3, 2, 1, 1]})
    assert Score.objects.visible_to(cast.campus_contributor).count() == 6
    for who in (cast.campus_owner, cast.campus_editor, cast.campus_reader, cast.kliniek_owner):
        assert not Score.objects.visible_to(who).exists()
    content = browse(cast.campus_owner).get(url(cast, "assessment", opened)).content.decode()
    assert "because" not in content
    assert "6 of 18" in content
    row = opened.assessed.get(name="Cleaning")
    assert browse(cast.campus_owner).get(url(cast, "assessed", opened, assessed=row.pk)).status_code == 404
    assert (
        "because"
        not in browse(cast.campus_owner).get(url(cast, "score-service", opened, assessed=row.pk)).content.decode()
    )
    with pytest.raises(AssertionError):
        outcome_of(opened, cast.campus_owner)
    assert {one.member_id: one.filled for one in progress_of(opened, cast.campus).assessors} == {
        cast.campus_owner.pk: 0, cast.campus_contributor.pk: 6,
    }  # fmt: skip


def test_who_made_the_round_is_asked_to_close_it_once_everybody_is_done(cast, opened, fill):
    def asks():
        return [one.title for one in asked.asked_of(cast.campus_editor) if one.kind == "act"]

    full = {name: [3] * 6 for name in ("Cleaning", "Reception", "Catering")}
    members = [one.member for one in opened.assessors.select_related("member__user", "member__organisation")]
    fill(opened, members[0], full)
    assert asks() == []
    for member in members[1:]:
        fill(opened, member, full)
    assert asks() == ["Close the round, everybody has finished: Round one"]
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    assert "Close the round" not in " ".join(asks())


def test_full_sheet_is_finished_by_itself_and_an_emptied_one_is_not(cast, opened, fill):
    assessor = opened.assessors.get(member=cast.campus_contributor)
    full = {name: [3] * 6 for name in ("Cleaning", "Reception", "Catering")}
    assert len(asked.asked_of(cast.campus_contributor)) == 1
    fill(opened, cast.campus_contributor, full)
    assessor.refresh_from_db()
    assert assessor.finished_at
    assert asked.asked_of(cast.campus_contributor) == []
    row, criterion = opened.assessed.first(), opened.criteria.first()
    rounds.set_scores(assessor=assessor, assessed=row, by=cast.campus_contributor, values={criterion: (None, "")})
    assessor.refresh_from_db()
    assert assessor.finished_at is None
    assert asked.asked_of(cast.campus_contributor)[0].url == url(cast, "score", opened)


def test_who_is_done_says_so_once(cast, opened, browse):
    browser = browse(cast.campus_contributor)
    for _ in range(2):
        assert browser.post(url(cast, "score-finish", opened)).status_code == 302
    assert events().count("services.sheet_finished") == 1
    assert browse(cast.campus_editor).post(url(cast, "score-finish", opened)).status_code == 404
    assert browser.get(url(cast, "score-finish", opened)).status_code == 405


# Closing ------------------------------------------------------------------------------------------


def test_deadline_closes_the_round_once(cast, opened):
    now = timezone.now()
    assert rounds.close_due(now) == 0
    later = now + timedelta(days=8)
    assert (rounds.close_due(later), rounds.close_due(later)) == (1, 0)
    opened.refresh_from_db()
    assert (opened.state, opened.closed_by) == ("closed", None)
    assert events().count("services.assessment_closed") == 1


def told_of_closing() -> list[str]:
    told = Message.objects.filter(kind="services.assessment_closed")
    return sorted(told.values_list("receiver__email", flat=True))


def test_who_scored_and_who_prepared_it_hear_once_that_the_deadline_closed_it(cast, opened):
    rounds.change_open(assessment=opened, by=cast.campus_editor, revision=opened.revision, deadline=opened.deadline,
                       assessors=[cast.campus_owner, cast.campus_contributor, cast.campus_editor])  # fmt: skip
    for _ in range(2):
        rounds.close_assessment(assessment=opened, by=None)
    assert told_of_closing() == ["contributor@campus.example", "editor@campus.example", "owner@campus.example"]


def test_who_closed_the_round_is_not_told(cast, opened):
    rounds.close_assessment(assessment=opened, by=cast.campus_owner)
    assert told_of_closing() == ["contributor@campus.example", "editor@campus.example"]


def test_who_left_does_not_hear_that_the_round_closed(cast, opened):
    Membership.objects.filter(pk=cast.campus_contributor.pk).update(ended_at=timezone.now())
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    assert told_of_closing() == ["owner@campus.example"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_mail_of_the_closing_leads_to_the_outcome_and_asks_choices_of_who_may_choose(cast, opened, language):
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    said = {}
    for message in Message.objects.filter(kind="services.assessment_closed"):
        message.language = language
        made = compose(message, BUILDERS[message.kind](message))
        assert "Round one" in made.subject
        assert cast.campus.url("services:assessment", pk=opened.pk) in made.body
        said[message.receiver.email] = "record your choices" in made.body or "vastleggen" in made.body
    assert said == {"owner@campus.example": True, "contributor@campus.example": False}


def test_no_score_counts_after_the_deadline(cast, opened, sheet, browse):
    _row, criteria, address = sheet
    Assessment.objects.filter(pk=opened.pk).update(deadline=timezone.now() - timedelta(minutes=1))
    response = browse(cast.campus_contributor).post(address, {f"value-{criteria[0].pk}": "4"})
    assert response.status_code == 422
    assert "This round is closed." in response.content.decode()
    assert not Score.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE services_score SET value = 1",
        "DELETE FROM services_score",
        "UPDATE services_criterion SET weight = 1",
        "UPDATE services_assessedservice SET name = 'x'",
        "UPDATE services_assessment SET title = 'x'",
        "UPDATE services_assessment SET state = 'open'",
        "INSERT INTO services_assessor (id, created_at, assessment_id, member_id) "
        "SELECT gen_random_uuid(), now(), assessment_id, member_id FROM services_assessor LIMIT 1",
    ],
)
def test_closed_round_is_frozen_by_the_database(closed, statement):
    frozen = pytest.raises(DatabaseError, match="is frozen")
    with frozen, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_outcome_of_a_closed_round(cast, closed, browse):
    found = {outcome_of(closed, cast.campus_reader).assessed[one.key].name: one
             for one in outcome_of(closed, cast.campus_reader).results}  # fmt: skip
    assert (found["Reception"].score, found["Reception"].rank, found["Reception"].suggestion) == (95, 1, "strategic")
    assert (found["Cleaning"].score, found["Cleaning"].completeness) == (0, 0.5)
    assert found["Catering"].spread is None
    response = browse(cast.campus_reader).get(url(cast, "assessment", closed))
    content = response.content.decode()
    assert "strategic partnership" in content
    assert "<svg" in content
    row = closed.assessed.get(name="Reception")
    detail = browse(cast.campus_reader).get(url(cast, "assessed", closed, assessed=row.pk)).content.decode()
    assert "because 1" in detail
    other = browse(cast.campus_reader).get(url(cast, "assessed", closed, assessed=closed.pk))
    assert other.status_code == 404


def test_how_sure_the_ranking_is_is_counted_after_closing(cast, services, closed, browse, monkeypatch):
    from services import stability

    monkeypatch.setattr(stability.places, "__kwdefaults__", {"draws": 200})
    assert rounds.uncounted() == [closed.pk]
    rounds.count_places(closed.pk)
    rows = {row.name: row.places for row in closed.assessed.all()}
    assert rows["Reception"] == [200, 200, 200]
    assert rounds.uncounted() == []
    choose(service=services["Reception"], by=cast.campus_editor, kind="strategic", reason="So.",
           look_again_on=NEXT_YEAR, assessment=closed)  # fmt: skip
    rounds.decide_assessment(assessment=closed, by=cast.campus_editor)
    assert "100%" in browse(cast.campus_reader).get(url(cast, "assessment", closed)).content.decode()


# Choosing -----------------------------------------------------------------------------------------


def test_choice_is_recorded_with_what_was_suggested(cast, services, closed, browse):
    address = cast.campus.url("services:choose", pk=services["Reception"].pk) + f"?round={closed.pk}"
    data = {"kind": "preferred", "reason": "One step at a time.", "look_again_on": "2099-01-01"}
    browser = browse(cast.campus_editor)
    for _ in range(2):
        assert browser.post(address, data)["Location"] == url(cast, "round-choices", closed)
    choice = Choice.objects.get()
    assert (choice.kind, choice.suggested, str(choice.score), choice.differs) == (
        "preferred",
        "strategic",
        "95.0",
        True,
    )
    assert (choice.made_by, choice.assessment) == (cast.campus_editor, closed)
    assert events().count("services.chosen") == 1


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"reason": " "}, "reason", "Say why, so that others can understand the choice later."),
        ({"look_again_on": "2001-01-01"}, "look_again_on", "Choose a day in the future."),
        ({"kind": "marriage"}, "kind", "Select a valid choice. marriage is not one of the available choices."),
    ],
)
def test_bad_choice_is_refused(cast, services, browse, changes, field, sentence):
    data = {"kind": "preferred", "reason": "Because.", "look_again_on": "2099-01-01", **changes}
    response = browse(cast.campus_editor).post(cast.campus.url("services:choose", pk=services["Reception"].pk), data)
    assert response.status_code == 422
    assert response.context["form"].errors[field] == [sentence]
    assert not Choice.objects.exists()


def test_later_choice_supersedes_and_the_earlier_stays(cast, services):
    for kind in ("performance", "strategic"):
        choose(service=services["Reception"], by=cast.campus_editor, kind=kind, reason="So.", look_again_on=NEXT_YEAR)
    assert [one.kind for one in Choice.objects.visible_to(cast.campus_reader).current()] == ["strategic"]
    assert Choice.objects.count() == 2
    assert not Choice.objects.visible_to(cast.kliniek_owner).exists()


@pytest.mark.parametrize("statement", ["UPDATE services_choice SET kind = 'preferred'", "DELETE FROM services_choice"])
def test_choices_never_change(cast, services, statement):
    choose(
        service=services["Reception"], by=cast.campus_editor, kind="strategic", reason="So.", look_again_on=NEXT_YEAR
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_choice_rests_only_on_a_closed_round_that_holds_the_service(cast, services, opened):
    with pytest.raises(ValidationError):
        choose(service=services["Reception"], by=cast.campus_editor, kind="strategic", reason="So.",
               look_again_on=NEXT_YEAR, assessment=opened)  # fmt: skip
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    opened.refresh_from_db()
    from services.actions.catalogue import add_service

    fresh = add_service(by=cast.campus_editor, name="Fresh", group="X")
    with pytest.raises(ValidationError):
        choose(service=fresh, by=cast.campus_editor, kind="strategic", reason="So.", look_again_on=NEXT_YEAR,
               assessment=opened)  # fmt: skip


def test_round_is_decided_after_a_choice(cast, services, closed, browse):
    browser, address = browse(cast.campus_editor), url(cast, "assessment-decide", closed)
    browser.post(address)
    closed.refresh_from_db()
    assert closed.state == "closed"
    choose(service=services["Reception"], by=cast.campus_editor, kind="strategic", reason="So.",
           look_again_on=NEXT_YEAR, assessment=closed)  # fmt: skip
    asked = browser.get(url(cast, "assessment", closed)).content.decode()
    assert "2 services have no choice yet" in asked
    assert asked.index("<dialog") < asked.index(f'action="{address}"') < asked.index("</dialog>")
    for _ in range(2):
        browser.post(address)
    closed.refresh_from_db()
    assert (closed.state, bool(closed.decided_at)) == ("decided", True)
    assert events().count("services.assessment_decided") == 1


# Mails --------------------------------------------------------------------------------------------


@pytest.fixture
def long(cast, opened):
    """The round, opened ten days before a deadline ten days ahead."""
    deadline = timezone.localtime() + timedelta(days=10)
    Assessment.objects.filter(pk=opened.pk).update(deadline=deadline, opened_at=timezone.now() - timedelta(days=10))
    return deadline


def due(now) -> set[tuple[str, datetime]]:
    return {(str(one.receiver_id), one.moment) for one in mails.reminders(now)}


def test_reminders_go_a_week_and_a_day_before_to_who_is_not_done(cast, opened, long):
    rounds.finish_sheet(assessor=opened.assessors.get(member=cast.campus_owner), by=cast.campus_owner)
    who = str(cast.campus_contributor.user_id)
    week, day = long - timedelta(days=7), long - timedelta(days=1)
    assert due(week - timedelta(hours=2)) == set()
    assert due(week + timedelta(hours=2)) == {(who, week)}
    assert due(day + timedelta(hours=2)) == {(who, day)}  # a missed one collapses into this
    assert due(long + timedelta(minutes=1)) == set()


def test_each_reminder_is_sent_once(cast, opened, long):
    from notifications.actions import plan

    before = Message.objects.count()
    for hours in (6 * 24, 5 * 24, 9, 8):
        plan(long - timedelta(hours=hours))
    kinds = list(Message.objects.filter(receiver=cast.campus_contributor.user).values_list("kind", flat=True))
    assert kinds.count("services.assessment_reminder") == 2
    assert Message.objects.count() == before + 4  # two for each of the two assessors


def test_who_was_asked_later_than_the_moment_is_not_reminded_of_it(cast, opened, long):
    deadline = timezone.localtime() + timedelta(days=3)
    rounds.change_open(assessment=opened, by=cast.campus_editor, revision=opened.revision, deadline=deadline,
                       assessors=[cast.campus_editor])  # fmt: skip
    assert due(timezone.now() + timedelta(hours=1)) == set()
    day = deadline - timedelta(days=1)
    assert due(day + timedelta(hours=2)) == {(str(cast.campus_editor.user_id), day)}


def test_no_reminder_when_the_round_opened_later_than_that(cast, opened):
    Assessment.objects.filter(pk=opened.pk).update(deadline=timezone.now() + timedelta(hours=20))
    assert list(mails.reminders(timezone.now())) == []


def test_reminder_is_no_longer_wanted_once_done(cast, opened, long):
    message = Message.objects.filter(receiver=cast.campus_owner.user).first()
    assert mails.assessment_reminder(message) is not None
    rounds.finish_sheet(assessor=opened.assessors.get(member=cast.campus_owner), by=cast.campus_owner)
    assert mails.assessment_reminder(message) is None


@pytest.mark.parametrize("language", ["nl", "en"])
def test_mails_say_what_where_and_until_when(cast, opened, language):
    for message in Message.objects.all():
        message.language = language
        made = compose(message, BUILDERS[message.kind](message))
        assert "Round one" in made.subject
        assert f"/o/campus/services/rounds/{opened.pk}/score/" in made.body


def test_mail_is_no_longer_wanted_once_closed(cast, opened):
    message = Message.objects.filter(kind="services.assessment_opened").first()
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    assert mails.assessment_opened(message) is None


def test_all_assessors_hear_that_the_deadline_moved_also_who_is_done(cast, opened):
    opened.assessors.filter(member=cast.campus_owner).update(finished_at=timezone.now())
    rounds.change_open(
        assessment=opened, by=cast.campus_editor, revision=opened.revision,
        deadline=opened.deadline + timedelta(days=3), assessors=[one.member for one in opened.assessors.all()],
    )  # fmt: skip
    told = set(Message.objects.filter(kind="services.deadline_moved").values_list("receiver", flat=True))
    assert told == set(opened.assessors.values_list("member__user", flat=True))
    for message in Message.objects.filter(kind="services.deadline_moved"):
        assert mails.deadline_moved(message) is not None

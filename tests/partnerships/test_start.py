"""The first hundred days: steps, their owners, and the review of both sides."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from partnerships.actions import start as actions
from partnerships.models import Partnership, StartProgramme, StartReview, StartStep
from partnerships.pictures import of_start
from partnerships.starters import start_steps


def url(member, name, pk):
    return member.url(f"partnerships:{name}", pk=pk)


@pytest.fixture
def step(starting) -> StartStep:
    return StartStep.objects.filter(programme__partnership=starting).first()


def settle_all(starting):
    StartStep.objects.filter(programme__partnership=starting).update(outcome="done")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_template_has_the_days_of_the_method(language):
    assert [day for day, _title, _what in start_steps(language)] == [
        0,
        5,
        10,
        14,
        20,
        20,
        25,
        30,
        30,
        45,
        50,
        60,
        75,
        90,
        100,
    ]


def test_steps_have_dates_and_owners_on_both_sides(cast, starting):
    steps = list(StartStep.objects.filter(programme__partnership=starting))
    began = starting.start_programme.began_on
    meant = [began + timedelta(days=day) for day, *_rest in start_steps("en")]
    assert all(step.due_on.weekday() < 5 for step in steps)
    assert [(step.due_on - day).days for step, day in zip(steps, meant, strict=True)] == [
        7 - day.weekday() if day.weekday() > 4 else 0 for day in meant
    ]
    assert {step.client_owner_id for step in steps} == {cast.campus_editor.pk}
    assert {step.supplier_owner_id for step in steps} == {cast.catering_owner.pk}


def test_done_page(cast, browse, step, four):
    page = url(cast.campus_editor, "step", step.pk)
    assert four.writer.get(page).status_code == 200
    for _click in range(2):
        assert four.writer.post(page, {"outcome": "done"}).status_code == 302
    step.refresh_from_db()
    assert (step.outcome, step.outcome_by_id) == ("done", cast.campus_editor.pk)
    assert four.reader.post(url(cast.campus_reader, "step", step.pk), {"outcome": "done"}).status_code == 403
    assert four.writer.get(url(cast.campus_editor, "step-reopen", step.pk)).status_code == 405
    four.writer.post(url(cast.campus_editor, "step-reopen", step.pk))
    step.refresh_from_db()
    assert (step.outcome, step.outcome_by_id) == ("", None)


def test_skip_needs_a_reason(cast, browse, step, four):
    page = url(cast.campus_editor, "step", step.pk)
    assert four.writer.post(page, {"outcome": "skipped", "reason": " "}).status_code == 422
    step.refresh_from_db()
    assert step.outcome == ""
    four.writer.post(page, {"outcome": "skipped", "reason": "Known already"})
    step.refresh_from_db()
    assert (step.outcome, step.reason) == ("skipped", "Known already")


def test_contributor_settles_only_own_steps(cast, step):
    with pytest.raises(PermissionDenied):
        actions.settle_step(step=step, by=cast.campus_contributor, outcome="done")
    StartStep.objects.filter(pk=step.pk).update(client_owner=cast.campus_contributor)
    step.refresh_from_db()
    actions.settle_step(step=step, by=cast.campus_contributor, outcome="done")
    assert StartStep.objects.get(pk=step.pk).outcome == "done"


def test_change_step_and_conflict(cast, browse, step):
    page = url(cast.catering_editor, "step-change", step.pk)
    day = timezone.localdate() + timedelta(days=3)
    data = {"title": "Meet", "what": "", "due_on": day.isoformat(), "owner": cast.catering_editor.pk, "revision": 1}
    assert browse(cast.catering_editor).post(page, data).status_code == 302
    row = StartStep.objects.get(pk=step.pk)
    assert (row.title, row.due_on, row.supplier_owner_id) == ("Meet", day, cast.catering_editor.pk)
    assert row.client_owner_id == cast.campus_editor.pk
    response = browse(cast.campus_editor).post(
        url(cast.campus_editor, "step-change", step.pk), {**data, "title": "Mine", "owner": cast.campus_editor.pk}
    )
    assert response.status_code == 409
    assert b"Meet" in response.content and b"Mine" in response.content
    other = {**data, "revision": 2, "owner": cast.campus_editor.pk}
    assert browse(cast.catering_editor).post(page, other).status_code == 422
    assert browse(cast.catering_reader).post(url(cast.catering_reader, "step-change", step.pk), data).status_code == 403


def test_picture_shows_each_step_with_its_state_and_where_we_are(cast, starting):
    steps = list(StartStep.objects.filter(programme__partnership=starting))
    rows = [{"step": one, "day": 10 * n, "is_late": n == 1} for n, one in enumerate(steps)]
    steps[0].outcome = "done"
    figure = of_start(rows, 100, 12)
    assert [row[3] for row in figure["rows"]][:3] == ["done", "late", "still to come"]
    assert "today, day 12" in figure["svg"]
    assert "today" not in of_start(rows, 100, None)["svg"]
    assert of_start([], 100, 12) == {}


def test_add_step(cast, browse, starting, four):
    page = url(cast.campus_editor, "step-add", starting.pk)
    data = {"once": str(uuid4()), "title": "Taste", "what": "", "due_on": "2030-01-01", "owner": cast.campus_editor.pk}
    for _click in range(2):
        assert four.writer.post(page, data).status_code == 302
    row = StartStep.objects.get(title="Taste")
    assert (row.client_owner_id, row.supplier_owner_id) == (cast.campus_editor.pk, cast.catering_owner.pk)
    assert four.writer.post(page, {**data, "once": str(uuid4()), "due_on": "soon"}).status_code == 422
    assert four.reader.get(url(cast.campus_reader, "step-add", starting.pk)).status_code == 403


def test_review_waits_for_the_steps(cast, browse, starting, four):
    page = url(cast.campus_editor, "start-review", starting.pk)
    response = four.writer.post(page, {"rhythm": "keep", "learned": ""})
    assert response.status_code == 422
    assert "15 steps are still open" in response.content.decode()
    assert not StartReview.objects.exists()
    assert four.writer.get(page).status_code == 405


def test_both_reviews_alike_set_it_running(cast, browse, starting, four):
    settle_all(starting)
    four.writer.post(url(cast.campus_editor, "start-review", starting.pk), {"rhythm": "keep", "learned": "A lot"})
    assert Partnership.objects.get(pk=starting.pk).state == "starting"
    supplier = browse(cast.catering_editor)
    page = url(cast.catering_editor, "start-review", starting.pk)
    supplier.post(page, {"rhythm": "lower", "learned": ""})
    assert Partnership.objects.get(pk=starting.pk).state == "starting"
    shown = four.writer.get(url(cast.campus_editor, "start", starting.pk))
    assert shown.context["differ"] is True
    supplier.post(page, {"rhythm": "keep", "learned": ""})
    row = Partnership.objects.get(pk=starting.pk)
    assert (row.state, row.running_since) == ("running", timezone.localdate())
    programme = StartProgramme.objects.get(partnership=row)
    assert (programme.rhythm, bool(programme.closed_at)) == ("keep", True)
    with pytest.raises(ValidationError):
        actions.settle_step(step=programme.steps.first(), by=cast.campus_editor, outcome="done")


def test_reader_gives_no_review(cast, starting, four):
    settle_all(starting)
    response = four.reader.post(url(cast.campus_reader, "start-review", starting.pk), {"rhythm": "keep"})
    assert response.status_code == 403


def test_reopened_step_takes_the_reviews_with_it(cast, starting, step):
    settle_all(starting)
    actions.review(programme=starting.start_programme, by=cast.campus_editor, rhythm="keep")
    step.refresh_from_db()
    actions.reopen_step(step=step, by=cast.catering_editor)
    assert not StartReview.objects.exists()


def test_start_page_says_which_day_it_is(cast, browse, starting):
    StartProgramme.objects.filter(partnership=starting).update(began_on=timezone.localdate() - timedelta(days=21))
    response = browse(cast.catering_reader).get(url(cast.catering_reader, "start", starting.pk))
    assert (response.context["day"], response.context["days"], response.context["settled"]) == (21, 100, 0)

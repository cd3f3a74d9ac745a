"""Long work: claimed once, taken up again, ended with a sentence."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from documents import jobs, tasks
from documents.models import Job, Rendering
from documents.renderings import Made, render_once


@pytest.fixture
def woken(monkeypatch):
    """The jobs that a worker was asked to do."""
    keys: list = []
    monkeypatch.setattr(tasks.run_job, "apply_async", lambda arguments, **kw: keys.append(arguments[0]))
    return keys


def register(kinds, run) -> None:
    kinds["test.work"] = jobs.Kind(run, "Work", "x:job", "x:job-file")


def test_job_is_started_once_however_often_it_is_asked(cast, kinds, woken, django_capture_on_commit_callbacks):
    register(kinds, lambda job, progress: None)
    with django_capture_on_commit_callbacks(execute=True):
        one = jobs.start("test.work", by=cast.campus_editor, about=cast.campus, parameters={"q": "x"})
        two = jobs.start("test.work", by=cast.campus_editor, about=cast.campus, parameters={"q": "x"})
        other = jobs.start("test.work", by=cast.campus_editor, about=cast.campus, parameters={"q": "y"})
    assert one == two != other
    assert woken == [str(one.pk), str(other.pk)]
    assert (one.by, one.organisation_id, one.language) == (cast.campus_editor.user, cast.campus.pk, "en")


def test_job_is_done_once_and_keeps_its_result(cast, kinds):
    calls = []

    def work(job, progress):
        calls.append(job.pk)
        progress(1, 2)
        made = Made("x.txt", "text/plain", b"x")
        return render_once("test", about=cast.campus, language="nl", input_hash="h", make=lambda: made)

    register(kinds, work)
    row = jobs.start("test.work", by=cast.campus_editor)
    jobs.run(row.pk)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.done, row.total, row.attempts) == (Job.State.DONE, 1, 2, 1)
    assert row.result.name == "x.txt"
    assert calls == [row.pk]
    assert list(jobs.unseen_jobs(cast.campus_editor)) == [row]
    assert not jobs.unseen_jobs(cast.campus_owner)
    jobs.mark_seen(row)
    assert not jobs.unseen_jobs(cast.campus_editor)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ValidationError("Choose a service."), "Choose a service."),
        (MemoryError(), "This is too large to make. Choose less and try again."),
        (RuntimeError("secret"), "Something went wrong on our side. Please try again."),
    ],
)
def test_failure_is_a_sentence(cast, kinds, error, sentence):
    def work(job, progress):
        raise error

    register(kinds, work)
    row = jobs.start("test.work", by=cast.campus_editor)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.failure) == (Job.State.FAILED, sentence)


def test_job_of_a_killed_worker_is_taken_up(cast, kinds, woken, django_capture_on_commit_callbacks):
    register(kinds, lambda job, progress: None)
    row = jobs.start("test.work", by=cast.campus_editor)
    now = timezone.now()
    Job.objects.filter(pk=row.pk).update(state=Job.State.RUNNING, attempts=1, beat_at=now)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.take_up(now + timedelta(seconds=20)) == 0
        assert jobs.take_up(now + timedelta(seconds=40)) == 1
    assert woken == [str(row.pk)]
    Job.objects.filter(pk=row.pk).update(beat_at=now - timedelta(minutes=1))
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Job.State.DONE, 2)


def test_lost_wake_up_is_repeated(cast, kinds, woken, django_capture_on_commit_callbacks):
    register(kinds, lambda job, progress: None)
    row = jobs.start("test.work", by=cast.campus_editor)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.take_up(timezone.now() + timedelta(minutes=1)) == 1
    assert str(row.pk) in woken


def test_job_that_kills_its_worker_is_given_up(cast, kinds):
    register(kinds, lambda job, progress: None)
    row = jobs.start("test.work", by=cast.campus_editor)
    Job.objects.filter(pk=row.pk).update(
        state=Job.State.RUNNING, attempts=3, beat_at=timezone.now() - timedelta(minutes=1)
    )
    assert jobs.take_up(timezone.now()) == 0
    row.refresh_from_db()
    assert row.state == Job.State.FAILED
    assert "several tries" in row.failure


def test_slow_worker_does_not_overwrite_its_successor(cast, kinds):
    def work(job, progress):
        Job.objects.filter(pk=job.pk).update(attempts=2)  # another one has it now
        progress(5, 5)

    register(kinds, work)
    row = jobs.start("test.work", by=cast.campus_editor)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.done) == (Job.State.RUNNING, 0)


def test_what_came_by_itself_waits_for_nobody_unless_it_fails(cast, kinds):
    def refused(job, progress):
        raise ValidationError("Choose less.")

    register(kinds, lambda job, progress: None)
    jobs.run(jobs.start("test.work", by=cast.campus_editor, by_itself=True).pk)
    assert not jobs.unseen_jobs(cast.campus_editor)
    register(kinds, refused)
    failed = jobs.start("test.work", by=cast.campus_editor, by_itself=True)
    jobs.run(failed.pk)
    assert list(jobs.unseen_jobs(cast.campus_editor)) == [failed]


def test_old_jobs_are_forgotten(cast, kinds):
    register(kinds, lambda job, progress: None)
    row = jobs.start("test.work", by=cast.campus_editor)
    jobs.run(row.pk)
    jobs.take_up(timezone.now() + timedelta(days=31))
    assert not Job.objects.filter(pk=row.pk).exists()


def test_jobs_are_ones_own_within_the_organisation(cast, kinds):
    register(kinds, lambda job, progress: None)
    row = jobs.start("test.work", by=cast.both_kliniek)
    assert Job.objects.visible_to(cast.both_kliniek).get() == row
    for stranger in (cast.both_campus, cast.kliniek_owner, cast.campus_owner):
        assert not Job.objects.visible_to(stranger).exists()


def test_input_is_rendered_once(cast):
    calls = []

    def make():
        calls.append(1)
        return Made("x.pdf", "application/pdf", b"x")

    one = render_once("test", about=cast.campus, language="nl", input_hash="h", make=make)
    two = render_once("test", about=cast.campus, language="nl", input_hash="h", make=make)
    render_once("test", about=cast.campus, language="en", input_hash="h", make=make)
    assert one == two
    assert len(calls) == 2
    assert Rendering.objects.count() == 2


def test_unknown_kind_is_a_fault_of_ours(cast, kinds):
    with pytest.raises(AssertionError):
        jobs.start("test.unknown", by=cast.campus_editor)


def test_claim_of_a_job_that_is_gone_does_nothing(db):
    jobs.run(uuid4())


def test_what_is_ready_waits_in_the_overview_for_a_day(cast, kinds, woken):
    register(kinds, lambda job, progress: None)
    row = jobs.start("test.work", by=cast.campus_editor)
    done = Job.objects.filter(pk=row.pk)
    done.update(state=Job.State.DONE, finished_at=timezone.now() - timedelta(hours=23))
    assert list(jobs.unseen_jobs(cast.campus_editor)) == [row]
    done.update(finished_at=timezone.now() - timedelta(hours=25))
    assert not jobs.unseen_jobs(cast.campus_editor)

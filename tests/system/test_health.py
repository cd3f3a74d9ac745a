"""Health: answers within seconds, and says what is down."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from config import health
from documents.models import Job
from notifications.actions import beat
from notifications.models import Message


def facts(client) -> tuple[int, dict]:
    answer = client.get("/healthz/all")
    return answer.status_code, answer.json()


@pytest.fixture
def same_connection(monkeypatch):
    """Asked in this thread, so that the test's own rows are seen."""
    monkeypatch.setattr(health, "_ask", lambda question: question())


def test_all_is_well(cast, client, same_connection):
    beat()
    status, found = facts(client)
    parts = ("database", "broker", "disk", "worker", "outbox", "mail_server", "files")
    assert (status, [found[part] for part in parts]) == (200, [True] * 7)


def test_a_worker_that_never_said_a_word_is_down(db, client, same_connection):
    status, found = facts(client)
    assert (status, found["worker"], found["worker_seen_seconds_ago"]) == (503, False, None)


def test_a_broker_that_is_away_is_down(db, client, settings, same_connection, monkeypatch):
    monkeypatch.setattr(health.current_app.conf, "broker_read_url", "redis://127.0.0.1:1/0")
    assert facts(client)[1]["broker"] is False


@pytest.mark.parametrize(("minutes", "well"), [(5, True), (15, False)])
def test_a_mail_server_that_is_away_for_a_while_is_down(cast, client, same_connection, minutes, well):
    ago = timezone.now() - timedelta(minutes=minutes)
    later = timezone.now() + timedelta(hours=1)
    row = {"kind": "accounts.password_changed", "receiver": cast.campus_owner.user, "object_type": "accounts.user",
           "object_id": cast.campus_owner.user_id, "language": "nl", "moment": ago, "not_before": later}  # fmt: skip
    Message.objects.create(**row, failure="away", tried_since=ago)
    Message.objects.create(**{**row, "moment": later}, failure="address", state="failed")
    found = facts(client)[1]
    assert found["mail_server"] is well
    assert (found["mails_waiting"], found["mails_to_try_again"], found["mails_failed"]) == (1, 1, 1)


def test_long_work_that_nobody_takes_up_is_told(cast, client, same_connection):
    row = Job.objects.create(
        kind="services.catalogue_pdf", by=cast.campus_owner.user, organisation_id=cast.campus.pk, language="nl"
    )
    Job.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(minutes=15))
    assert facts(client)[1]["files"] is False


def test_a_database_that_hangs_is_told_and_nobody_waits_for_it_twice(client, monkeypatch):
    go_on = threading.Event()
    monkeypatch.setattr(health, "PATIENCE", 0.05)
    monkeypatch.setattr(health, "_select", go_on.wait)
    monkeypatch.setattr(health, "_facts", go_on.wait)
    answers = [client.get(address) for address in ("/healthz", "/healthz", "/healthz/all")]
    go_on.set()
    health._asked.result(5)
    assert [answer.status_code for answer in answers] == [503, 503, 503]
    assert answers[0].json() == {"status": "database"}
    assert answers[2].json()["database"] is False


def test_a_database_that_answers_is_well(db, client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})

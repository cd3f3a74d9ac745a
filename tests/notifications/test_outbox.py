"""The outbox: planned once, sent at least once, nothing secret in it."""

from datetime import timedelta
from email import message_from_bytes, policy
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.actions import invite_colleague, link_token, withdraw_invitation
from notifications import actions, kinds
from notifications.kinds import Mail, Planned
from notifications.models import CLAIM, Heartbeat, Message
from notifications.sending import claim, mark, send_for
from tests import databases


@pytest.fixture
def one(cast) -> Message:
    """A mail that waits: a colleague was invited."""
    invite_colleague(organisation=cast.campus, address="nova@example.org", role="editor", by=cast.campus_owner)
    return Message.objects.get()


def planned(cast, moment) -> list[Planned]:
    about = {"object_type": "accounts.user", "object_id": cast.campus_owner.user_id, "language": "nl"}
    receivers = (cast.campus_owner.user_id, cast.campus_editor.user_id)
    return [
        Planned(kind="accounts.password_changed", moment=moment, receiver_id=receiver, **about)
        for receiver in receivers
    ]


def test_two_planners_plan_each_message_once(cast):
    now = timezone.now()
    with patch.object(actions, "PLANNERS", [lambda at: planned(cast, now), lambda at: planned(cast, now)]):
        assert actions.plan(now) == 2
        assert actions.plan(now + timedelta(hours=1)) == 0
    assert Message.objects.count() == 2
    later = now + timedelta(days=1)
    with patch.object(actions, "PLANNERS", [lambda at: planned(cast, later)]):
        actions.plan(later)
    assert Message.objects.count() == 4


def test_planning_goes_in_batches(cast):
    now = timezone.now()
    moments = [now + timedelta(minutes=minute) for minute in range(5)]
    with (
        patch.object(actions, "PLANNERS", [lambda at: (row for moment in moments for row in planned(cast, moment))]),
        patch.object(actions, "BATCH", 3),
    ):
        assert actions.plan(now) == 10
    assert Message.objects.count() == 10


def test_a_message_goes_to_a_receiver_or_an_address_never_both(cast, one):
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(receiver=cast.campus_owner.user)


def test_a_message_is_sent_once(one):
    assert actions.dispatch_due() == 1
    assert actions.dispatch_due() == 0
    one.refresh_from_db()
    assert (one.state, one.attempts, len(mail.outbox)) == ("sent", 1, 1)


def test_a_message_of_a_worker_that_was_killed_is_taken_over(one):
    now = timezone.now()
    assert claim(now).pk == one.pk  # and nothing more: killed
    assert actions.dispatch_due(now + CLAIM) == 0
    assert actions.dispatch_due(now + CLAIM + timedelta(seconds=1)) == 1
    one.refresh_from_db()
    assert (one.state, one.attempts) == ("sent", 2)
    assert mail.outbox[0].extra_headers["Message-ID"] == one.message_id


def test_a_slow_worker_does_not_overwrite_what_its_successor_did(one):
    now = timezone.now()
    slow = claim(now)
    actions.dispatch_due(now + CLAIM + timedelta(seconds=1))
    mark(slow, state=Message.State.FAILED)
    one.refresh_from_db()
    assert one.state == "sent"


def test_the_message_id_is_the_same_at_every_try_and_whole(one):
    assert one.message_id == Message.objects.get().message_id == f"<{one.pk.hex}@localhost>"


def test_a_failed_message_that_is_retried_is_sent(one):
    Message.objects.update(state="failed", failure="away", attempts=9, tried_since=timezone.now())
    actions.retry(Message.objects.filter(pk=one.pk))
    assert actions.dispatch_due() == 1
    one.refresh_from_db()
    assert (one.state, one.attempts, one.tried_since) == ("sent", 1, None)


def test_a_message_that_is_no_longer_wanted_is_not_sent(cast, one):
    withdraw_invitation(invitation=cast.campus.invitations.get(), by=cast.campus_owner)
    actions.dispatch_due()
    one.refresh_from_db()
    assert (one.state, mail.outbox) == ("void", [])


def test_somebody_whose_account_is_closed_gets_no_mail(cast):
    actions.queue("accounts.password_changed", receiver=cast.campus_owner.user, about=cast.campus_owner.user)
    cast.campus_owner.user.is_active = False
    cast.campus_owner.user.save()
    actions.dispatch_due()
    assert (Message.objects.get().state, mail.outbox) == ("void", [])


def test_a_message_waits_for_its_moment(cast):
    user, later = cast.campus_owner.user, timezone.now() + timedelta(hours=1)
    actions.queue("accounts.password_changed", receiver=user, about=user, not_before=later)
    assert actions.dispatch_due() == 0
    assert actions.dispatch_due(later) == 1


def test_the_row_holds_no_text_and_no_secret(cast, one):
    secret = link_token(cast.campus.invitations.get())
    values = [str(value) for value in Message.objects.values().get().values()]
    assert not [value for value in values if secret in value or "Campus Noord" in value or "http" in value]


def test_names_cannot_add_headers(cast, one):
    cast.campus_owner.user.name = "Eva\r\nBcc: all@example.org"
    cast.campus_owner.user.save()
    cast.campus.name = "Campus\nNoord & Zn"
    cast.campus.save()
    actions.dispatch_due()
    sent = mail.outbox[0]
    assert sent.message()["Bcc"] is None
    assert sent.recipients() == ["nova@example.org"]
    assert sent.subject == "Join Campus Noord & Zn in Samenspel"
    assert "Eva Bcc" in str(sent.message()["From"])


def test_a_subject_of_other_letters_begins_on_the_line_of_its_name(cast, one):
    cast.campus.name = "Überprüfung naïveté 東京 Überprüfung naïveté 東京 Überprüfung"
    cast.campus.save()
    actions.dispatch_due()
    raw = mail.outbox[0].message().as_bytes()
    assert b"\nSubject: =?utf-8?" in raw
    assert max(len(line) for line in raw.splitlines() if b"=?utf-8?" in line) <= 78
    read = message_from_bytes(raw, policy=policy.default)
    assert (read["Subject"], len(read.get_all("Subject"))) == (mail.outbox[0].subject, 1)


def test_a_broken_mail_does_not_hold_up_the_others(cast, one):
    actions.queue("accounts.password_changed", receiver=cast.campus_owner.user, about=cast.campus_owner.user)
    real = kinds.BUILDERS["accounts.invitation"]
    with patch.dict(kinds.BUILDERS, {"accounts.invitation": lambda message: Mail("accounts/mail/none", {})}):
        assert actions.dispatch_due() == 2
    assert len(mail.outbox) == 1
    assert kinds.BUILDERS["accounts.invitation"] is real
    one.refresh_from_db()
    assert (one.state, one.failure) == ("waiting", "ours")


def test_a_sign_of_life_is_one_row(db):
    actions.beat()
    actions.beat()
    assert Heartbeat.objects.values_list("name", flat=True).get() == "worker"


def test_one_turn_of_a_worker_ends_in_time_and_says_that_there_is_more(cast, one):
    actions.queue("accounts.password_changed", receiver=cast.campus_owner.user, about=cast.campus_owner.user)
    turns = [send_for(0), send_for(0), send_for(0)]
    assert [(turn.handled, turn.more) for turn in turns] == [(1, True), (1, True), (0, False)]


def test_what_was_planned_before_is_not_written_again(cast, django_assert_num_queries):
    now = timezone.now()
    with patch.object(actions, "PLANNERS", [lambda at: planned(cast, now)]):
        actions.plan(now)
        with django_assert_num_queries(1):
            assert actions.plan(now) == 0


MANY = """
INSERT INTO notifications_message (id, created_at, kind, receiver_id, address, object_type, object_id, language,
    moment, state, not_before, attempts, failure, answer)
SELECT gen_random_uuid(), now(), 'accounts.password_changed', %s, '', 'accounts.user', gen_random_uuid(), 'nl',
    now(), CASE WHEN n %% 2 = 0 THEN 'sent' ELSE 'waiting' END, now() - interval '1 minute', 0, '', ''
FROM generate_series(1, 100000) AS n
"""


def rows_read(plan: dict) -> float:
    """How many rows the steps of a plan touched, with those that they threw away."""
    own = plan["Actual Loops"] * (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0))
    return own + sum(rows_read(part) for part in plan.get("Plans", []))


def test_a_claim_reads_as_much_of_a_long_queue_as_of_a_short_one(committed_cast):
    """Half of a hundred thousand wait with one moment, as one planning makes them; the others are history."""
    with connection.cursor() as cursor:
        cursor.execute(MANY, [committed_cast.campus_owner.user_id])
        databases.analyze(connection.settings_dict["NAME"])
        now = timezone.now()
        due = Message.objects.due(now).in_turn(now).order_by("not_before", "moment").select_related("receiver")[:1]
        sql, values = due.query.sql_with_params()
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
        plan = cursor.fetchone()[0][0]["Plan"]
    assert rows_read(plan) < 20, plan
    text = str(plan)
    assert ("message_to_send" in text, "message_in_turn" in text) == (True, True)


def test_history_is_forgotten_after_a_year_and_what_waits_is_not(one, cast):
    actions.queue("accounts.password_changed", receiver=cast.campus_owner.user, about=cast.campus_owner.user)
    Message.objects.filter(pk=one.pk).update(state="sent")
    Message.objects.update(created_at=timezone.now() - actions.KEPT - timedelta(days=1))
    assert actions.forget_old(timezone.now()) == 1
    assert Message.objects.get().state == "waiting"


def test_whom_to_tell_is_who_acted(cast, browse):
    address = f"/o/{cast.campus.slug}/people/invite/"
    browse(cast.campus_owner).post(address, {"address": "nova@example.org", "role": "editor", "language": "nl"})
    assert Message.objects.get().by_member == cast.campus_owner.pk
    actions.queue("accounts.password_changed", receiver=cast.campus_owner.user, about=cast.campus_owner.user)
    assert Message.objects.get(kind="accounts.password_changed").by_member is None

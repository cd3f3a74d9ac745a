"""The outbox with a real worker, a real broker and a real mail server that a kill interrupts."""

import asyncio
import subprocess
import threading
from collections import Counter
from email import message_from_bytes

import psycopg
import pytest
from aiosmtpd.controller import Controller

from notifications.models import CLAIM
from runner.environment import PYTHON, ROOT
from tests.live import free_port

ASK_RESET = """
from accounts.models import User
from notifications.actions import queue
from django.db import transaction
with transaction.atomic():
    for user in User.objects.filter(email__endswith="rijnoever.example").order_by("email"):
        queue("accounts.password_reset", receiver=user, about=user)
"""


class Sink:
    """A mail server that keeps what it accepts, and hangs at one mail until it is let go."""

    def __init__(self, hang_at: int) -> None:
        self.accepted: list[tuple[str, str]] = []
        self.hang_at, self.hanging, self.go_on = hang_at, threading.Event(), threading.Event()

    async def handle_DATA(self, server, session, envelope) -> str:
        message = message_from_bytes(envelope.content)
        if len(self.accepted) == self.hang_at and not self.go_on.is_set():
            # The worker is killed between handing the mail over and hearing that it was taken.
            self.hanging.set()
            while not self.go_on.is_set():
                await asyncio.sleep(0.05)
        self.accepted.append((envelope.rcpt_tos[0], message["Message-ID"]))
        return "250 ok"


@pytest.fixture
def sink():
    handler = Sink(hang_at=2)
    handler.port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


def states(live) -> Counter:
    with psycopg.connect(live.env["DATABASE_URL"]) as connection:
        rows = connection.execute("SELECT state FROM notifications_message WHERE kind = 'accounts.password_reset'")
        return Counter(state for (state,) in rows)


def age_claims(live) -> None:
    """As if so much time had passed that a claim counts as lost, and a retry as due."""
    with psycopg.connect(live.env["DATABASE_URL"]) as connection:
        connection.execute(
            "UPDATE notifications_message SET claimed_at = claimed_at - %s, not_before = not_before - %s",
            [CLAIM, CLAIM],
        )


def test_nothing_is_lost_or_doubled_when_the_worker_is_killed_and_the_broker_emptied(live, sink):
    live.kill("worker")
    live.kill("web")
    live.env["EMAIL_URL"] = f"smtp://127.0.0.1:{sink.port}"
    live.manage("shell", "-c", ASK_RESET)
    wanted = states(live)["waiting"]
    assert wanted >= 6
    live.start_worker()
    assert sink.hanging.wait(30)
    live.kill("worker")
    live.empty_broker()
    sink.go_on.set()
    age_claims(live)
    live.start_worker()
    live.start_beat()
    live.wait(lambda: states(live)["sent"] == wanted, 40)
    received = Counter(address for address, _ in sink.accepted)
    assert len(received) == wanted, "somebody got nothing"
    for address in received:
        identities = {identity for to, identity in sink.accepted if to == address}
        assert len(identities) == 1, "a second mail must carry the Message-ID of the first"
    assert sum(received.values()) <= wanted + 1


PLAN = """
from datetime import timedelta
from django.utils import timezone
from notifications.actions import plan
for hours in range(0, 24 * 8, 6):
    plan(timezone.now() + timedelta(hours=hours))
"""


def planned(live) -> list[tuple]:
    with psycopg.connect(live.env["DATABASE_URL"]) as connection:
        return connection.execute(
            "SELECT receiver_id, address, kind, object_id, moment FROM notifications_message"
            " WHERE kind LIKE 'meetings.%'"
        ).fetchall()


def test_two_planners_at_the_same_moment_plan_each_reminder_once(live):
    live.stop()
    before = len(planned(live))
    planners = [
        subprocess.Popen([PYTHON, "manage.py", "shell", "-c", PLAN], cwd=ROOT, env=live.env, stdout=subprocess.DEVNULL)
        for _ in range(2)
    ]
    assert [planner.wait(60) for planner in planners] == [0, 0]
    rows = planned(live)
    assert len(rows) > before
    assert len(rows) == len(set(rows))


def test_a_worker_that_starts_looks_for_what_waits(live):
    """Nobody has to ask it: its wake-up is gone, and beat does not run."""
    live.kill("worker")
    live.manage("shell", "-c", ASK_RESET)
    live.empty_broker()
    live.start_worker()
    live.wait(lambda: states(live)["sent"] >= 6)

"""The broker: what a page does when it hangs, and what it is told."""

import ast
import inspect
import re
import socket
import time
from pathlib import Path

from config.celery import app
from tests.live import Visitor

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "common", "config", "documents", "meetings", "notifications", "overview", "partnerships",
         "services", "vision")  # fmt: skip
ASKING = ("fm@rijnoever.example", "assessor@rijnoever.example")


def asked_for_a_password(visitor: Visitor, address: str) -> float:
    """How many seconds a page took that queues a mail."""
    began = time.monotonic()
    assert visitor.post("/account/password/reset/", email=address) == 200
    return time.monotonic() - began


def test_a_broker_that_hangs_holds_up_one_request_for_a_while_and_loses_no_mail(live):
    live.kill("web")
    live.kill("worker")
    broker = live.env["BROKER_URL"]
    # The kernel takes the call, and nobody ever says a word.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        live.env["BROKER_URL"] = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        live.start_web()
        seconds = [asked_for_a_password(Visitor(live.url), address) for address in ASKING]
    assert seconds[0] < 10
    assert seconds[1] < 2, "after a failure nobody waits for the broker again"
    live.env["BROKER_URL"] = broker
    live.start_worker()
    for address in ASKING:
        live.wait_for_mail(address)


def test_a_task_is_given_keys_of_rows_and_nothing_else():
    """What the broker holds names nobody, and no task finds something older than the database has."""
    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if name.split(".")[0] in ROOMS]
    for task in ours:
        parameters = inspect.signature(task.run).parameters
        assert [(one.name, one.annotation) for one in parameters.values()] in ([], [("pk", str)]), task.name
    assert len(ours) >= 10


def test_a_wake_up_carries_the_key_of_a_row_and_nothing_else():
    given, sent = [], []
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for call in (one for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, ast.Call)):
            name = ast.unparse(call.func).rpartition(".")[2]
            if name in ("wake", "wake_worker"):
                given += [ast.unparse(one) for one in call.args[1:]]
            elif name in ("apply_async", "send_task", "delay"):
                sent.append((str(path.relative_to(ROOT)), ast.unparse(call)))
    assert [one for one in given if not re.fullmatch(r"str\((\w+\.)?pk\)", one)] == []
    assert len(given) >= 2
    # Past common.wakeups a task is only ever sent with nothing.
    assert sorted(sent) == [
        ("common/wakeups.py", "task.apply_async(list(arguments), retry=False)"),
        ("config/celery.py", "app.send_task(f'notifications.tasks.{task}')"),
        ("notifications/tasks.py", "dispatch.apply_async(retry=False)"),
    ]

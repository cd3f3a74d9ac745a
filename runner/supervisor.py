"""One supervisor for the whole application on one machine: bin/demo and bin/dev."""

import fcntl
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

from runner.environment import PYTHON, ROOT, VAR, fail, say
from runner.servers import Servers

# A second name gives a second, separate installation in the same checkout.
NAME = os.environ.get("SAMENSPEL_NAME", "demo")
# How long to wait before something that died is started again, for the first, second … time within MEMORY.
WAITS = (1, 2, 4, 8, 16)
MEMORY = 300  # seconds
# Order of ending, each with the seconds it may take: the whole stays under eight.
PATIENCE = {"web": 1.5, "beat": 0.5, "files": 1.0, "worker": 1.5}
PEOPLE = (
    ("fm@rijnoever.example", "facility manager of Hogeschool Rijnoever (owner)"),
    ("assessor@rijnoever.example", "assessor at Hogeschool Rijnoever (contributor)"),
    ("account@groene-tafel.example", "account manager of Groene Tafel, caterer (owner)"),
    ("advies@bureau.example", "adviser with two clients"),
)
PASSWORD = "samenspel-demo"


class Stopped(Exception):
    """Somebody asked us to end."""


def run(mode: str) -> None:
    """Runs servers, migrations, demo scenario, web, worker and beat until SIGINT or SIGTERM.

    `mode` is "demo" or "development" (the same with reload).
    """
    port = _port()
    home = VAR / NAME
    home.mkdir(parents=True, exist_ok=True)
    lock = _lock(home / "lock")
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    children: dict[str, subprocess.Popen] = {}
    servers = Servers(NAME)
    started = False
    try:
        _end_leftovers(home)
        _check_free(port)
        started = True
        servers.start()
        environment = _environment(mode, port, home, servers)
        _write_environment(environment, home)
        _manage(environment, "migrate", "--verbosity=0")
        _collect_static(environment, home)
        _manage(environment, "load_demo")
        commands = _commands(mode, port)
        for name, command in commands.items():
            children[name] = _start(name, command, environment, home)
        _wait_for_page(port, children)
        _welcome(port)
        _watch(children, lambda name: _start(name, commands[name], environment, home), servers)
    except Stopped:
        say("\nEnding …")
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for name, patience in PATIENCE.items():
            if name in children:
                _end(children[name], patience)
        if started:
            servers.stop()
        lock.close()


def _port() -> int:
    given = os.environ.get("PORT", "8000")
    if not given.isdigit() or not 0 < int(given) < 65536:
        fail(f"PORT must be a number from 1 to 65535, not {given!r}.")
    return int(given)


def _check_free(port: int) -> None:
    # The processes of a web server that was just ended let go of the port one by one.
    end = time.monotonic() + 3
    while not _is_free(port):
        if time.monotonic() > end:
            fail(f"port {port} is in use; choose another with PORT=8001 bin/demo")
        time.sleep(0.05)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _lock(path: Path):
    """Holds the lock for this process' life; the kernel frees it, however we end."""
    held = path.open("a+")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.seek(0)
        fail(f"Samenspel is already running here (process {held.read().strip()}).")
    held.truncate(0)
    held.write(str(os.getpid()))
    held.flush()
    return held


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _end_leftovers(home: Path) -> None:
    """A supervisor that was killed leaves its children; each wrote its process group's number."""
    for note in home.glob("*.pid"):
        pid = int(note.read_text() or 0)
        command = Path(f"/proc/{pid}/cmdline")
        if pid and command.exists() and str(ROOT).encode() in command.read_bytes():
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            while command.exists() and command.read_bytes():
                time.sleep(0.02)
        note.unlink()


def _environment(mode: str, port: int, home: Path, servers: Servers) -> dict[str, str]:
    return {
        **os.environ,
        **servers.environment(),
        "SAMENSPEL_MODE": mode,
        "SITE_URL": f"http://localhost:{port}",
        "FILES_DIR": str(home / "files"),
        "MAIL_DIR": str(home / "mail"),
        "STATIC_ROOT": str(home / "static"),
        "PYTHONUNBUFFERED": "1",
        # The demo may run as root on a throwaway machine; Celery would say at length that it does.
        "PYTHONWARNINGS": "ignore::UserWarning:celery.platforms",
    }


def _write_environment(environment: dict[str, str], home: Path) -> None:
    """What bin/manage needs to talk to this installation while it runs."""
    ours = {name: value for name, value in environment.items() if os.environ.get(name) != value}
    path = home / "environment.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(ours))


def environment_of_running() -> dict[str, str] | None:
    """The settings of the installation of this name, while one runs here."""
    home = VAR / NAME
    if not (home / "environment.json").exists() or not (home / "lock").exists():
        return None
    with (home / "lock").open("a+") as probe:
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return json.loads((home / "environment.json").read_text())
    return None


def _collect_static(environment: dict[str, str], home: Path) -> None:
    """Brings the static files together, which takes a while, unless they are those of the last time."""
    places = ("static", "requirements", "common/bundle.py")
    files = [path for place in places for path in [ROOT / place, *sorted((ROOT / place).rglob("*"))] if path.is_file()]
    digest = hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).hexdigest()
    marker = home / "collected"
    if not (home / "static").exists() or not marker.exists() or marker.read_text() != digest:
        _manage(environment, "collectstatic", "--no-input", "--verbosity=0")
        marker.write_text(digest)


def _manage(environment: dict[str, str], *arguments: str) -> None:
    """Runs a management command; SIGTERM meanwhile ends it and us."""
    command = subprocess.Popen([PYTHON, "manage.py", *arguments], cwd=ROOT, env=environment, start_new_session=True)
    try:
        if command.wait():
            fail(f"manage.py {arguments[0]} failed; see above")
    except Stopped:
        _end(command, 2)
        raise


def _commands(mode: str, port: int) -> dict[str, list[str]]:
    python = str(PYTHON)
    reload = ["--reload"] if mode == "development" else []
    worker = [python, "-m", "celery", "-A", "config", "-q", "worker", "--concurrency=1", "--loglevel=WARNING"]
    worker += ["--without-gossip", "--without-mingle"]
    beat = [python, "-m", "celery", "-A", "config", "-q", "beat", "--loglevel=WARNING"]
    web = [
        python,
        "-m",
        "gunicorn",
        "config.wsgi",
        "--log-level=warning",
        "--graceful-timeout=1",
        "--no-control-socket",
        "--logger-class=common.logs.GunicornLogger",
    ]
    if mode == "development":
        workers = {"worker": [python, "manage.py", "reloading_worker"]}
    else:
        workers = {
            "worker": [*worker, "--hostname=worker@%h", "--queues=short,mail"],
            "files": [*worker, "--hostname=files@%h", "--queues=files"],
        }
    return {
        **workers,
        "beat": [*beat, "--schedule", str(VAR / NAME / "beat")],
        "web": [*web, "--workers=2", "--threads=4", "--worker-class=gthread", "--bind", f"127.0.0.1:{port}", *reload],
    }


def _start(name: str, command: list[str], environment: dict[str, str], home: Path) -> subprocess.Popen:
    # Its own session, so that Ctrl-C in a terminal reaches the supervisor alone and the order holds.
    child = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    (home / f"{name}.pid").write_text(str(child.pid))
    return child


def _wait_for_page(port: int, children: dict[str, subprocess.Popen]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        _raise_if_ended(children)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    fail("the web server did not answer within a minute")


def _welcome(port: int) -> None:
    say(f"\nSamenspel runs at http://localhost:{port}/  (mail: http://localhost:{port}/mailbox/)\n")
    for address, who in PEOPLE:
        say(f"  {address:32} {who}")
    say(f"  and all others, by organisation:  http://localhost:{port}/account/login/")
    say(f"\n  Password of all: {PASSWORD}\n  Ctrl-C ends it; the data stays.\n")


def _watch(
    children: dict[str, subprocess.Popen], start: Callable[[str], subprocess.Popen], servers: Servers
) -> NoReturn:
    """Starts again what died, a few times, then ends in words."""

    def start_child(name: str) -> None:
        children[name] = start(name)

    deaths: dict[str, list[float]] = {}
    while True:
        for name, restart in servers.dead().items():
            _again(name, deaths, restart)
        for name, child in children.items():
            if child.poll() is not None:
                _end(child, 0)  # what it left behind holds its port
                _again(name, deaths, partial(start_child, name))
        time.sleep(0.5)


def _again(name: str, deaths: dict[str, list[float]], restart: Callable[[], None]) -> None:
    """Starts something anew, each time after a longer wait; gives up when it died too often within a while."""
    recent = [at for at in deaths.get(name, []) if at > time.monotonic() - MEMORY]
    if len(recent) == len(WAITS):
        fail(
            f"{name} ended by itself {len(recent) + 1} times in {MEMORY // 60} minutes; see above. Everything is ended."
        )
    wait = WAITS[len(recent)]
    say(f"{name} ended by itself; it is started again in {wait} s.")
    deaths[name] = [*recent, time.monotonic()]
    time.sleep(wait)
    try:
        restart()
    except subprocess.CalledProcessError:
        say(f"{name} did not start.")  # the next round finds it dead


def _raise_if_ended(children: dict[str, subprocess.Popen]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            fail(f"{name} ended by itself with code {child.returncode}; see above")


def _end(child: subprocess.Popen, patience: float) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            pass
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    child.wait()


if __name__ == "__main__":
    run(sys.argv[1])

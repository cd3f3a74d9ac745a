"""A whole Samenspel of real processes, with a database and a broker number of its own."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import redis

from runner.environment import PYTHON, ROOT
from tests import databases


class Live:
    """Web server, worker and, where asked, beat, beside the servers that bin/test started.

    `env` holds the settings of the processes; `url` the address of the web server.
    """

    def __init__(self, name: str, broker: int, folder: Path) -> None:
        self.name, self.folder = name, folder
        self.children: dict[str, subprocess.Popen] = {}
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.env = {
            **os.environ,
            **databases.environment(name, broker),
            "SAMENSPEL_MODE": "test",
            "SITE_URL": self.url,
            "FILES_DIR": str(folder / "files"),
            "MAIL_DIR": str(folder / "mail"),
        }

    def start_web(self) -> None:
        self._start("web", "-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{self.port}", "--worker-class=gthread",
                    "--workers=1", "--threads=4", "--log-level=warning", "--no-control-socket",
                    "--logger-class=common.logs.GunicornLogger")  # fmt: skip
        self.wait(self._answers, 30)

    def start_worker(self) -> None:
        self._start("worker", "-m", "celery", "-A", "config", "-q", "worker", "--concurrency=1", "--loglevel=ERROR",
                    "--without-gossip", "--without-mingle")  # fmt: skip

    def start_beat(self) -> None:
        self._start("beat", "-m", "celery", "-A", "config", "-q", "beat", "--loglevel=ERROR",
                    f"--schedule={self.folder / 'beat'}")  # fmt: skip

    def empty_broker(self) -> None:
        """Loses every task and every cached value."""
        for key in ("BROKER_URL", "CACHE_URL"):
            with redis.Redis.from_url(self.env[key]) as server:
                server.flushdb()

    def kill(self, name: str) -> None:
        """As the kernel would: no goodbye, with all its children."""
        child = self.children.pop(name)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()

    def stop(self) -> None:
        for name in list(self.children):
            self.kill(name)

    def manage(self, *arguments: str) -> str:
        """Runs a management command in this installation; returns what it printed."""
        done = subprocess.run(
            [PYTHON, "manage.py", *arguments], cwd=ROOT, env=self.env, capture_output=True, text=True, check=True
        )
        return done.stdout

    def wait(self, condition, seconds: float = 20):
        """Until the condition holds; its value. Fails loudly, and polls as there is nobody to tell us."""
        end = time.monotonic() + seconds
        while not (value := condition()):
            assert time.monotonic() < end, "it did not happen in time"
            time.sleep(0.05)
        return value

    def mails(self, to: str = "") -> list:
        """What was mailed so far, the newest first."""
        from notifications.mailbox import received

        return [mail for mail in received(self.folder / "mail") if to in mail.to]

    def wait_for_mail(self, to: str, subject: str = ""):
        """The newest mail to an address with these words in its subject."""
        return self.wait(lambda: next((mail for mail in self.mails(to) if subject in mail.subject), None))

    def _start(self, name: str, *arguments: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{name}.log").open("a") as log:
            self.children[name] = subprocess.Popen(
                [PYTHON, *arguments], cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2):
                return True
        except OSError:
            return False


class Visitor:
    """A browser that only follows links and sends forms; for what many of Playwright's would take too long."""

    def __init__(self, url: str) -> None:
        self.url, self.page = url, ""
        cookies = urllib.request.HTTPCookieProcessor()
        self.opener = urllib.request.build_opener(cookies)

    def get(self, path: str, data: bytes | None = None) -> int:
        """The status of the answer, whose text is the page from now on."""
        try:
            with self.opener.open(self.url + path, data, timeout=30) as answer:
                self.page = answer.read().decode(errors="replace")
                return answer.status
        except urllib.error.HTTPError as answer:
            with answer:
                self.page = answer.read().decode(errors="replace")
                return answer.code

    def post(self, path: str, **fields: str) -> int:
        """Opens the form at the path and sends it filled in."""
        self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page)
        assert token, path
        return self.get(path, urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode())


def free_port() -> int:
    """A port of the loopback address that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

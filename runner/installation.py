"""A demo installation of its own for the tools that look at it: bin/screens and bin/bench."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runner.environment import PYTHON, ROOT, VAR, find_chromium
from runner.servers import free_port, running

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]  # fmt: skip


@contextmanager
def demo(name: str, wsgi: str = "config.wsgi", workers: int = 2) -> Iterator[str]:
    """Servers with the demo scenario made anew, web and worker; yields the address of the web server.

    The settings are put into this process' environment too, so that Django can be set up in it.
    """
    home = VAR / name
    with running(name, durable=False) as servers:
        port = free_port()
        os.environ.update(
            servers.environment(),
            SAMENSPEL_MODE="demo",
            SITE_URL=f"http://localhost:{port}",
            FILES_DIR=str(home / "files"),
            MAIL_DIR=str(home / "mail"),
            STATIC_ROOT=str(home / "static"),
            CHROMIUM=find_chromium() or "",
            DJANGO_SETTINGS_MODULE="config.settings",
            DJANGO_ALLOW_ASYNC_UNSAFE="true",
        )
        servers.sql("DROP DATABASE IF EXISTS samenspel WITH (FORCE)")
        servers.sql(
            (ROOT / "deploy" / "roles.sql").read_text(),
            owner_password=servers.secrets["owner"], app_password=servers.secrets["app"],
        )  # fmt: skip
        for arguments in (["migrate", "-v0"], ["collectstatic", "--no-input", "-v0"], ["load_demo"]):
            subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, check=True)
        commands = (
            ["gunicorn", wsgi, f"--bind=127.0.0.1:{port}", "--worker-class=gthread", f"--workers={workers}",
             "--threads=4", "--log-level=error", "--no-control-socket"],
            ["celery", "-A", "config", "-q", "worker", "--concurrency=1", "--loglevel=ERROR"],
        )  # fmt: skip
        children = [subprocess.Popen([PYTHON, "-m", *command], cwd=ROOT) for command in commands]
        try:
            _wait_for(port)
            yield f"http://localhost:{port}"
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait()


def _wait_for(port: int) -> None:
    import time
    import urllib.request

    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the web server did not answer")


def folder(*parts: str) -> Path:
    """A folder under var/, made when it is not there."""
    path = VAR.joinpath(*parts)
    path.mkdir(parents=True, exist_ok=True)
    return path

"""Every check that needs no running application, one line each; the first lines of what fails."""

import os
import subprocess
import sys
import time
from pathlib import Path

from runner.environment import ROOT

BIN = Path(sys.executable).parent
# Settings that the checks can load without servers: nothing here is a real secret.
ENVIRONMENT = {
    "SAMENSPEL_MODE": "test",
    "SITE_URL": "http://localhost:8000",
    "SECRET_KEY": "only-for-checks",
    "LINK_KEY": "only-for-checks",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "BROKER_URL": "redis://127.0.0.1:1/0",
    "CACHE_URL": "redis://127.0.0.1:1/1",
}
PRODUCTION = {
    "SAMENSPEL_MODE": "production",
    "SITE_URL": "https://samenspel.example",
    "SECRET_KEY": "".join(chr(33 + (7 * n) % 90) for n in range(64)),
    "EMAIL_URL": "smtp+tls://user:secret@mail.example:587",
    "DEFAULT_FROM_EMAIL": "Samenspel <post@samenspel.example>",
}
TEMPLATES = ("templates", "*/templates")


def checks() -> dict[str, tuple[list[str], dict[str, str]]]:
    """Name of each check, its command and its own settings."""
    python = sys.executable
    templates = [str(path) for path in ROOT.glob("templates/**/*.html")]
    return {
        "format": ([str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
        "lint": ([str(BIN / "ruff"), "check", "--quiet", "."], {}),
        "types": ([str(BIN / "mypy"), "--no-error-summary", "."], {}),
        "templates": ([str(BIN / "djade"), "--check", "--target-version", "5.2", *templates], {}),
        "translations": ([python, "-m", "runner.messages", "check"], {}),
        "migrations": ([python, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
        "django": ([python, "manage.py", "check", "--fail-level", "WARNING"], {}),
        "deployment": ([python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        "imports": ([str(BIN / "lint-imports"), "--no-cache"], {}),
    }


def main(names: list[str]) -> int:
    """Runs the checks named, or all; returns 1 when one fails."""
    failed = 0
    for name, (command, settings) in checks().items():
        if names and name not in names:
            continue
        began = time.monotonic()
        environment = {**os.environ, **ENVIRONMENT, **settings}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name:14} {time.monotonic() - began:5.1f} s", flush=True)
        if done.returncode:
            failed = 1
            print(done.stdout + done.stderr, flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

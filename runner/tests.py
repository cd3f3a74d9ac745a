"""Runs pytest beside real servers, on a database that is migrated once and cloned by each worker."""

import hashlib
import os
import subprocess
import sys

from runner.environment import PYTHON, ROOT, VAR, find_chromium
from runner.servers import Servers, running

WORKERS = "2"
ALL = ["-n", WORKERS, "--dist", "loadgroup"]


def main(arguments: list[str]) -> int:
    """Runs the tests named, all of them by two workers when none is; returns pytest's exit code."""
    # Two runs at once on one checkout each get their own servers, apart from those of any demo.
    purpose = f"test-{os.environ.get('SAMENSPEL_TEST_SERVERS', 'main')}"
    with running(purpose, durable=False) as servers:
        environment = {
            **os.environ,
            **servers.environment(),
            "SAMENSPEL_MODE": "test",
            "SITE_URL": "http://localhost:8000",
            "TEST_SUPERUSER_URL": servers.url("postgres", "postgres"),
            "CHROMIUM": find_chromium() or "",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        migrate(servers, environment, purpose)
        # WhiteNoise warns of a folder that is not there, and warnings are errors.
        (VAR / "test" / "static").mkdir(parents=True, exist_ok=True)
        named = any(not argument.startswith("-") for argument in arguments)
        return subprocess.run(
            [PYTHON, "-m", "pytest", *([] if named else ALL), *arguments], cwd=ROOT, env=environment
        ).returncode


def migrate(servers: Servers, environment: dict[str, str], purpose: str) -> None:
    """Brings the template database up to date; a new one when any migration changed."""
    # With the data, which may have been in memory that is gone.
    marker = servers.data / "samenspel-migrated"
    digest = _digest()
    if marker.exists() and marker.read_text() == digest:
        return
    servers.sql("DROP DATABASE IF EXISTS samenspel WITH (FORCE)")
    servers.sql(
        (ROOT / "deploy" / "roles.sql").read_text(),
        owner_password=servers.secrets["owner"], app_password=servers.secrets["app"],
    )  # fmt: skip
    subprocess.run([PYTHON, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=environment, check=True)
    marker.write_text(digest)


def _digest() -> str:
    files = [*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "requirements" / "run.txt", ROOT / "deploy" / "roles.sql"]
    return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

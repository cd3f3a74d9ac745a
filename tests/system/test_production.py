"""What must hold where Samenspel runs for real."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from runner.checks import PRODUCTION
from runner.environment import PYTHON, ROOT


def start_wsgi(environment: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        [PYTHON, "-c", "import config.wsgi"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def test_production_refuses_to_start_on_the_demo_and_says_why(live):
    started = start_wsgi({**live.env, **PRODUCTION})
    assert started.returncode != 0
    assert "holds the demo scenario" in started.stderr


def test_production_starts_on_an_empty_database():
    assert start_wsgi({**PRODUCTION, "STATIC_ROOT": str(ROOT / "static")}).returncode == 0


@pytest.mark.parametrize("missing", ["SECRET_KEY", "LINK_KEY", "SITE_URL", "DATABASE_URL", "BROKER_URL", "EMAIL_URL"])
def test_production_says_which_setting_is_missing(missing):
    environment = {**os.environ, **PRODUCTION}
    del environment[missing]
    started = subprocess.run(
        [PYTHON, "-c", "import config.settings"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert started.returncode != 0
    assert f"Set {missing}" in started.stderr


def test_secret_may_come_from_a_file(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("from-a-file\n")
    environment = {**os.environ, **PRODUCTION, "SECRET_KEY_FILE": str(secret)}
    code = "import config.settings as s; print(s.SECRET_KEY)"
    done = subprocess.run([PYTHON, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == "from-a-file"


def test_web_process_does_not_load_the_pdf_renderer():
    code = "import config.wsgi, sys; print('weasyprint' in sys.modules)"
    done = subprocess.run(
        [PYTHON, "-c", code], cwd=ROOT, env={**os.environ, **PRODUCTION}, capture_output=True, text=True
    )
    assert done.stdout.strip() == "False"


def test_requirements_are_pinned_with_hashes_and_name_no_address():
    for name in ("run", "demo", "test"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        assert "://" not in text
        pins = re.findall(r"^[a-z0-9][^\s=]*==", text, re.MULTILINE)
        assert len(pins) > 20
        blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        assert all("--hash=sha256:" in block for block in blocks)


def test_floors_of_libraries_with_known_holes():
    from importlib.metadata import version

    floors = {"weasyprint": (70, 0), "django": (5, 2, 17), "django-allauth": (65, 19, 4), "pillow": (13, 0)}
    for name, floor in floors.items():
        assert tuple(int(part) for part in version(name).split(".")[: len(floor)]) >= floor, name


def test_compose_names_every_part_and_only_secrets_that_are_made():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    assert set(compose["services"]) >= {"proxy", "web", "worker", "beat", "migrate", "postgres", "valkey"}
    used = {secret for service in compose["services"].values() for secret in service.get("secrets", [])}
    assert used == set(compose["secrets"])
    script = (ROOT / "deploy" / "make-secrets").read_text()
    assert all(name in script for name in compose["secrets"])
    for service in ("web", "worker", "beat"):
        assert "database_owner_url" not in compose["services"][service]["secrets"]


def test_entrypoint_starts_web_worker_and_migrations_as_compose_does(live, tmp_path: Path):
    """The same script, under production settings, on a database of its own without the demo."""
    from tests import databases

    name = f"samenspel_real_{databases.worker_number()}"
    databases.clone(name)
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    values = {**live.env, **databases.environment(name, 50), **PRODUCTION}
    environment = {"PATH": f"{PYTHON.parent}:{os.environ['PATH']}", "SAMENSPEL_MODE": "production"}
    for key in ("DATABASE_URL", "SECRET_KEY", "LINK_KEY", "EMAIL_URL"):
        (secrets / key).write_text(values[key])
        environment[f"{key}_FILE"] = str(secrets / key)
    for key in ("BROKER_URL", "CACHE_URL", "SITE_URL", "DEFAULT_FROM_EMAIL"):
        environment[key] = values[key]
    environment |= {
        "BIND": f"127.0.0.1:{live.port + 1}",
        "BEAT_FILE": str(tmp_path / "beat"),
        "FILES_DIR": str(tmp_path),
    }
    entry = str(ROOT / "deploy" / "entrypoint")
    owner = {**environment, "DATABASE_URL": values["DATABASE_OWNER_URL"]}
    del owner["DATABASE_URL_FILE"]
    try:
        assert subprocess.run([entry, "migrate"], cwd=ROOT, env=owner, capture_output=True).returncode == 0
        children = [
            subprocess.Popen([entry, part], cwd=ROOT, env=environment, start_new_session=True)
            for part in ("web", "worker", "beat")
        ]
        try:
            facts = live.wait(lambda: health(live.port + 1), 40)
            assert facts["broker"] and facts["worker"] and facts["outbox"]
        finally:
            for child in children:
                child.terminate()
            codes = [child.wait(30) for child in children]
        assert codes == [0, 0, 0]
    finally:
        databases.drop(name)


def health(port: int) -> dict | None:
    """What /healthz/all says, when all is well."""
    import json
    import urllib.request

    headers = {"Host": "samenspel.example", "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz/all", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=3) as response:
            return json.load(response)
    except OSError:
        return None

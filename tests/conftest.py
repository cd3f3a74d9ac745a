"""The fixed cast, and a database for each worker that tests leave as they found it."""

import logging
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.db import connections, transaction
from django.test import Client
from django.utils import translation

from common.logs import JsonFormatter
from tests import databases
from tests.cast import load_cast, make_cast
from tests.live import Live

NUMBER = databases.worker_number()
DATABASE = f"samenspel_test_{NUMBER}"


# The longest begin first, so that the workers end together.
LONGEST = (
    "tests/browser/test_whole_way.py",
    "tests/system/test_urls.py",
    "tests/system/test_hostile.py",
    "tests/system/test_demo_command.py",
    "tests/browser/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return next((number for number, name in enumerate(LONGEST) if item.nodeid.startswith(name)), len(LONGEST))

    items.sort(key=place)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    """Clones the migrated template and adds the cast; unit tests roll back what they do."""
    databases.clone(DATABASE)
    connections["default"].settings_dict["NAME"] = DATABASE
    # Numbers from 10 are for tests; each worker has two, each live server two more.
    settings.CELERY_BROKER_URL = databases.with_database(os.environ["BROKER_URL"], str(10 + 10 * NUMBER))
    settings.CACHES["default"]["LOCATION"] = databases.with_database(os.environ["CACHE_URL"], str(11 + 10 * NUMBER))
    _forget_caches()
    with django_db_blocker.unblock():
        make_cast()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    databases.drop(DATABASE)


@pytest.fixture
def committed_cast(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """The cast, committed in a database that is thrown away."""
    name = f"samenspel_committed_{NUMBER}"
    databases.clone(name)
    with django_db_blocker.unblock():
        settings = connections["default"].settings_dict
        connections["default"].close()
        settings["NAME"] = name
        try:
            make_cast()
            yield load_cast()
        finally:
            connections["default"].close()
            settings["NAME"] = DATABASE
            databases.drop(name)


def _forget_caches() -> None:
    """Django keeps the settings and connections that it read before."""
    caches.__dict__.pop("settings", None)
    for alias in settings.CACHES:
        if hasattr(caches._connections, alias):
            delattr(caches._connections, alias)


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings) -> None:
    """Uploads, renderings and mails of a test go to its own folder."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    settings.MAIL_DIR = tmp_path / "mail"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


class Watch(logging.Handler):
    """Writes each record as production would, and keeps the lines that hold what looks like a secret in the record."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.formatter = JsonFormatter()

    def emit(self, record: logging.LogRecord) -> None:
        words = f"{record.getMessage()} {record.args} {record.exc_info}"
        # The secret of a link is 43 of these, the key of a reset ends in 32; a key of a row has dashes in it.
        secrets = re.findall(r"[A-Za-z0-9_-]{43}|[0-9a-z]{6}-[0-9a-f]{32}", words)
        line = self.formatter.format(record)
        self.told += [line for secret in secrets if secret in line]


@pytest.fixture(autouse=True)
def no_secret_in_a_log() -> Iterator[None]:
    """No line of any test's log holds the secret of a link."""
    watch = Watch()
    logging.getLogger().addHandler(watch)
    yield
    logging.getLogger().removeHandler(watch)
    assert watch.told == []


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences of actions are asserted in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def cast(db) -> SimpleNamespace:
    """Everybody: cast.campus (organisation), cast.campus_owner (membership) and so on; see tests/cast.py."""
    from django.core.cache import cache

    cache.clear()  # limits begin anew for each test
    return load_cast()


@pytest.fixture
def browse(db) -> Callable[..., Client]:
    """browse(member) is a browser in which that member is signed in; browse() one of nobody."""

    def make(member=None, **extra) -> Client:
        client = Client(**extra)
        if member is not None:
            client.force_login(member.user)
        return client

    return make


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory) -> Path:
    """Where the files of the demo scenario are."""
    return tmp_path_factory.getbasetemp() / "demo-files"


@pytest.fixture(scope="session")
def demo_template(django_db_setup, demo_files, tmp_path_factory) -> str:
    """A database with the demo scenario, loaded once for each worker and cloned by each live test."""
    name = f"samenspel_demo_{NUMBER}"
    databases.clone(name)
    loader = Live(name, 30 + 10 * NUMBER, tmp_path_factory.mktemp("loader"))
    loader.env["FILES_DIR"] = str(demo_files)
    loader.manage("load_demo")
    return name


@pytest.fixture
def demo(demo_template, demo_files, own_files, settings, django_db_blocker) -> Iterator[None]:
    """The demo scenario in this process; what a test changes is rolled back."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": demo_files}},
    }
    connection = connections["default"]
    connection.close()
    own = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = demo_template
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        connection.close()
    connection.settings_dict["NAME"] = own


@pytest.fixture
def live(demo_template, demo_files, tmp_path) -> Iterator[Live]:
    """The demo scenario with a real web server and worker of its own."""
    name = f"samenspel_live_{NUMBER}"
    databases.clone(name, demo_template)
    installation = Live(name, 12 + 10 * NUMBER, tmp_path)
    installation.env["FILES_DIR"] = str(demo_files)
    installation.empty_broker()
    try:
        installation.start_web()
        installation.start_worker()
        yield installation
    finally:
        installation.stop()
        databases.drop(name)

"""Servers that hang hold nobody up: a real one each, that takes every call and never answers."""

import socket
import threading
from collections.abc import Iterator

import pytest

from common import cache
from common.cache import PatientCache


class Silent:
    """Counts who calls and says nothing."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.callers: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                self.callers.append(self.server.accept()[0])
            except OSError:
                return

    def end(self) -> None:
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        for caller in self.callers:
            caller.close()


@pytest.fixture
def silent() -> Iterator[Silent]:
    server = Silent()
    yield server
    server.end()


def test_the_time_that_a_broker_gets_is_set(settings):
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    assert (options["socket_connect_timeout"], options["socket_timeout"]) == (2, 3)


@pytest.fixture
def patient(silent, monkeypatch) -> PatientCache:
    monkeypatch.setattr(PatientCache, "_away_until", 0.0)
    options = {"socket_timeout": 0.1, "socket_connect_timeout": 0.1}
    return PatientCache(f"redis://127.0.0.1:{silent.port}/0", {"OPTIONS": options})


def test_a_cache_that_hangs_is_asked_once_and_limits_still_count(patient, silent):
    patient.clear()
    assert (patient.add("limit", 0, 60), patient.add("limit", 0, 60)) == (True, False)
    assert (patient.incr("limit"), patient.incr("limit"), patient.get("limit")) == (1, 2, 2)
    assert len(silent.callers) == 1


def test_a_cache_is_asked_again_after_a_while(patient, silent, monkeypatch):
    monkeypatch.setattr(cache, "PAUSE", 0)
    for _time in range(2):
        assert patient.get("another") is None
    assert len(silent.callers) == 2


def test_signing_in_works_without_a_cache(cast, client, settings, monkeypatch):
    monkeypatch.setattr(PatientCache, "_away_until", 0.0)
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    user = cast.campus_owner.user
    user.set_password("een-lang-wachtwoord")
    user.save()
    answer = client.post("/account/login/", {"login": user.email, "password": "een-lang-wachtwoord"})
    assert (answer.status_code, answer["Location"]) == (302, "/")

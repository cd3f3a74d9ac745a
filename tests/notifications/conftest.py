"""A mail server of one's own that answers what a test tells it to."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message as Mail

import pytest
from aiosmtpd.controller import Controller

from tests.live import free_port


class MailServer:
    """Keeps what it accepts. `answers` says what it answers at which step: "MAIL", "DATA", or to an address; an
    answer that begins with "once:" is given one time."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.accepted: list[tuple[str, Mail]] = []
        self.connections = 0

    def _answer(self, step: str) -> str:
        answer = self.answers.get(step, "250 ok")
        if answer.startswith("once:"):
            del self.answers[step]
        return answer.removeprefix("once:")

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:
        answer = self._answer("MAIL")
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        answer = self._answer(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope) -> str:
        answer = self._answer("DATA")
        if answer.startswith("250"):
            self.accepted.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content)))
        return answer


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    handler = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 5
    controller = Controller(handler, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    yield handler
    controller.stop()


@contextmanager
def greeting(words: bytes) -> Iterator[int]:
    """A port where each caller hears these words first, or nothing at all, and no more."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    caller, _address = server.accept()
                except OSError:
                    return
                with caller:
                    if words:
                        caller.sendall(words)
                    caller.recv(100)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)

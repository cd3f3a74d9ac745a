"""Log lines: where and what kind, never an address of a page or the words of an error."""

import json
import logging

import pytest

from common.logs import JsonFormatter
from notifications.links import token

KEY = "1a-cabc12-" + "0123456789abcdef" * 2


def line(name: str, message: str, *arguments, error: BaseException | None = None, **extra) -> dict:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, message, arguments, info)
    for key, value in extra.items():
        setattr(record, key, value)
    return json.loads(JsonFormatter().format(record))


def test_what_django_says_of_a_request_holds_no_address():
    said = line("django.security.csrf", "Forbidden (%s): %s", "CSRF cookie not set.", "/share/x/", request=object())
    assert said["message"] == "Forbidden"
    assert line("django.request", "%s: %s", "Not Found", "/x/", request=object())["message"] == "request failed"


@pytest.mark.parametrize("secret", [KEY, token("share", "row", 1)])
def test_no_message_holds_a_secret(secret):
    assert line("gunicorn.error", "Error handling request /share/%s/", secret)["message"] == (
        "Error handling request /share/…/"
    )


def test_the_trace_says_where_and_what_kind_and_not_in_which_words():
    address, path = "nova@" + "example.org", "/share/" + "secret/"
    try:
        try:
            raise ValueError(address)
        except ValueError as error:
            raise RuntimeError(path) from error
    except RuntimeError as error:
        trace = line("samenspel", "failed", error=error)["trace"]
    assert [words for words in (address, path) if words in trace] == []
    assert trace.splitlines()[-1] == "builtins.RuntimeError"
    assert "builtins.ValueError" in trace

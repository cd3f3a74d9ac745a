import pytest
from django.utils import translation

from documents import jobs


@pytest.fixture
def kinds(monkeypatch):
    """An own register of long work, for one test."""
    own: dict = {}
    monkeypatch.setattr(jobs, "KINDS", own)
    return own


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared in the language of the source."""
    with translation.override("en"):
        yield

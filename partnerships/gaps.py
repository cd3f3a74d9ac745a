"""Which parts of an agreement still ask instead of say. Advice: whoever wants to may put it up all the same."""

import re
from collections.abc import Iterable

from common.richtext import is_empty, text
from partnerships.models import AgreementSection
from partnerships.starters import agreement_sections


def unanswered(language: str, sections: Iterable[AgreementSection]) -> list[AgreementSection]:
    """The parts that are empty, or in which a question of the starting text still stands."""
    asked = {key: _questions(body) for key, _title, body in agreement_sections(language)}
    return [
        section
        for section in sections
        if is_empty(section.body) or any(question in _words(section.body) for question in asked.get(section.key, []))
    ]


def _questions(body: str) -> list[str]:
    """The sentences that somebody has to answer or to complete."""
    sentences = re.split(r"(?<=[.?]) ", _words(body))
    return [sentence for sentence in sentences if sentence.endswith("?") or "…" in sentence]


def _words(body: str) -> str:
    return " ".join(text(body).split())

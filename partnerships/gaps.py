"""Which parts of an agreement still ask instead of say. Advice: whoever wants to may put it up all the same."""

import re
from collections.abc import Iterable
from html import escape

from common.richtext import clean, is_empty, text
from partnerships.models import AgreementSection
from partnerships.starters import agreement_sections, open_statements


def unanswered(language: str, sections: Iterable[AgreementSection]) -> list[AgreementSection]:
    """The parts that are empty, or in which a question of the starting text still stands."""
    asked = {key: _questions(body) for key, _title, body in agreement_sections(language)}
    return [
        section
        for section in sections
        if is_empty(section.body) or any(question in _words(section.body) for question in asked.get(section.key, []))
    ]


def left_open(language: str, section: AgreementSection, reason: str = "") -> str:
    """The text of an open part, and at its end that it is open on purpose. Questions of the starting text that still
    stand in it are named there and nowhere else: what is agreed beside them must not read as open."""
    asked = next((body for key, _title, body in agreement_sections(language) if key == section.key), "")
    whole, before = open_statements(language)
    html = re.sub(rf"<p><em>(?:{re.escape(whole)}|{re.escape(before)}).*?</em></p>", "", section.body)
    questions = [one for one in _questions(asked) if one in _words(section.body)]
    for question in questions:
        html = re.sub(_in_markup(question), lambda found: "".join(re.findall(r"<[^>]+>", found[0])), html)
    named = " ".join(one for one in questions if one.endswith("?"))
    statement = f"{before} {escape(named, quote=False)}" if named else whole
    words = f"{statement} {escape(reason.strip())}".strip()
    return f"{_without_empty(html)}<p><em>{words}</em></p>"


def _in_markup(sentence: str) -> str:
    """The sentence in rich text, whatever markup stands between its words."""
    return r"(?:\s|<[^>]+>)+".join(re.escape(escape(word, quote=False)) for word in sentence.split())


def _without_empty(html: str) -> str:
    """Rich text without elements in which nothing is left."""
    before = ""
    while before != html:
        before, html = html, re.sub(r"<(\w+)>(?:\s|<br>)*</\1>", "", html)
    return clean(re.sub(r"(<(?:p|li|h3|h4)>)\s+", r"\1", html))


def _questions(body: str) -> list[str]:
    """The sentences that somebody has to answer or to complete."""
    sentences = re.split(r"(?<=[.?]) ", _words(body))
    return [sentence for sentence in sentences if sentence.endswith("?") or "…" in sentence]


def _words(body: str) -> str:
    return " ".join(text(body).split())

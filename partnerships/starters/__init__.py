"""Texts that an organisation starts from, in its own language. Copied into its rows, and data from then on."""

from partnerships.starters import agreement_en, agreement_nl, steps_en, steps_nl

# Of a section of the agreement: key, title, body (rich text).
Section = tuple[str, str, str]


def agreement_sections(language: str) -> list[Section]:
    """The sections of a new agreement, in their order."""
    return (agreement_nl if language == "nl" else agreement_en).SECTIONS


def approval_statement(language: str) -> str:
    """What somebody says by approving; holds %(organisation)s and %(title)s."""
    return (agreement_nl if language == "nl" else agreement_en).STATEMENT


def open_statements(language: str) -> tuple[str, str]:
    """What stands in a part that both left open on purpose: as a whole, and before the questions that are open."""
    words = agreement_nl if language == "nl" else agreement_en
    return words.LEFT_OPEN, words.OPEN_QUESTIONS


def agreement_title(language: str) -> str:
    """How a new agreement is called; holds %(client)s and %(supplier)s."""
    return (agreement_nl if language == "nl" else agreement_en).TITLE


def start_steps(language: str) -> list[tuple[int, str, str]]:
    """Day, title and explanation of each step of the first hundred days."""
    return (steps_nl if language == "nl" else steps_en).STEPS


def handover_items(language: str) -> list[tuple[str, str]]:
    """Side and text of what is handed over at the end."""
    return (steps_nl if language == "nl" else steps_en).HANDOVER

"""What is written down for others to read later is not in the language of who acted."""

import ast
from pathlib import Path

from tests.system.test_tripwire import ROOMS, ROOT

WRITES = {"record", "record_each", "note", "note_action", "_note", "queue", "queue_all", "tell"}


def of_the_actor(call: ast.Call) -> bool:
    """Whether the words of a call depend on the language that is active."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    return name in {"_", "gettext", "ngettext", "pgettext", "date_format"} or name.endswith("_display")


def written(path: Path) -> list[ast.Call]:
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return [call for call in calls if getattr(call.func, "id", "") in WRITES]


def test_no_event_and_no_mail_holds_words_in_the_language_of_who_acted():
    files = [path for room in ROOMS for path in sorted((ROOT / room).glob("actions/*.py"))]
    calls = [(path, call) for path in files for call in written(path)]
    assert len(calls) > 100
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in calls
        if any(isinstance(node, ast.Call) and of_the_actor(node) for node in ast.walk(call))
    ]
    assert wrong == []

"""Whose address answers to a mail go to."""

import ast
from pathlib import Path

from accounts.senders import sent_by
from tests.system.test_tripwire import ROOMS, ROOT

# To people who are no members: the reader of a shared link, and who asks to be let in.
ALLOWED = {"vision/mails.py": 1, "accounts/mails.py": 2}


def named_by_hand(path: Path) -> int:
    """How many mails of a file name a sender or an address for answers without asking whether they are still here."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    mails = [call for call in calls if getattr(call.func, "id", "") == "Mail"]
    return sum(any(keyword.arg in ("reply_to", "sender") for keyword in call.keywords) for call in mails)


def test_every_mail_in_somebodys_name_asks_whether_they_are_still_here():
    files = [path for room in ROOMS for path in sorted((ROOT / room).glob("mails*.py"))]
    assert len(files) >= 5
    found = {str(path.relative_to(ROOT)): named_by_hand(path) for path in files}
    assert {name: count for name, count in found.items() if count} == ALLOWED


def test_answers_go_to_nobody_who_left_or_may_not_sign_in(cast):
    assert sent_by(cast.campus_editor) == {"sender": "Editor Campus Noord", "reply_to": "editor@campus.example"}
    assert sent_by(cast.gone) == {}
    cast.campus_editor.user.is_active = False
    assert sent_by(cast.campus_editor) == {}
    assert sent_by(None) == {}

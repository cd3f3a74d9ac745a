"""What somebody typed is never cut: a text that does not fit is refused."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.system.test_tripwire import ROOMS, ROOT

# Words of a search, of which nothing is kept.
SEARCHES = {"services/views/catalogue.py"}


def cut(path: Path) -> Iterator[str]:
    """Where a file cuts what a form brought: request.POST.get(…)[:9], also after a method of the text."""
    for node in ast.walk(ast.parse(path.read_text())):
        is_cut = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice)
        if is_cut and "request.POST" in ast.unparse(node.value):
            yield f"{path.relative_to(ROOT)}:{node.lineno}"


def test_no_view_cuts_what_a_form_brought():
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    assert len(files) > 200
    found = [where for path in files for where in cut(path)]
    assert [where for where in found if where.rpartition(":")[0] not in SEARCHES] == []
    assert {where.rpartition(":")[0] for where in found} == SEARCHES

"""Look-ups go through doors: walked in the syntax trees of everything that answers a person."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("common", "notifications", "documents", "accounts", "services", "vision", "partnerships", "challenges",
         "meetings", "overview")  # fmt: skip
WALKED = ("views", "forms", "tasks", "feeds", "templatetags", "asked", "context_processors", "middleware")
# What may follow `.objects`: each of them narrows to what somebody may see, or says why it does not.
DOORS = {
    "visible_to",
    "editable_by",
    "of_link",
    "for_system",
    "of_user",
    "asked_of",
    "owners_of",
    "told_to",
    "kept_by",
    "due",
    "put_to",
    "for_organisation",
    "none",
    "waiting_for",
    "of_guest",
}
# Rows that belong to nobody.
FREE = {"Heartbeat", "Installation"}


def files() -> list[Path]:
    found = []
    for room in ROOMS:
        for name in WALKED:
            found += [*(ROOT / room).glob(f"{name}*.py"), *(ROOT / room).glob(f"**/{name}/**/*.py")]
    return sorted(set(found))


def lookups(tree: ast.AST):
    """Each `Model.objects` with the name that follows it, and each get_object_or_404(Model…)."""
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}:
            parent = parents.get(node)
            model = node.value.id if isinstance(node.value, ast.Name) else ast.dump(node.value)
            yield model, parent.attr if isinstance(parent, ast.Attribute) else "(nothing)", node.lineno
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"get_object_or_404", "get_list_or_404"}:
            first = node.args[0]
            if isinstance(first, ast.Name) and first.id[:1].isupper():
                yield first.id, "(get_object_or_404 of a bare model)", node.lineno


def test_every_lookup_is_followed_by_a_door():
    seen, wrong = 0, []
    for path in files():
        for model, door, line in lookups(ast.parse(path.read_text())):
            seen += 1
            if door not in DOORS and model not in FREE:
                wrong.append(f"{path.relative_to(ROOT)}:{line} {model}.objects.{door}")
    assert wrong == []
    assert seen >= 40, f"only {seen} look-ups seen: does the walk still find the code?"


def test_the_tripwire_sees_a_lookup_without_a_door():
    code = "def view(request):\n    a = Service.objects.get(pk=1)\n    b = get_object_or_404(Service, pk=1)\n"
    assert {door for _, door, _ in lookups(ast.parse(code))} == {"get", "(get_object_or_404 of a bare model)"}

"""What a crawl posts: the forms of a page, the names that views read themselves, and values nobody means well with."""

import ast
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

# Each stands for a kind that broke something once, here or elsewhere.
VALUES = {
    "characters": "a\x00b\x0bc\x07\x1b[31m\x85\ufeff\ufffe\uffff\U0001ffff\u202e",
    "accents": "e\u0301" * 50,
    "lines": "Subject\r\nBcc: x@evil.example",
    "far": "9999-12-31",
    "early": "0001-01-01",
    "far moment": "9999-12-31T23:59",
    "no day": "2026-02-30",
    "not a number": "NaN",
    "endless": "-Infinity",
    "minus": "-1",
    "huge": "1" + "0" * 30,
    "digits": "9" * 5000,
    "superscript": "²",
    "no key": "00000000-0000-4000-8000-00000000000g",
    "strange key": "00000000-0000-4000-8000-000000000000",
    "nested": "<blockquote>" * 300 + "deep",
    "numbers of characters": "<p>a&#0;b&#11;c&#xFFFE;d&#xD800;e</p>",
    "long": "x" * 120_000,
    "pattern": "%s {0} {{ x }} ../../etc '; --",
    "json": '{"a": [',
    "empty": "",
}


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    """The forms of a page, each field with what a browser would send of it."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.forms, self.by_id = here, [], {}  # type: ignore[var-annotated]
        self.form: Form | None = None
        self.area: tuple[Form, str, list[str]] | None = None
        self.select: tuple[Form, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found: dict[str, Any] = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(urlsplit(found.get("action") or self.here).path, found.get("method", "get").lower())
            self.forms.append(self.form)
            if "id" in found:
                self.by_id[found["id"]] = self.form
        form = self.by_id.get(found.get("form")) or self.form
        name = found.get("name")
        if tag == "option" and self.select:
            form, name = self.select
            if "selected" in found or not form.fields[name]:
                form.fields[name] = [found.get("value", "")]
        if form is None or not name or "disabled" in found:
            return
        values = form.fields.setdefault(name, [])
        kind = found.get("type", "text")
        if tag == "textarea":
            self.area = (form, name, [])
        elif tag == "select":
            self.select = (form, name)
        elif tag == "input" and kind not in {"file", "submit"}:
            if kind not in {"checkbox", "radio"} or "checked" in found:
                values.append(found.get("value", "on"))
        elif tag == "button":
            values[:] = values or [found.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area[2].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            form, name, parts = self.area
            form.fields[name].append("".join(parts).removeprefix("\n"))
            self.area = None


def forms_of(page: str, here: str) -> list[Form]:
    parser = _Forms(here)
    parser.feed(page)
    parser.close()
    return parser.forms


def names_read(view: Any, of: str) -> set[str]:
    """The names that the module of a view reads from `request.POST` or `request.GET` itself."""
    module = inspect.getmodule(inspect.unwrap(view))
    return set(_names(module.__name__, of)) if module and module.__name__.split(".")[0] != "allauth" else set()


_known: dict[tuple[str, str], list[str]] = {}


def _names(module: str, of: str) -> list[str]:
    if (module, of) not in _known:
        _known[module, of] = list(_walk(ast.parse(inspect.getsource(sys.modules[module])), of))
    return _known[module, of]


def _walk(tree: ast.AST, of: str) -> Iterator[str]:
    def reads(node: ast.AST) -> bool:
        return isinstance(node, ast.Attribute) and node.attr == of

    def text(node: ast.AST) -> list[str]:
        return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []

    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            of_method = isinstance(node.func, ast.Attribute) and reads(node.func.value)
            if node.args and of_method:
                yield from text(node.args[0])
            elif len(node.args) > 1 and reads(node.args[0]):
                yield from text(node.args[1])
        elif isinstance(node, ast.Subscript) and reads(node.value):
            yield from text(node.slice)
        elif isinstance(node, ast.Compare) and any(reads(one) for one in node.comparators):
            yield from text(node.left)

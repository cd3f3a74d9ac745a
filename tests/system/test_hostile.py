"""Values that nobody means well with, into every field of every form at every address: never a 500.

The fields are those of the forms on every page, as three people get it, and the names that the views read themselves.
Each gets two of the values, so that the run stays short; HOSTILE=all takes every one (some six minutes).
"""

import os
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from zeal import zeal_ignore

from tests.system import test_urls
from tests.system.hostile import VALUES, Form, forms_of, names_read
from tests.system.test_urls import ACTORS, addresses, path_of, special
from tests.system.url_objects import kwargs_for

PERSONS = ("owner", "s.owner", "nobody")
ALL = os.environ.get("HOSTILE") == "all"
# What is stored of these once broke the pages that show it; after the others nothing is looked at, to stay short.
LASTING = {"characters", "far", "early", "nested", "long", "huge"}
ROOT = str(Path(__file__).resolve().parents[2])
# Of each field; which ones moves on from field to field, so that every kind of field meets every value.
EACH = len(VALUES) if ALL else 2
# Not ours to break: it ends the session that the crawl goes by.
FREE = {"account_logout"}

clients, extras = test_urls.clients, test_urls.extras


@dataclass
class Crawl:
    counts: Counter = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)
    seen: set = field(default_factory=set)

    def ask(self, client: Client, method: str, path: str, data: dict, then: tuple[str, ...] = ()) -> Any:
        """One request, undone; after a change the pages that show it are asked for too."""
        # As long as a burst of one person may be; the limit itself has a test of its own.
        cache.clear()
        cookies = client.cookies.copy()
        # Queries are counted elsewhere; here a fault is a fault of the product.
        with zeal_ignore(), transaction.atomic():
            answer = self._asked(client, method, path, data)
            if method == "post" and answer.status_code == 302:
                self.counts["taken"] += 1
                for address in {answer["Location"].partition("#")[0], *then} if then else ():
                    if address.startswith("/"):
                        self._asked(client, "get", address, {}, f"after {data} at {path}")
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer

    def _asked(self, client: Client, method: str, path: str, data: dict, how: str = "") -> Any:
        answer = getattr(client, method)(path, data)
        for close in answer._resource_closers:
            close()
        self.counts[method] += 1
        self.counts[answer.status_code] += 1
        if answer.status_code == 500:
            _kind, error, trace = getattr(answer, "exc_info", None) or (None, None, None)
            ours = [
                one
                for one in traceback.extract_tb(trace)
                if one.filename.startswith(ROOT) and ".venv" not in one.filename
            ]
            where = f"{ours[-1].filename.removeprefix(ROOT)}:{ours[-1].lineno}" if ours else ""
            self.faults.setdefault(f"{where} {error!r:.120}", f"{method} {path} {how or data!s:.300}")
        return answer

    def forms_at(self, client: Client, path: str) -> list[Form]:
        page = self.ask(client, "get", path, {})
        self.counts["pages"] += 1
        view = resolve(path).func
        found = []
        if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            found = forms_of(page.content.decode(), path)
        if page.status_code in {200, 302}:
            found.append(Form(path, "get", {name: [] for name in names_read(view, "GET")}))
        if page.status_code == 405:
            found.append(Form(path, "post", {name: [] for name in names_read(view, "POST")}))
        return [one for one in found if self._is_new(one)]

    def _is_new(self, form: Form) -> bool:
        """Whether no form of these fields goes to this address yet; adds what its view reads besides."""
        try:
            match = resolve(form.action)
        except Resolver404:
            return False
        if form.method == "post":
            form.fields |= {name: [] for name in names_read(match.func, "POST") if name not in form.fields}
        key = (match.view_name, form.method, frozenset(form.fields))
        is_new = bool(form.fields) and match.view_name not in FREE and key not in self.seen
        self.seen.add(key)
        return is_new


@pytest.fixture
def crawl() -> Crawl:
    cache.clear()
    yield Crawl()
    cache.clear()


def test_no_value_in_any_field_breaks_a_page(clients, extras, crawl):
    kinds, place, walked = list(VALUES), 0, Counter()
    for name, arguments in sorted(addresses().items()):
        kwargs = kwargs_for(name, arguments - {"organisation"}, special())
        walked["addresses"] += 1
        for person in PERSONS:
            client = clients[person]
            path = path_of(name, arguments, kwargs, ACTORS[person][1])
            for form in crawl.forms_at(client, path):
                walked["forms"] += 1
                for field_name in form.fields:
                    walked["fields"] += 1
                    for step in range(EACH):
                        kind = kinds[(place + step) % len(kinds)]
                        data, then = (
                            {**form.fields, field_name: VALUES[kind]},
                            (path,) if kind in LASTING or ALL else (),
                        )
                        crawl.ask(client, form.method, form.action, data, then)
                        walked["values"] += 1
                    place += EACH
    print(dict(walked), dict(crawl.counts))
    assert crawl.faults == {}
    # Every address is walked by everybody, and what is there to post is found and taken.
    assert walked["addresses"] == len(addresses())
    assert crawl.counts["pages"] == len(addresses()) * len(PERSONS)
    assert walked["forms"] >= 200
    assert walked["fields"] >= 700
    assert walked["values"] == walked["fields"] * EACH
    assert crawl.counts["taken"] >= 250

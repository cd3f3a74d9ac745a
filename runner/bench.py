"""bin/bench [words …]: p50 and p95, queries and bytes of the main pages against the bare page, in one run;
then the long work ("work").

R = p50 of the page / p50 of the bare page. Absolute figures move from machine to machine; ratios less.
"""

import gzip
import re
import statistics
import sys
import time
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from runner import bench_work
from runner.installation import demo

ROUNDS = 60
WARM = 8
CLIENT, SUPPLIER = "fm@rijnoever.example", "account@groene-tafel.example"
# Label, who, and the page: a path, or words that its first link on an earlier page holds.
PAGES = (
    ("overview, client", CLIENT, "/o/rijnoever/"),
    ("overview, supplier", SUPPLIER, "/o/groene-tafel/"),
    ("services", CLIENT, "/o/rijnoever/services/"),
    ("service", CLIENT, ("/o/rijnoever/services/", r"/o/rijnoever/services/[0-9a-f-]{36}/")),
    ("assessments", CLIENT, "/o/rijnoever/services/rounds/"),
    ("assessment", CLIENT, ("/o/rijnoever/services/rounds/", r"/o/rijnoever/services/rounds/[0-9a-f-]{36}/")),
    ("vision", CLIENT, "/o/rijnoever/vision/"),
    ("partnerships", CLIENT, "/o/rijnoever/partnerships/"),
    ("partnership", CLIENT, ("/o/rijnoever/partnerships/", r"/o/rijnoever/partnerships/[0-9a-f-]{36}/")),
    ("meetings", CLIENT, "/o/rijnoever/meetings/"),
    ("meeting", CLIENT, ("/o/rijnoever/meetings/", r"/o/rijnoever/meetings/[0-9a-f-]{36}/")),
    ("people", CLIENT, "/o/rijnoever/people/"),
)


def main(words: list[str]) -> int:
    """Prints a table; with words, only the pages whose label holds one of them."""
    with demo("bench", wsgi="runner.bench_wsgi") as site:
        openers = {who: sign_in(site, who) for who in (CLIENT, SUPPLIER)}
        bare = measure(openers[CLIENT], site + "/bare/")
        print(f"{'page':22} {'p50 ms':>7} {'p95 ms':>7} {'R':>5} {'queries':>8} {'bytes':>8} {'gzip':>7}")
        print(line("bare", bare, bare, queries("/bare/", CLIENT, urls="runner.bench_urls")))
        for label, who, page in PAGES:
            if words and not any(word in label for word in words):
                continue
            path = page if isinstance(page, str) else first_link(openers[who], site, *page)
            if path:
                print(line(label, measure(openers[who], site + path), bare, queries(path, who)), flush=True)
        if not words or "stability" in words:
            print(f"rank stability, 200 services x 10 criteria x 10,000 draws: {stability():.0f} ms")
        if not words or "work" in words:
            set_up()
            for one in bench_work.lines(CLIENT):
                print(one, flush=True)
    return 0


def set_up() -> None:
    import django

    django.setup()


def stability() -> float:
    """Milliseconds of the count behind a round's rank stability; a tenth of the cells are empty."""
    from random import Random

    from services.result import Weighed, results
    from services.stability import places

    rng = Random(1)
    services, criteria, assessors = range(200), [Weighed(n, 10) for n in range(10)], range(3)
    cells = ((s, a, c.key) for s in services for a in assessors for c in criteria)
    values = {cell: rng.randint(1, 5) for cell in cells if rng.random() > 0.1}
    found = results(services=services, criteria=criteria, assessors=assessors, values=values)
    began = time.perf_counter()
    places(found, seed=1)
    return (time.perf_counter() - began) * 1000


def sign_in(site: str, address: str) -> OpenerDirector:
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    form = opener.open(f"{site}/account/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    data = {"csrfmiddlewaretoken": token[1], "login": address, "password": "samenspel-demo"}
    opener.open(Request(f"{site}/account/login/", urlencode(data).encode(), {"Referer": site}))
    return opener


def first_link(opener: OpenerDirector, site: str, path: str, pattern: str) -> str | None:
    found = re.search(f'href="({pattern})"', opener.open(site + path).read().decode())
    return found[1] if found else None


def measure(opener: OpenerDirector, url: str) -> tuple[float, float, bytes]:
    """p50 and p95 in milliseconds over ROUNDS requests, one after another, and the page."""
    times, body = [], b""
    for count in range(WARM + ROUNDS):
        began = time.perf_counter()
        body = opener.open(url).read()
        if count >= WARM:
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1], body


def queries(path: str, address: str, urls: str | None = None) -> int:
    """How many the page asks, counted in this process."""
    set_up()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from accounts.models import User

    with override_settings(ROOT_URLCONF=urls or settings.ROOT_URLCONF, ALLOWED_HOSTS=["*"]):
        client = Client()
        client.force_login(User.objects.get(email=address))
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
    return len([query for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def line(label: str, result: tuple[float, float, bytes], bare: tuple[float, float, bytes], count: int) -> str:
    p50, p95, body = result
    small = len(gzip.compress(body, 6))
    return f"{label:22} {p50:7.1f} {p95:7.1f} {p50 / bare[0]:5.2f} {count:8} {len(body):8} {small:7}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

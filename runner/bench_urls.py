"""The bare page: session, user, five queries, 21.7 KB of HTML from three templates."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import include, path

ROW = """<tr><td>{{ row.n }}</td><td>{{ row.name }}</td><td>{{ row.amount|floatformat:2 }}</td>
<td>{{ row.on|date:'j F Y' }}</td></tr>"""
ROWS = "<table>{% for row in rows %}{% include 'row.html' %}{% endfor %}</table>"
PAGE = "<!doctype html><title>Bare</title>{% for rows in tables %}{% include 'rows.html' %}{% endfor %}{{ filler }}"
LOADER = ("django.template.loaders.locmem.Loader", {"row.html": ROW, "rows.html": ROWS, "page.html": PAGE})
ENGINE = Engine(loaders=[("django.template.loaders.cached.Loader", [LOADER])])
SIZES = (50, 20, 20)
SQL = "SELECT n, 'Leverancier nummer ' || n AS name, n * 1.5 AS amount, now() AS on FROM generate_series(1, %s) AS n"


def bare(request: HttpRequest) -> HttpResponse:
    """Session and user are two queries; these are the other three."""
    assert request.user.is_authenticated
    tables = [_rows(size) for size in SIZES]
    html = ENGINE.get_template("page.html").render(Context({"tables": tables, "filler": "x" * 12_000}))
    return HttpResponse(html)


def _rows(size: int) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(SQL, [size])
        names = [column.name for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


urlpatterns = [path("bare/", bare), path("", include("config.urls"))]

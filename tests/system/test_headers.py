"""Every kind of answer carries every header that protects, as production sets them."""

import json
import os
import subprocess
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from PIL import Image
from psycopg.errors import UniqueViolation

from accounts.models import Organisation
from config.urls import handler400  # noqa: F401
from config.urls import urlpatterns as pages
from documents import attachments
from documents.models import Attachment
from runner.checks import PRODUCTION
from runner.environment import PYTHON, ROOT

POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self'; object-src 'none'; script-src 'self'; style-src 'self'"
)
EXPECTED = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Settings of production that these headers come from.
NAMES = ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "SECURE_SSL_REDIRECT",
         "SECURE_CONTENT_TYPE_NOSNIFF", "SECURE_REFERRER_POLICY", "SECURE_CROSS_ORIGIN_OPENER_POLICY",
         "X_FRAME_OPTIONS", "CONTENT_SECURITY_POLICY", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
         "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME",
         "SECURE_PROXY_SSL_HEADER")  # fmt: skip


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def taken(request: HttpRequest) -> HttpResponse:
    raise IntegrityError from UniqueViolation()


def said(request: HttpRequest) -> HttpResponse:
    return HttpResponse("{}", content_type="application/json")


def download(request: HttpRequest, pk) -> HttpResponse:
    return attachments.serve(Attachment.objects.for_system("test").get(pk=pk))


urlpatterns = [
    path("test/file/<uuid:pk>/", download),
    path("test/500/", fails),
    path("test/409/", taken),
    path("test/json/", said),
    *pages,
]


@pytest.fixture(scope="module")
def production() -> dict:
    code = (
        "import os, json; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings');"
        "from django.conf import settings;"
        f"print(json.dumps({{name: getattr(settings, name) for name in {NAMES}}}, default=str))"
    )
    done = subprocess.run(
        [PYTHON, "-c", code], cwd=ROOT, env={**os.environ, **PRODUCTION}, capture_output=True, text=True
    )
    return json.loads(done.stdout)


@pytest.fixture
def visit(production, settings, cast) -> Callable[..., Client]:
    """visit(member) is a browser at an installation with the settings of production."""
    for name, value in production.items():
        setattr(settings, name, value)
    settings.ROOT_URLCONF = __name__

    def make(member=None) -> Client:
        client = Client(raise_request_exception=False, headers={"host": "localhost"})
        client.defaults["HTTP_X_FORWARDED_PROTO"] = "https"
        if member:
            client.force_login(member.user)
        return client

    return make


def protecting(answer) -> dict[str, str]:
    found = {name: answer[name] for name in EXPECTED if answer.has_header(name)}
    if policy := found.get("Content-Security-Policy"):
        found["Content-Security-Policy"] = "; ".join(sorted(policy.split("; ")))
    return found


ANSWERS = {
    "page": (200, "owner", "GET", "/o/campus/"),
    "page of nobody": (200, None, "GET", "/account/login/"),
    "redirect": (302, "owner", "GET", "/"),
    "to sign in": (302, None, "GET", "/o/campus/"),
    "json": (200, "owner", "GET", "/test/json/"),
    "health": (200, None, "GET", "/healthz"),
    "style sheet": (200, None, "GET", "/static/css/tokens.css"),
    "400": (400, None, "HOST", "/account/login/"),
    "403": (403, "reader", "GET", "/o/campus/settings/"),
    "403 of a form without its token": (403, None, "FORGED", "/account/login/"),
    "404": (404, "owner", "GET", "/o/campus/nowhere/"),
    "405": (405, "owner", "POST", "/o/campus/people/"),
    "409": (409, "owner", "GET", "/test/409/"),
    "410": (410, None, "GET", "/account/password/reset/key/1-abc-def/"),
    "422": (422, "owner", "POST", "/o/campus/people/invite/"),
    "500": (500, "owner", "GET", "/test/500/"),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_answer_carries_every_header(cast, visit, kind):
    status, who, how, address = ANSWERS[kind]
    client = visit(getattr(cast, f"campus_{who}") if who else None)
    if how == "HOST":
        answer = client.get(address, headers={"host": "evil.example"})
    elif how == "FORGED":
        client.handler.enforce_csrf_checks = True
        answer = client.post(address, {})
    else:
        answer = client.generic(how, address)
    b"".join(answer.streaming_content) if answer.streaming else None
    for close in answer._resource_closers:
        close()
    assert (answer.status_code, protecting(answer)) == (status, EXPECTED)


@pytest.mark.parametrize("kind", ["image", "download"])
def test_a_file_carries_every_header_and_runs_nothing(cast, visit, kind):
    buffer = BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    logo = attachments.keep(
        attachments.check(SimpleUploadedFile("logo.png", buffer.getvalue())), by=cast.campus_owner.user
    )
    Organisation.objects.filter(pk=cast.campus.pk).update(logo=logo)
    if kind == "image":
        answer = visit(cast.campus_owner).get(f"/o/campus/logos/{cast.campus.pk}/")
    else:
        answer = visit(cast.campus_owner).get(f"/test/file/{logo.pk}/")
    b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    assert (answer.status_code, protecting(answer)) == (
        200,
        {**EXPECTED, "Content-Security-Policy": "default-src 'none'; sandbox"},
    )


def test_too_many_requests_carry_every_header(visit):
    client = visit()
    answers = [client.get("/invitation/guess/") for _time in range(61)]
    assert (answers[-1].status_code, protecting(answers[-1])) == (429, EXPECTED)


def test_a_link_keeps_its_secret_to_itself(visit):
    found = protecting(visit().get("/share/guess/"))
    assert found == {**EXPECTED, "Referrer-Policy": "strict-origin"}


def test_plain_http_leads_to_https(visit):
    client = visit()
    del client.defaults["HTTP_X_FORWARDED_PROTO"]
    answer = client.get("/account/login/")
    assert (answer.status_code, answer["Location"]) == (301, "https://localhost/account/login/")


def test_cookies_are_of_this_host_alone(visit):
    client = visit()
    client.get("/account/login/")
    [cookie] = client.cookies.values()
    assert (cookie.key, cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
        "__Host-csrf", True, True, "Lax", "/", "",
    )  # fmt: skip

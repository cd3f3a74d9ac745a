"""Every address × every kind of person, against a table that people review (url_table.txt).

A cell is what the person gets under their own organisation's address: a status, or "login". An address that
takes no GET is tried with an empty POST, and undone. To write the table anew after a review:
UPDATE_URL_TABLE=1 bin/test tests/system/test_urls.py
"""

import os
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from PIL import Image

from accounts.models import AccessRequest, Connection, Invitation, Membership, Organisation, Role, User
from documents import attachments
from documents.models import Job
from meetings.models import AgendaFile, AgendaItem, Minutes
from notifications.links import token
from notifications.models import Message
from partnerships.actions.agreement import new_version
from partnerships.models import Agreement, AgreementAnnex
from services.models import Import
from tests.system.url_objects import CLIENT, kwargs_for
from vision.models import Reviewer, ShareLink, VisionVersion

TABLE = Path(__file__).with_name("url_table.txt")
# Who, and the organisation under whose address they go.
ACTORS = {
    "nobody": (None, CLIENT),
    "owner": ("fm@rijnoever.example", CLIENT),
    "editor": ("contract@rijnoever.example", CLIENT),
    "contributor": ("assessor@rijnoever.example", CLIENT),
    "reader": ("lezer@rijnoever.example", CLIENT),
    "adviser": ("advies@bureau.example", CLIENT),
    "left": ("weg@rijnoever.example", CLIENT),
    "s.owner": ("account@groene-tafel.example", "groene-tafel"),
    "s.editor": ("team@groene-tafel.example", "groene-tafel"),
    "s.reader": ("lezer@groene-tafel.example", "groene-tafel"),
    "rival": ("account@welkomhuis.example", "welkomhuis"),
    "client2": ("fm@zorgwaard.example", "zorgwaard"),
}
INSIDERS = {"owner", "editor", "contributor", "reader", "adviser"}


def addresses() -> dict[str, set[str]]:
    """Every named address of the resolver with its arguments besides the organisation."""

    def walk(patterns, space: str, taken: set[str]):
        for pattern in patterns:
            arguments = taken | set(pattern.pattern.converters)
            if hasattr(pattern, "url_patterns"):
                yield from walk(
                    pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space, arguments
                )
            else:
                assert pattern.name, f"an address without a name: {pattern.pattern}"
                yield space + pattern.name, arguments | set(pattern.pattern.regex.groupindex)

    return dict(walk(get_resolver().url_patterns, "", set()))


@pytest.fixture
def clients(demo) -> dict[str, Client]:
    gone = User.objects.create(email="weg@rijnoever.example", name="Wim Weg")
    rijnoever = Organisation.objects.get(slug=CLIENT)
    Membership.objects.create(user=gone, organisation=rijnoever, role=Role.OWNER, ended_at=timezone.now())
    found = {}
    for actor, (address, _) in ACTORS.items():
        found[actor] = Client(raise_request_exception=False)
        if address:
            found[actor].force_login(User.objects.get(email=address))
    return found


@pytest.fixture
def extras(clients) -> None:
    """What the scenario does not hold: people who ask to be let in, a failed mail, a logo, an annex, finished work."""
    fm = Membership.objects.select_related("user", "organisation").get(user__email="fm@rijnoever.example")
    client, supplier = fm.organisation, Organisation.objects.get(slug="groene-tafel")
    logo = attachments.keep(attachments.check(SimpleUploadedFile("logo.png", tiny_picture())), by=fm.user)
    Organisation.objects.filter(pk=client.pk).update(logo=logo)
    gone = User.objects.get(email="weg@rijnoever.example")
    AccessRequest.objects.create(organisation=client, user=gone)
    connection = Connection.objects.create(client=client, supplier_name="Groene Tafel")
    Invitation.objects.create(
        organisation=client, address="x@groene-tafel.example", connection=connection, invited_by=fm,
        claimed_by=gone, claimed_for=supplier,
        token_hash="0" * 64, expires_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    Message.objects.create(
        kind="accounts.invitation", address="x@nowhere.example", object_type="accounts.invitation", object_id=client.pk,
        language="nl", moment=timezone.now(), not_before=timezone.now(), state="failed", organisation_id=client.pk,
        failure="address",
    )  # fmt: skip
    agreement = Agreement.objects.get(partnership__client=client, partnership__supplier=supplier)
    new = new_version(agreement=agreement, by=fm)
    AgreementAnnex.objects.create(version=new, title="Bijlage", file=logo, added_by=fm)
    items = AgendaItem.objects.filter(meeting__partnership=agreement.partnership, meeting__state="planned")
    item = items.order_by("created_at").first()
    AgendaFile.objects.create(item=item, attachment=logo)
    draft = VisionVersion.objects.get(vision__client=client, number=2)
    Reviewer.objects.create(version=draft, membership=fm, asked_by=fm)
    file = attachments.keep(attachments.check(SimpleUploadedFile("diensten.csv", b"Naam")), by=fm.user)
    Import.objects.create(client=client, by=fm, file=file, state="ready", headings=[["Naam", ""]], matching=["name"])
    minutes = Minutes.objects.filter(partnership=agreement.partnership, state="adopted").order_by("created_at").first()
    written = agreement.versions.exclude(pk=new.pk).first()
    about = {"services.catalogue_pdf": client, "meetings.minutes_pdf": minutes, "partnerships.agreement_pdf": written,
             "vision.pdf": draft}  # fmt: skip
    for kind, row in about.items():
        Job.objects.create(
            kind=kind, by=fm.user, organisation_id=client.pk, language="nl", state="failed", failure="x",
            object_id=row.pk,
        )  # fmt: skip


def tiny_picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def ask(client: Client, name: str, path: str, posted: set[str]) -> str:
    """What a person gets; whatever it changed is undone. `posted` gathers the names that take no GET."""
    with transaction.atomic():
        answer = client.post(path) if name in posted else client.get(path)
        if answer.status_code == 405:
            posted.add(name)
            answer = client.post(path)
        transaction.set_rollback(True)
    check_headers(answer, path)
    check_forms(answer, path)
    # Closes a file that was served; close() itself would end the database connection too.
    for close in answer._resource_closers:
        close()
    location = answer.headers.get("Location", "")
    return "login" if location.startswith("/account/login/") else str(answer.status_code)


def check_headers(answer, path: str) -> None:
    """What every answer tells the browser, whatever it answers."""
    headers = answer.headers
    assert "default-src" in headers["Content-Security-Policy"] or "sandbox" in headers["Content-Security-Policy"], path
    assert "unsafe-eval" not in headers["Content-Security-Policy"], path
    assert headers["X-Content-Type-Options"] == "nosniff", path
    assert headers["Referrer-Policy"] in {"same-origin", "strict-origin", "no-referrer"}, path
    if "/accent-" not in path:
        assert "no-store" in headers["Cache-Control"], path


def check_forms(answer, path: str) -> None:
    """What a browser puts back after "back" would go with the revision of the new page."""
    if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
        for tag, fields in re.findall(r"(<form\b[^>]*>)(.*?)</form>", answer.content.decode(), re.DOTALL):
            assert 'name="revision"' not in fields or 'autocomplete="off"' in tag, f"{path}: {tag}"


def path_of(name: str, arguments: set[str], kwargs: dict, organisation: str) -> str:
    own = {"organisation": organisation} if "organisation" in arguments else {}
    return reverse(name, kwargs={**own, **kwargs})


def special() -> dict:
    """Addresses whose argument is no key of an object."""
    from accounts.actions import link_token, proof_link_of
    from accounts.models import Invitation
    from documents.renderings import PDF, Made, render_once
    from services.models import Assessment

    def proof() -> dict:
        link = proof_link_of(Invitation._base_manager.order_by("created_at").first())
        return dict(zip(("token", "proof"), link.rstrip("/").split("/")[-3::2], strict=True))

    def share_token() -> str:
        link = (
            ShareLink._base_manager.filter(withdrawn_at=None, expires_at__gt=timezone.now())
            .order_by("created_at")
            .first()
        )
        return token("share", link.pk, link.generation)

    def assessed(state: str) -> dict:
        row = Assessment._base_manager.filter(client__slug=CLIENT, state=state).order_by("created_at").first()
        return {"pk": row.pk, "assessed": row.assessed.order_by("pk").first().pk}

    def report() -> dict:
        row = Assessment._base_manager.filter(client__slug=CLIENT, state="closed").order_by("created_at").first()
        made = render_once(
            "services.report", about=row, language="nl", input_hash="0", make=lambda: Made("report.pdf", PDF, b"%PDF-")
        )
        return {"pk": row.pk, "made": made.pk}

    return {
        "accounts:invitation": lambda: {"token": link_token(Invitation._base_manager.order_by("created_at").first())},
        "accounts:invitation-account": proof,
        "accounts:accent": lambda: {"digest": "0" * 12},
        "account_reset_password_from_key": lambda: {"uidb36": "abc", "key": "def"},
        "notifications:mailbox-mail": lambda: {"number": 0},
        "notifications:mailbox-html": lambda: {"number": 0},
        "notifications:mailbox-file": lambda: {"number": 0, "place": 0},
        "vision:add-item": lambda: {**kwargs_for("vision:edit", {"pk"}, {}), "kind": "core_value"},
        "vision:share-open": lambda: {"token": share_token()},
        "services:assessed": lambda: assessed("closed"),
        "services:score-service": lambda: assessed("open"),
        "services:report-file": report,
    }


def test_every_address_answers_every_person_as_the_table_says(clients, extras):
    written, leaks, posted = [], [], set()
    for name, arguments in sorted(addresses().items()):
        kwargs = kwargs_for(name, arguments - {"organisation"}, special())
        if kwargs is None:
            written.append(f"{name:42} (no object)")
            continue
        cells = []
        for actor, client in clients.items():
            organisation = ACTORS[actor][1]
            cell = ask(client, name, path_of(name, arguments, kwargs, organisation), posted)
            cells.append(cell)
            if "organisation" in arguments and organisation != CLIENT:
                there = ask(client, name, path_of(name, arguments, kwargs, CLIENT), posted)
                # Never a page of somebody else's organisation; at most the way to one's own address.
                if there not in {"404", "302"} or (there == "302" and cell != "200"):
                    leaks.append(f"{name} {actor}: {there} under /o/{CLIENT}/, {cell} under its own")
        written.append(f"{name:42} " + " ".join(f"{cell:>5}" for cell in cells))
    head = f"{'# address':42} " + " ".join(f"{actor[:9]:>5}" for actor in ACTORS)
    table = "\n".join([head, *written]) + "\n"
    if os.environ.get("UPDATE_URL_TABLE"):
        TABLE.write_text(table)
    assert leaks == []
    expected = TABLE.read_text().splitlines()
    assert table.splitlines() == expected
    assert len(written) >= 150


def test_every_row_of_the_table_has_an_object():
    rows = TABLE.read_text().splitlines()
    assert [row for row in rows if "(no object)" in row] == []

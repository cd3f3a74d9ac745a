"""The mailbox of the demo: every mail as its reader sees it."""

import os

import pytest
from django.core import mail

from accounts.actions import invite_colleague, link_of
from notifications.actions import dispatch_due
from notifications.mailbox import received


@pytest.fixture
def posted(cast, settings):
    """A mail in a file, as the demo writes it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.MAIL_DIR
    invitation = invite_colleague(
        organisation=cast.campus, address="nova@example.org", role="editor", by=cast.campus_owner
    )
    dispatch_due()
    return invitation


def test_the_list_shows_each_mail_and_finds_by_address(posted, client):
    page = client.get("/mailbox/").content.decode()
    assert "Join Campus Noord in Samenspel" in page
    assert "nova@example.org" in page
    assert client.get("/mailbox/?to=NOVA").context["mails"][0].to == "nova@example.org"
    assert client.get("/mailbox/?to=other").context["mails"] == []


def test_a_mail_shows_where_answers_go(cast, settings, client):
    settings.MAIL_DIR.mkdir(exist_ok=True)
    heads = "From: a@example.org\nTo: b@example.org\nReply-To: c@example.org\nDate: Mon, 15 Jun 2026 12:03:00 -0000"
    (settings.MAIL_DIR / "x.log").write_text(f"{heads}\n\nTekst")
    assert "c@example.org" in client.get("/mailbox/0/").content.decode()


def test_the_time_is_that_of_the_clock_here(cast, settings, client):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.MAIL_DIR
    message = mail.EmailMessage("Overleg", "Tekst", "a@example.org", ["b@example.org"])
    message.extra_headers["Date"] = "Mon, 23 Nov 2026 20:46:00 -0000"
    message.send()
    assert ">23 nov 21:46</time>" in client.get("/mailbox/").content.decode()


@pytest.mark.parametrize(("zone", "time"), [("Europe/Amsterdam", "14:03"), ("Europe/London", "13:03")])
def test_times_are_those_of_the_reader(cast, browse, settings, zone, time):
    settings.MAIL_DIR.mkdir(exist_ok=True)
    heads = "From: a@example.org\nTo: b@example.org\nSubject: Overleg\nDate: Mon, 15 Jun 2026 12:03:00 -0000"
    (settings.MAIL_DIR / "x.log").write_text(f"{heads}\n\nTekst")
    cast.campus_owner.user.time_zone = zone
    cast.campus_owner.user.save()
    browser = browse(cast.campus_owner)
    assert f"{time}</time>" in browser.get("/mailbox/").content.decode()
    assert time in browser.get("/mailbox/0/").content.decode()


def test_a_mail_shows_its_text_with_links_that_work(posted, client):
    answer = client.get("/mailbox/0/")
    assert f'<a href="{link_of(posted)}"' in answer.content.decode()
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    path = link_of(posted).removeprefix("http://localhost:8000")
    assert client.get(path).status_code == 200


def test_the_html_is_framed_by_us_alone_and_runs_nothing(posted, client):
    answer = client.get("/mailbox/0/html/")
    policy = answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    for part in ("style-src 'unsafe-inline'", "script-src 'none'", "frame-ancestors 'self'", "default-src 'none'"):
        assert part in policy
    assert link_of(posted) in answer.content.decode()


def test_an_attachment_is_a_download(cast, settings, client):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.MAIL_DIR
    message = mail.EmailMultiAlternatives("Overleg", "Tekst", "a@example.org", ["b@example.org"])
    message.attach_alternative("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar; method=REQUEST")
    message.attach("verslag.pdf", b"%PDF", "application/pdf")
    message.send()
    page = client.get("/mailbox/0/").content.decode()
    assert "calendar.ics" in page
    assert "verslag.pdf" in page
    for place, content in ((0, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), (1, b"%PDF")):
        answer = client.get(f"/mailbox/0/file/{place}/")
        assert (b"".join(answer), answer["Content-Type"]) == (content, "application/octet-stream")
    assert client.get("/mailbox/0/file/2/").status_code == 404


@pytest.mark.parametrize("address", ["/mailbox/", "/mailbox/0/", "/mailbox/0/html/", "/mailbox/0/file/0/"])
def test_there_is_no_mailbox_where_mail_is_real(posted, client, settings, address):
    settings.MAILBOX = False
    assert client.get(address).status_code == 404


def test_an_empty_mailbox_says_so(db, client):
    assert client.get("/mailbox/").status_code == 200
    assert client.get("/mailbox/0/").status_code == 404


def test_mails_of_one_second_stand_in_the_order_in_which_they_were_sent(tmp_path):
    for order, (number, subject) in enumerate([("9", "First"), ("1", "Second")]):
        file = tmp_path / f"20261201-093000-{number}.log"
        file.write_text(f"Subject: {subject}\nDate: Tue, 01 Dec 2026 09:30:00 -0000\n\nText\n")
        os.utime(file, ns=(order, order))
    assert [one.subject for one in received(tmp_path)] == ["Second", "First"]

"""Share links: made, mailed, opened, renewed, withdrawn; and what goes wrong."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from documents.jobs import run
from documents.models import Job
from notifications.actions import dispatch_due
from overview.demo import clock
from vision import actions
from vision.models import Opening, Reaction, ShareLink


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()
    yield
    cache.clear()


def path_of(link):
    return urlsplit(actions.link_of(link)).path


def page_of(link, name="shared"):
    return reverse(f"vision:{name}", kwargs={"pk": link.pk})


def let_in(link, **sent):
    guest = Client()
    answer = guest.post(path_of(link), sent)
    assert answer["Location"] == page_of(link)
    return guest


def events(name):
    return AuditEvent.objects.filter(event=name).count()


def test_sharing_keeps_only_the_hash_and_mails_the_link(cast, link):
    secret = path_of(link).split("/")[2]
    assert len(secret) == 43
    assert secret not in str(ShareLink.objects.values().get())
    dispatch_due()
    [message] = [one for one in mail.outbox if link.address in one.to[0]]
    assert message.to == ["dora@board.example"]
    assert actions.link_of(link) in message.body
    assert message.reply_to == ["editor@campus.example"]
    assert events("vision.shared") == 1


def test_a_mail_scanner_changes_nothing(link):
    guest = Client()
    for method in (guest.get, guest.head):
        answer = method(path_of(link))
        assert answer.status_code == 200
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Cache-Control"] == "private, no-store"
    assert set(guest.cookies) == {settings.CSRF_COOKIE_NAME}
    assert not Opening.objects.exists()
    page = Client().get(path_of(link)).content.decode()
    assert all(words in page for words in ("Campus Noord", "Editor Campus Noord", "Dora Director", "How we receive"))
    assert "Doors stand open" not in page


def test_the_button_sets_one_cookie_for_this_link_and_leads_to_an_address_without_the_secret(link):
    guest = let_in(link)
    [cookie] = [one for name, one in guest.cookies.items() if name != settings.CSRF_COOKIE_NAME]
    assert (cookie.key, cookie["path"]) == ("samenspel-shared", page_of(link))
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert path_of(link).split("/")[2] not in cookie.value
    page = guest.get(page_of(link))
    assert page.status_code == 200
    assert "Doors stand open" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    guest.post(path_of(link))
    assert Opening.objects.filter(kind="opened").count() == 1  # a double click
    assert events("vision.link_opened") == 1


def test_without_the_cookie_or_with_that_of_another_link_nothing_shows(cast, published, link):
    assert Client().get(page_of(link)).status_code == 404
    other = actions.share(version=published, by=cast.campus_editor, receiver_name="Other", address="o@x.example")
    guest = let_in(other)
    assert guest.get(page_of(link)).status_code == 404
    guest.cookies["samenspel-shared"] = guest.cookies["samenspel-shared"].value + "x"
    assert guest.get(page_of(other)).status_code == 404


@pytest.mark.parametrize("guess", ["a", "A" * 43, "x" * 200])
def test_guessing_finds_nothing(link, guess):
    address = reverse("vision:share-open", kwargs={"token": guess})
    assert Client().get(address).status_code == 404
    assert Client().post(address).status_code == 404


def test_the_password_is_asked_counted_and_never_mailed(cast, published):
    link = actions.share(
        version=published, by=cast.campus_editor, receiver_name="Dora", address="d@x.example",
        password="open-sesame", language="en",
    )  # fmt: skip
    dispatch_due()
    assert "open-sesame" not in mail.outbox[0].body + link.password
    guest = Client()
    assert guest.post(path_of(link)).status_code == 422
    for _time in range(10):
        answer = guest.post(path_of(link), {"password": "wrong"})
        assert answer.status_code == 422
    assert not Opening.objects.exists() and set(guest.cookies) == {settings.CSRF_COOKIE_NAME}
    assert guest.post(path_of(link), {"password": "open-sesame"}).status_code == 429
    cache.clear()
    assert guest.post(path_of(link), {"password": "open-sesame"}).status_code == 302


def test_expired_and_withdrawn_say_so_at_every_address(cast, link):
    guest = let_in(link)
    ShareLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    for address in (path_of(link), page_of(link), page_of(link, "shared-pdf")):
        answer = guest.get(address)
        assert answer.status_code == 410
        assert "expired" in answer.content.decode()
    assert guest.post(path_of(link)).status_code == 410
    ShareLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() + timedelta(days=1))
    for _time in range(2):
        actions.withdraw_link(link=link, by=cast.campus_owner)
    assert events("vision.link_withdrawn") == 1
    assert "withdrew" in guest.get(page_of(link)).content.decode()
    assert guest.post(page_of(link, "shared-reaction"), {"text": "x"}).status_code == 410
    assert not Reaction.objects.exists()


def test_renewing_ends_the_old_link_and_who_had_it_open(cast, link):
    guest, old = let_in(link), path_of(link)
    actions.withdraw_link(link=link, by=cast.campus_owner)
    for _time in range(2):  # a double click renews once
        actions.renew_link(link=link, generation=1, by=cast.campus_owner)
    link.refresh_from_db()
    assert (link.generation, link.state) == (2, "open")
    gone = Client().get(old)
    assert (gone.status_code, gone.templates[0].name) == (404, "vision/shared_gone.html")
    assert guest.get(page_of(link)).status_code == 404
    assert let_in(link).get(page_of(link)).status_code == 200
    dispatch_due()
    assert all(actions.link_of(link) in message.body for message in mail.outbox if link.address in message.to[0])


def test_the_pdf_is_counted_and_waited_for(cast, published, link):
    guest = let_in(link)
    assert guest.get(page_of(link, "shared-pdf"))["Location"] == page_of(link)
    assert "is being made" in guest.get(page_of(link)).content.decode()
    run(Job.objects.get(object_id=published.pk).pk)
    answer = guest.get(page_of(link, "shared-pdf"))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert Opening.objects.filter(kind="downloaded").count() == 1


def test_a_reaction_is_kept_once_shown_and_mailed(cast, browse, link):
    guest = let_in(link)
    address = page_of(link, "shared-reaction")
    assert guest.post(address, {"text": "  "}).status_code == 422
    for _time in range(2):
        assert guest.post(address, {"text": "I <b>like</b> it."}).status_code == 302
    assert Reaction.objects.get().text == "I <b>like</b> it."
    assert guest.get(address).status_code == 405
    mail.outbox = []
    dispatch_due()
    message = next(one for one in mail.outbox if one.to == ["editor@campus.example"])
    assert "I <b>like</b> it." in message.body
    page = browse(cast.campus_reader).get(cast.campus.url("vision:share", pk=link.version_id)).content.decode()
    assert "I &lt;b&gt;like&lt;/b&gt; it." in page
    assert actions.link_of(link) not in page  # a reader cannot copy the secret


def test_the_language_that_a_guest_chose_stays(link):
    guest = Client()
    answer = guest.post(path_of(link) + "?language=nl")
    assert answer["Location"] == page_of(link) + "?language=nl"
    page = guest.get(answer["Location"]).content.decode()
    assert '<html lang="nl">' in page
    reacted = guest.post(page_of(link, "shared-reaction") + "?language=nl", {"text": "Mooi."})
    assert reacted["Location"] == page_of(link) + "?language=nl&thanks=1#reaction"
    assert guest.post(path_of(link) + "?language=//x")["Location"] == page_of(link)


def test_no_reaction_where_none_was_asked(cast, published):
    link = actions.share(
        version=published, by=cast.campus_editor, receiver_name="D", address="d@x.example", language="en"
    )
    assert let_in(link).post(page_of(link, "shared-reaction"), {"text": "x"}).status_code == 422
    assert not Reaction.objects.exists()


def test_a_post_without_a_token_opens_nothing(link):
    answer = Client(enforce_csrf_checks=True).post(path_of(link))
    assert (answer.status_code, Opening.objects.count()) == (403, 0)
    browser = Client(enforce_csrf_checks=True)
    token = browser.get(path_of(link)).context["csrf_token"]
    assert browser.post(path_of(link), {"csrfmiddlewaretoken": str(token)}).status_code == 302
    assert Opening.objects.count() == 1


def test_a_link_works_to_the_end_of_its_last_day(cast, published):
    with clock.at(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)):  # half past twelve at night in Amsterdam
        link = actions.share(
            version=published, by=cast.campus_editor, receiver_name="D", address="d@x.example",
            language="en", days=14,
        )  # fmt: skip
        assert link.last_day == date(2026, 12, 15)
    for moment, state in ((datetime(2026, 12, 15, 22, 59, tzinfo=UTC), "open"),
                          (datetime(2026, 12, 15, 23, 0, tzinfo=UTC), "expired")):  # fmt: skip
        with clock.at(moment):
            assert link.state == state


def test_who_may_share(cast, both, link):
    for member in (cast.campus_contributor, cast.catering_owner, cast.kliniek_owner):
        with pytest.raises(PermissionDenied):
            actions.share(version=both.old, by=member, receiver_name="x", address="x@x.example")
        with pytest.raises(PermissionDenied):
            actions.withdraw_link(link=link, by=member)
    with pytest.raises(PermissionDenied):
        actions.share(version=both.new, by=cast.campus_owner, receiver_name="x", address="x@x.example")


def test_sharing_by_the_form(cast, browse, published):
    address, browser = cast.campus.url("vision:share", pk=published.pk), browse(cast.campus_editor)
    good = {"once": uuid4(), "receiver_name": "Dora", "address": "d@x.example", "days": 14, "language": "en"}
    for bad in ({"days": 91}, {"days": 0}, {"address": "nobody"}, {"receiver_name": ""}, {"password": "kort"}):
        answer = browser.post(address, {**good, **bad})
        assert answer.status_code == 422, bad
        assert "d@x.example" in answer.content.decode() or "address" in bad
    assert not ShareLink.objects.exists()
    for _time in range(2):
        assert browser.post(address, good).status_code == 302
    link = ShareLink.objects.get()
    assert browse(cast.campus_reader).post(address, good).status_code == 403
    assert browse(cast.kliniek_owner).post(cast.kliniek.url("vision:share", pk=published.pk), good).status_code == 404
    for name in ("link-renewed", "link-withdrawn"):
        one = cast.campus.url(f"vision:{name}", pk=link.pk)
        assert browse(cast.campus_reader).post(one).status_code == 403
        assert browse(cast.kliniek_owner).post(cast.kliniek.url(f"vision:{name}", pk=link.pk)).status_code == 404
        assert browser.get(one).status_code == 405
        assert browser.post(one, {"generation": link.generation}).status_code == 302


def test_the_list_asks_as_much_for_three_links_as_for_one(cast, browse, link, django_assert_num_queries):
    browser, address = browse(cast.campus_editor), cast.campus.url("vision:share", pk=link.version_id)
    browser.get(address)
    with django_assert_num_queries(LINKS):
        browser.get(address)
    for name in ("B", "C"):
        actions.share(version=link.version, by=cast.campus_editor, receiver_name=name, address="b@x.example")
    with django_assert_num_queries(LINKS):
        browser.get(address)


LINKS = 7


@pytest.mark.parametrize(
    ("path", "dutch", "english"),
    [
        ("/share/nothing/", "Deze link werkt niet meer", "This link no longer works"),
        ("/shared/3a74760b-174b-4d9d-9e90-f18d96889d0e/", "Open de link in je mail", "Open the link in your mail"),
    ],
)
def test_a_guessed_link_is_answered_in_the_language_of_the_browser_and_can_be_read_in_the_other(
    browse, path, dutch, english
):
    for asked, words in (("", dutch), ("nl-BE,nl;q=0.9,en;q=0.5", dutch), ("en-GB", english)):
        page = browse().get(path, HTTP_ACCEPT_LANGUAGE=asked)
        assert page.status_code == 404
        assert words in page.content.decode(), asked
    page = browse().get(path + "?language=en", HTTP_ACCEPT_LANGUAGE="nl").content.decode()
    assert english in page
    assert '"?language=nl"' in page

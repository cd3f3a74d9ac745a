"""Signing in and out, passwords, and a session that ended."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import Invitation, Organisation, User
from notifications.actions import dispatch_due
from tests.accounts.pages import path, recorded
from tests.cast import PASSWORD

NEW = "opnieuw een lang wachtwoord"


def sign_in(client, address, password=PASSWORD, **extra):
    return client.post("/account/login/", {"login": address, "password": password, **extra})


def test_signing_in_leads_to_the_overview_and_is_recorded(cast, browse):
    client = browse()
    answer = sign_in(client, "owner@campus.example")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/")["Location"] == "/o/campus/"


@pytest.mark.parametrize(
    ("address", "password"), [("owner@campus.example", "fout"), ("nobody@campus.example", PASSWORD)]
)
def test_a_wrong_sign_in_says_the_same_for_known_and_unknown(cast, browse, address, password):
    answer = sign_in(browse(), address, password)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "This e-mail address and password do not match. Check them both."
    ]


def test_many_wrong_tries_stop_even_the_right_password(cast, browse):
    client = browse()
    for _time in range(5):
        sign_in(client, "owner@campus.example", "fout")
    answer = sign_in(client, "owner@campus.example")
    assert answer.status_code == 429
    assert answer.context["form"].non_field_errors() == ["Too many tries. Wait five minutes, then try again."]


@pytest.mark.parametrize(
    ("wanted", "goal"),
    [("/o/campus/people/", "/o/campus/people/"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("", "/")],
)
def test_signing_in_leads_on_within_our_site_only(cast, browse, wanted, goal):
    assert sign_in(browse(), "owner@campus.example", next=wanted)["Location"] == goal


def test_signing_out_asks_for_a_click(cast, browse):
    client = browse(cast.campus_owner)
    assert client.get("/account/logout/").status_code == 200
    assert client.get(path(cast.campus_owner, "people/")).status_code == 200
    assert client.post("/account/logout/")["Location"] == "/account/login/"
    assert client.get(path(cast.campus_owner, "people/")).status_code == 302


def test_nobody_signs_up_by_themselves(cast, browse):
    assert browse().get("/account/signup/").status_code == 404


# A session that ended --------------------------------------------------------------------------


def test_a_page_comes_back_after_signing_in(cast, browse):
    answer = browse().get("/o/campus/people/?q=a")
    assert answer["Location"] == "/account/login/?next=/o/campus/people/%3Fq%3Da"


def test_a_form_that_was_sent_too_late_leads_back_to_its_page(cast, browse):
    answer = browse().post(
        "/o/campus/side/", {"side": "client"}, headers={"referer": "http://testserver/o/campus/people/?q=a"}
    )
    assert answer["Location"] == "/account/login/?next=%2Fo%2Fcampus%2Fpeople%2F%3Fq%3Da"


@pytest.mark.parametrize("referer", ["", "https://evil.example/o/campus/", "javascript:alert(1)"])
def test_a_form_from_elsewhere_leads_to_the_overview(cast, browse, referer):
    answer = browse().post("/o/campus/side/", {}, headers={"referer": referer})
    assert answer["Location"] == "/account/login/?next=%2F"


def test_a_part_that_is_asked_too_late_leads_the_whole_page_to_sign_in(cast, browse):
    answer = browse().get(
        "/o/campus/people/", headers={"hx-request": "true", "hx-current-url": "http://testserver/o/campus/people/"}
    )
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/account/login/?next=%2Fo%2Fcampus%2Fpeople%2F")


# Passwords -------------------------------------------------------------------------------------


def test_a_lost_password_is_replaced_by_way_of_the_mail(cast, browse):
    client = browse(HTTP_ACCEPT_LANGUAGE="en")
    answer = client.post("/account/password/reset/", {"email": "Owner@campus.example"})
    assert answer["Location"] == "/account/password/reset/done/"
    assert client.get(answer["Location"]).status_code == 200
    dispatch_due()
    link = mail.outbox[0].body.split("http://localhost:8000")[1].split()[0]
    form = client.get(link, follow=True)
    assert "token_fail" not in form.context
    short = client.post(form.request["PATH_INFO"], {"password1": "kort", "password2": "kort"})
    assert short.context["form"].errors == {"password1": ["This password is too short. Use at least 12 characters."]}
    done = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert done["Location"] == "/account/password/reset/key/done/"
    assert User.objects.get(pk=cast.campus_owner.user_id).check_password(NEW)
    assert recorded() == ["accounts.password_changed"]
    dispatch_due()
    assert mail.outbox[1].subject == "Your password has been changed"
    used = browse().get(link, follow=True)
    assert (used.status_code, used.context["token_fail"]) == (410, True)


def test_an_unknown_address_gets_the_same_answer_and_no_mail(cast, browse):
    answer = browse().post("/account/password/reset/", {"email": "nobody@campus.example"})
    assert answer["Location"] == "/account/password/reset/done/"
    dispatch_due()
    assert mail.outbox == []


def test_changing_the_password_ends_the_other_sessions(cast, browse):
    here, there = browse(), browse(cast.campus_owner)
    sign_in(here, "owner@campus.example")
    wrong = here.post("/account/password/change/", {"oldpassword": "fout", "password1": NEW, "password2": NEW})
    assert list(wrong.context["form"].errors) == ["oldpassword"]
    done = here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert done["Location"] == "/"
    assert here.get(path(cast.campus_owner, "people/")).status_code == 200
    assert there.get(path(cast.campus_owner, "people/")).status_code == 302


@pytest.mark.parametrize(
    "page", ["login", "password/reset", "password/reset/done", "password/reset/key/done", "inactive"]
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_without_an_account_speak_the_visitors_language(cast, browse, page, language):
    answer = browse().get(f"/account/{page}/", headers={"accept-language": language})
    assert (answer.status_code, answer["Content-Language"]) == (200, language)


# The first owner of a client -------------------------------------------------------------------


def test_a_client_is_founded_and_its_first_owner_invited(db, capsys):
    call_command("invite_client", "Hogeschool Zuid", "Fm@Zuid.example", language="en")
    organisation = Organisation.objects.get(slug="hogeschool-zuid")
    assert (organisation.is_client, organisation.is_supplier, organisation.language) == (True, False, "en")
    invitation = Invitation.objects.get()
    assert (invitation.address, invitation.role, invitation.invited_by) == ("fm@zuid.example", "owner", None)
    assert "queued" in capsys.readouterr().out
    dispatch_due()
    assert mail.outbox[0].to == ["fm@zuid.example"]
    assert "first owner" in mail.outbox[0].body


@pytest.mark.parametrize(("name", "address"), [("Zuid", "fm"), (" ", "fm@zuid.example")])
def test_a_client_without_a_name_or_an_address_is_not_founded(db, name, address):
    with pytest.raises(CommandError):
        call_command("invite_client", name, address)
    assert not Organisation.objects.filter(name__contains="Zuid").exists()


@pytest.mark.parametrize("address", ["1-abc-def", "zz-set-password"])
def test_a_reset_link_that_no_longer_works_says_so(cast, browse, address):
    answer = browse().get(f"/account/password/reset/key/{address}/", headers={"accept-language": "en"})
    assert answer.status_code == 410
    assert "This link no longer works" in answer.content.decode()


@pytest.mark.parametrize("page", ["login", "password/reset"])
def test_sign_in_forms_speak_our_words(browse, page):
    words = browse().get(f"/account/{page}/", headers={"accept-language": "en"}).content.decode()
    assert "E-mail address" in words
    assert "Remember Me" not in words and "placeholder" not in words

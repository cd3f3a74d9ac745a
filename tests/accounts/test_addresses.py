"""An address whose domain has letters of its own: one person and one invitation, however it is spelled."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.actions import invite_colleague
from accounts.models import Invitation, User
from notifications.actions import dispatch_due
from notifications.models import Message
from tests.cast import PASSWORD

LETTERS, ASCII = "jan@bücher.example", "jan@xn--bcher-kva.example"
BOTH = pytest.mark.parametrize("typed", [LETTERS, ASCII, "Jan@Bücher.Example"])


@pytest.fixture
def jan(cast) -> User:
    """Somebody of Campus who signs in with such an address."""
    from allauth.account.models import EmailAddress

    user = cast.campus_reader.user
    User.objects.filter(pk=user.pk).update(email=LETTERS)
    EmailAddress.objects.filter(user=user).update(email=LETTERS)
    user.refresh_from_db()
    return user


def invite(browse, cast, typed, role="editor"):
    page = cast.campus_owner.url("accounts:invite")
    return browse(cast.campus_owner).post(page, {"address": typed, "role": role, "language": "en"})


@BOTH
def test_an_invitation_has_the_same_address_in_every_spelling_and_is_shown_readable(browse, cast, typed):
    invite_colleague(organisation=cast.campus, address=LETTERS, role="editor", by=cast.campus_owner)
    assert invite(browse, cast, typed).status_code == 302
    assert Invitation.objects.get(organisation=cast.campus).address == LETTERS
    people = browse(cast.campus_owner).get(cast.campus_owner.url("accounts:people"))
    assert LETTERS in people.content.decode()
    assert ASCII not in people.content.decode()


@BOTH
def test_a_colleague_is_known_by_every_spelling(browse, cast, jan, typed):
    answer = invite(browse, cast, typed)
    assert "This address already belongs to a colleague." in answer.content.decode()
    assert not Invitation.objects.filter(organisation=cast.campus).exists()


@BOTH
def test_one_signs_in_with_every_spelling(browse, jan, typed):
    answer = browse().post("/account/login/", {"login": typed, "password": PASSWORD})
    assert answer.status_code == 302
    assert "_auth_user_id" in answer.client.session


@BOTH
def test_a_lost_password_is_asked_for_with_every_spelling(browse, jan, typed):
    browse().post("/account/password/reset/", {"email": typed})
    assert Message.objects.get(kind="accounts.password_reset").receiver == jan


def test_letters_with_accents_before_the_at_sign_are_refused_with_a_sentence(browse, cast):
    answer = invite(browse, cast, "jän@bücher.example")
    assert "Only letters without accents" in answer.content.decode()
    assert not Invitation.objects.filter(organisation=cast.campus).exists()


def test_the_first_owner_of_a_client_is_invited_with_either_spelling(cast):
    call_command("invite_client", "Bücherei", ASCII)
    assert Invitation.objects.get(organisation__name="Bücherei").address == LETTERS
    with pytest.raises(CommandError, match="letters without accents"):
        call_command("invite_client", "Bücherei", "jän@bücher.example")


def test_mail_goes_to_the_ascii_of_the_domain_and_is_answered_there(browse, cast, jan, settings):
    settings.DEFAULT_FROM_EMAIL = "Samenspel <post@bücher.example>"
    invite(browse, cast, "kim@straße.example")
    browse().post("/account/password/reset/", {"email": LETTERS})
    dispatch_due()
    sent = {one.to[0]: one for one in mail.outbox}
    assert set(sent) == {"kim@xn--strae-oqa.example", ASCII}
    for one in mail.outbox:
        assert "<post@xn--bcher-kva.example>" in one.message()["From"]
    assert LETTERS in sent[ASCII].body

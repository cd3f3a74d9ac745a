"""The mails of this room as somebody reads them, in both languages, with their links."""

import re

import pytest
from django.core import mail

from accounts import actions
from accounts.models import Invitation, User
from notifications.actions import dispatch_due, queue


def sent(to: str):
    """The only mail to this address."""
    dispatch_due()
    [found] = [one for one in mail.outbox if one.to == [to]]
    return found


def html_of(message) -> str:
    return message.alternatives[0].content


def links_in(text: str) -> list[str]:
    return re.findall(r"http://[^\s\"<]+", text)


@pytest.mark.parametrize(
    ("language", "subject", "button", "day"),
    [("en", "Join Campus Noord in Samenspel", "Read the invitation", "Use it by"),
     ("nl", "Doe mee met Campus Noord in Samenspel", "Uitnodiging lezen", "Gebruik hem uiterlijk")],
)  # fmt: skip
def test_invitation_of_a_colleague(cast, language, subject, button, day):
    invitation = actions.invite_colleague(
        organisation=cast.campus, address="nova@example.org", role="editor", by=cast.campus_owner, language=language
    )
    found = sent("nova@example.org")
    assert found.subject == subject
    assert links_in(found.body)[0] == actions.link_of(invitation)
    assert f'href="{actions.link_of(invitation)}"' in html_of(found)
    assert button in html_of(found)
    assert day in found.body
    assert f'<html lang="{language}">' in html_of(found)
    assert found.extra_headers["Content-Language"] == language
    assert found.from_email == "Owner Campus Noord via Samenspel <post@samenspel.example>"
    assert found.reply_to == ["owner@campus.example"]


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Campus Noord would like to work with you in Samenspel"),
     ("nl", "Campus Noord wil met jullie samenwerken in Samenspel")],
)  # fmt: skip
def test_invitation_of_a_supplier(cast, language, subject):
    actions.invite_supplier(
        by=cast.campus_editor, supplier_name="Groen & Zoon", address="groen@example.org", language=language
    )
    found = sent("groen@example.org")
    assert found.subject == subject
    assert "Groen & Zoon" in found.body
    assert "Groen &amp; Zoon" in html_of(found)
    assert "/invitation/" in found.body


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Schoon Bedrijf is connected with you"), ("nl", "Schoon Bedrijf werkt nu met jullie samen")],
)
def test_news_for_the_inviter_names_the_address_that_accepted(cast, language, subject):
    User.objects.filter(pk=cast.kliniek_editor.user_id).update(language=language)
    cast.kliniek_editor.user.refresh_from_db()
    invitation = actions.invite_supplier(
        by=cast.kliniek_editor, supplier_name="Schoon", address="editor@schoon.example"
    )
    connection = actions.accept_as_supplier(invitation=invitation, by=cast.schoon_editor)
    found = sent("editor@kliniek.example")
    assert found.subject == subject
    assert "editor@schoon.example" in found.body
    assert links_in(found.body)[0] == f"http://localhost:8000/o/kliniek/relations/{connection.pk}/"


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "Schoon declined your invitation"), ("nl", "Schoon wees jullie uitnodiging af")]
)
def test_news_for_the_inviter_that_the_supplier_declined(cast, language, subject):
    User.objects.filter(pk=cast.kliniek_editor.user_id).update(language=language)
    cast.kliniek_editor.user.refresh_from_db()
    invitation = actions.invite_supplier(
        by=cast.kliniek_editor, supplier_name="Schoon", address="editor@schoon.example"
    )
    dispatch_due()
    actions.decline_invitation(invitation=invitation, user=cast.schoon_editor.user)
    found = sent("editor@kliniek.example")
    assert found.subject == subject
    assert links_in(found.body)[0] == f"http://localhost:8000/o/kliniek/relations/{invitation.connection_id}/"
    assert "Schoon Bedrijf" not in found.body + html_of(found)


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "Choose a new password"), ("nl", "Kies een nieuw wachtwoord")]
)
def test_password_reset(cast, browse, language, subject):
    user = cast.campus_owner.user
    User.objects.filter(pk=user.pk).update(language=language)
    user.refresh_from_db()
    queue("accounts.password_reset", receiver=user, about=user)
    found = sent("owner@campus.example")
    assert found.subject == subject
    [link, _home] = links_in(found.body)
    assert browse().get(link.removeprefix("http://localhost:8000")).status_code == 302


def test_password_reset_of_somebody_who_is_nowhere_any_more_is_not_sent(cast):
    queue("accounts.password_reset", receiver=cast.gone.user, about=cast.gone.user)
    dispatch_due()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Your password has been changed"), ("nl", "Je wachtwoord is gewijzigd")],
)
def test_password_changed(cast, language, subject):
    user = cast.campus_owner.user
    User.objects.filter(pk=user.pk).update(language=language)
    user.refresh_from_db()
    queue("accounts.password_changed", receiver=user, about=user)
    found = sent("owner@campus.example")
    assert found.subject == subject
    assert links_in(found.body)[0] == "http://localhost:8000/account/password/reset/"


def test_an_answered_invitation_is_not_mailed(cast):
    invitation = actions.invite_colleague(
        organisation=cast.campus, address="nova@example.org", role="reader", by=cast.campus_owner
    )
    actions.join_as_new_colleague(invitation=invitation, name="Nova", password="lang genoeg hoor")
    dispatch_due()
    assert Invitation.objects.get().state == "accepted"
    assert mail.outbox == []

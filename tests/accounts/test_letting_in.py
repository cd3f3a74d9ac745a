"""Whom a link lets in, when another address accepts it, and who asks the owners of a known KvK number."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import actions
from accounts.asked import asked_of
from accounts.models import AccessRequest, Connection, Invitation, Membership, Organisation, User
from accounts.numbers import read_number
from notifications.actions import dispatch_due
from notifications.models import Message
from tests.accounts.pages import path, recorded, status


@pytest.fixture
def colleague(cast) -> Invitation:
    return actions.invite_colleague(
        organisation=cast.campus, address="nova@example.org", role="editor", by=cast.campus_owner
    )


@pytest.fixture
def supplier(cast) -> Invitation:
    return actions.invite_supplier(by=cast.kliniek_editor, supplier_name="Groen", address="groen@example.org")


@pytest.fixture
def claimed(cast, supplier) -> Invitation:
    """Schoon accepts under another address than the invited one."""
    assert actions.accept_as_supplier(invitation=supplier, by=cast.schoon_owner) is None
    return Invitation.objects.get()


def where(invitation) -> str:
    return actions.link_of(invitation).removeprefix("http://localhost:8000")


def mails_to(address: str) -> list[str]:
    dispatch_due()
    return [one.subject for one in mail.outbox if one.to == [address]]


# KvK numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["0123 4567", "KvK 01234567", "0123-4567", "kvk-nummer: 0123.4567", " 01234567 ", "KvK nr. 01234567"]
)
def test_a_number_is_read_where_it_is_certain(typed):
    assert read_number(typed) == "01234567"


@pytest.mark.parametrize(
    ("typed", "words"),
    [("1234567", "Does it begin with a 0"), ("NL001234567B01", "VAT number"), ("000012345678", "number of a branch"),
     ("123456789", "this one has 9"), ("12ab5678", "has eight digits, such as"), ("１２３４５６７８", "such as")],
)  # fmt: skip
def test_a_number_that_is_not_certain_is_asked_again(typed, words):
    with pytest.raises(ValidationError, match=words):
        read_number(typed)


def test_a_number_of_another_moves_no_invitation(cast, browse):
    """Whoever sets another's number in its settings sees nothing of it."""
    Organisation.objects.filter(pk=cast.schoon.pk).update(registration_number="12345678")
    actions.invite_supplier(
        by=cast.kliniek_editor, supplier_name="Groen", address="groen@example.org", registration_number="12345678"
    )
    assert mails_to("groen@example.org") == ["Kliniek Oost would like to work with you in Samenspel"]
    assert [mails_to(f"{role}@schoon.example") for role in ("owner", "editor")] == [[], []]
    assert asked_of(cast.schoon_owner) == []
    assert "Kliniek" not in browse(cast.schoon_owner).get(path(cast.schoon_owner, "relations/")).content.decode()


# Another address than the invited one ----------------------------------------------------------


def test_nothing_is_shared_until_the_inviter_confirms(cast, browse, claimed):
    assert Connection.objects.get(pk=claimed.connection_id).state == "invited"
    assert not Connection.objects.active().filter(client=cast.kliniek, supplier=cast.schoon).exists()
    cast.schoon.place, cast.schoon.registration_number = "Ede", "12345678"
    cast.schoon.save()
    address = path(cast.kliniek_editor, f"invitations/{claimed.pk}/claim/")
    client = browse(cast.kliniek_editor)
    page = client.get(address).content.decode()
    for words in ("Schoon Bedrijf", "Ede", "12345678", "owner@schoon.example", "groen@example.org"):
        assert words in page
    data = {"answer": "confirm", "claimed_by": cast.schoon_owner.user_id}
    for _time in range(2):
        assert status(client, address, data) == 302
    assert Connection.objects.active().filter(client=cast.kliniek, supplier=cast.schoon).exists()
    assert recorded()[1:] == ["accounts.invitation_claimed", "accounts.connected", "accounts.invitation_confirmed"]
    assert mails_to("owner@schoon.example") == ["Kliniek Oost confirmed that the invitation is for you"]


def test_who_is_refused_gets_nothing_and_is_told(cast, browse, claimed):
    address = path(cast.kliniek_editor, f"invitations/{claimed.pk}/claim/")
    data = {"answer": "refuse", "claimed_by": cast.schoon_owner.user_id}
    for _time in range(2):
        assert status(browse(cast.kliniek_editor), address, data) == 302
    assert not Connection.objects.active().filter(client=cast.kliniek, supplier=cast.schoon).exists()
    assert (Invitation.objects.get().state, Invitation.objects.get().claimed_by) == ("open", None)
    assert mails_to("owner@schoon.example") == ["Kliniek Oost says the invitation is not for you"]


def test_who_was_shown_is_who_is_confirmed(cast, browse, claimed):
    """Between looking and pressing, another claim took the place of the first."""
    Invitation.objects.update(claimed_by=cast.catering_owner.user, claimed_for=cast.catering)
    answer = browse(cast.kliniek_editor).post(
        path(cast.kliniek_editor, f"invitations/{claimed.pk}/claim/"),
        {"answer": "confirm", "claimed_by": cast.schoon_owner.user_id},
    )
    assert answer.status_code == 422
    assert Connection.objects.active().filter(client=cast.kliniek).count() == 1


@pytest.mark.parametrize(
    ("who", "answer"),
    [("kliniek_owner", 200), ("kliniek_contributor", 403), ("kliniek_reader", 403), ("schoon_owner", 404),
     ("campus_owner", 404)],
)  # fmt: skip
def test_who_confirms(cast, browse, claimed, who, answer):
    member = getattr(cast, who)
    address = path(member, f"invitations/{claimed.pk}/claim/")
    assert status(browse(member), address) == answer
    if answer != 200:
        data = {"answer": "confirm", "claimed_by": cast.schoon_owner.user_id}
        assert status(browse(member), address, data) == answer
        assert Connection.objects.get(pk=claimed.connection_id).state == "invited"


def test_a_claim_waits_in_the_overview_and_by_mail(cast, claimed):
    for member in (cast.kliniek_owner, cast.kliniek_editor):
        [one] = asked_of(member)
        assert (one.kind, one.url) == ("respond", f"/o/kliniek/invitations/{claimed.pk}/claim/")
    assert asked_of(cast.kliniek_reader) == []
    assert mails_to("editor@kliniek.example") == [
        "Do you mean Owner Schoon Bedrijf? Confirm who accepts your invitation"
    ]
    assert Membership.objects.of_user(cast.kliniek_editor.user).get().is_asked is True
    assert Membership.objects.of_user(cast.campus_editor.user).get().is_asked is False


def test_a_colleague_under_another_address_comes_in_after_the_owner_confirmed(cast, colleague):
    assert actions.accept_as_colleague(invitation=colleague, user=cast.kliniek_reader.user) is None
    here = Membership.objects.active().filter(organisation=cast.campus, user=cast.kliniek_reader.user)
    assert not here.exists()
    actions.confirm_claim(invitation=colleague, claimed_by=cast.kliniek_reader.user_id, by=cast.campus_owner)
    assert here.get().role == "editor"


def test_the_invited_address_accepts_while_another_waits(cast, claimed):
    user = actions.make_account(invitation=claimed, name="Guus", password="lang genoeg hoor")
    actions.found_supplier(invitation=claimed, user=user, name="Groen")
    assert Connection.objects.active().filter(client=cast.kliniek, supplier__name="Groen").exists()


def test_a_second_stranger_does_not_push_the_first_out(cast, claimed):
    with pytest.raises(ValidationError, match="Somebody else"):
        actions.accept_as_supplier(invitation=claimed, by=cast.campus_owner)
    assert Invitation.objects.get().claimed_for == cast.schoon


def test_nobody_connects_both_sides_alone(cast, supplier):
    """The editor of the client owns a supplier too."""
    both = Membership.objects.create(user=cast.kliniek_editor.user, organisation=cast.schoon, role="owner")
    actions.accept_as_supplier(invitation=supplier, by=both)
    with pytest.raises(ValidationError, match="nobody acts for both sides"):
        actions.confirm_claim(invitation=supplier, claimed_by=both.user_id, by=cast.kliniek_editor)
    Invitation.objects.update(address="editor@kliniek.example", claimed_by=None)
    with pytest.raises(ValidationError, match="nobody acts for both sides"):
        actions.accept_as_supplier(invitation=supplier, by=both)


def test_only_the_address_itself_is_the_first_owner(cast):
    client = Organisation.objects.create(name="Zuid", slug="zuid", is_client=True)
    invitation = actions.invite_colleague(organisation=client, address="fm@zuid.example", role="owner", by=None)
    with pytest.raises(ValidationError, match="can accept this invitation"):
        actions.accept_as_colleague(invitation=invitation, user=cast.schoon_owner.user)


# The right of who invited ----------------------------------------------------------------------


@pytest.mark.parametrize("change", ["left", "editor", "blocked"])
def test_an_invitation_ends_with_the_right_of_who_sent_it(cast, browse, colleague, change):
    if change == "left":
        Membership.objects.filter(pk=cast.campus_owner.pk).update(ended_at="2026-01-01T12:00Z")
    elif change == "blocked":
        User.objects.filter(pk=cast.campus_owner.user_id).update(is_active=False)
    else:
        Membership.objects.filter(pk=cast.campus_owner.pk).update(role="editor")
    assert Invitation.objects.get().state == "lapsed"
    assert not Invitation.objects.for_system("test").open().exists()
    answer = browse().get(where(colleague))
    assert (answer.status_code, "may no longer invite people" in answer.content.decode()) == (410, True)
    with pytest.raises(ValidationError, match="no longer"):
        actions.join_as_new_colleague(invitation=colleague, name="Nova", password="lang genoeg hoor")
    assert not User.objects.filter(email="nova@example.org").exists()


@pytest.mark.parametrize("change", ["contributor", "ended", "no client"])
def test_a_suppliers_invitation_ends_with_what_it_was_for(cast, supplier, change):
    if change == "contributor":
        Membership.objects.filter(pk=cast.kliniek_editor.pk).update(role="contributor")
    elif change == "ended":
        Connection.objects.filter(pk=supplier.connection_id).update(state="ended")
    else:
        Organisation.objects.filter(pk=cast.kliniek.pk).update(is_client=False, is_supplier=True)
    assert Invitation.objects.get().state == "lapsed"
    assert not Invitation.objects.for_system("test").open().exists()
    with pytest.raises(ValidationError, match="no longer"):
        actions.accept_as_supplier(invitation=supplier, by=cast.schoon_owner)


def test_another_owner_takes_the_invitation_over_by_a_new_link(cast, colleague):
    Membership.objects.filter(pk=cast.campus_owner.pk).update(role="reader")
    Membership.objects.filter(pk=cast.campus_editor.pk).update(role="owner")
    cast.campus_editor.refresh_from_db()
    actions.renew_invitation(invitation=colleague, by=cast.campus_editor)
    assert (Invitation.objects.get().state, Invitation.objects.get().invited_by) == ("open", cast.campus_editor)


# Asking the owners -----------------------------------------------------------------------------


@pytest.fixture
def request_(cast) -> AccessRequest:
    actions.ask_access(organisation=cast.schoon, user=cast.gone.user)
    return AccessRequest.objects.get()


def test_asking_twice_is_one_request_that_owners_hear_of(cast, request_):
    actions.ask_access(organisation=cast.schoon, user=cast.gone.user)
    assert AccessRequest.objects.count() == 1
    [one] = asked_of(cast.schoon_owner)
    assert (one.kind, one.url) == ("respond", f"/o/schoon/requests/{request_.pk}/")
    assert asked_of(cast.schoon_editor) == []
    assert mails_to("owner@schoon.example") == ["Gea Gone asks for access to Schoon Bedrijf"]
    assert mails_to("editor@schoon.example") == []


def test_a_request_is_given_a_role_once(cast, browse, request_):
    client, address = browse(cast.schoon_owner), path(cast.schoon_owner, f"requests/{request_.pk}/")
    assert "gone@campus.example" in client.get(address).content.decode()
    for _time in range(2):
        assert status(client, address, {"answer": "give", "role": "editor"}) == 302
    assert Membership.objects.get(user=cast.gone.user, organisation=cast.schoon).role == "editor"
    assert recorded() == ["accounts.access_asked", "accounts.access_given"]
    assert mails_to("gone@campus.example") == ["You have access to Schoon Bedrijf"]


def test_a_request_is_declined_and_the_organisation_stays_unnamed(cast, browse, request_):
    address = path(cast.schoon_owner, f"requests/{request_.pk}/")
    assert status(browse(cast.schoon_owner), address, {"answer": "decline"}) == 302
    assert not Membership.objects.filter(user=cast.gone.user, organisation=cast.schoon).exists()
    assert mails_to("gone@campus.example") == ["Your request for access was declined"]
    [told] = [one for one in mail.outbox if one.to == ["gone@campus.example"]]
    assert "Schoon" not in told.body + told.alternatives[0].content


@pytest.mark.parametrize("data", [{}, {"answer": "perhaps"}, {"answer": "give"}, {"answer": "give", "role": "king"}])
def test_no_answer_lets_nobody_in(cast, browse, request_, data):
    assert status(browse(cast.schoon_owner), path(cast.schoon_owner, f"requests/{request_.pk}/"), data) == 422
    assert not Membership.objects.filter(user=cast.gone.user, organisation=cast.schoon).exists()


@pytest.mark.parametrize(
    ("who", "answer"), [("schoon_editor", 403), ("schoon_reader", 403), ("campus_owner", 404), ("kliniek_owner", 404)]
)
def test_nobody_else_answers_a_request(cast, browse, request_, who, answer):
    member = getattr(cast, who)
    address = path(member, f"requests/{request_.pk}/")
    data = {"answer": "give", "role": "owner"}
    assert (status(browse(member), address), status(browse(member), address, data)) == (answer, answer)
    with pytest.raises(PermissionDenied):
        actions.give_access(request=request_, by=member, role="owner")
    assert Message.objects.filter(kind="accounts.access_answered").count() == 0

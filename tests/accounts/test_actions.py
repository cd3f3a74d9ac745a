"""What people do with people and organisations."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts import actions, rules
from accounts.models import AuditEvent, Connection, Invitation, Membership, Organisation, Role, User
from notifications.models import Message

PASSWORD = "lang genoeg hoor"


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("at").values_list("event", flat=True))


def colleague(cast, address="nova@example.org", role="editor") -> Invitation:
    return actions.invite_colleague(organisation=cast.campus, address=address, role=role, by=cast.campus_owner)


def supplier(cast, **details) -> Invitation:
    return actions.invite_supplier(
        **{"by": cast.kliniek_editor, "supplier_name": "Schoon", "address": "new@example.org", **details}
    )


# Rules -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [(rules.is_owner, {"owner"}), (rules.can_edit, {"owner", "editor"}),
     (rules.can_contribute, {"owner", "editor", "contributor"}), (rules.can_invite_supplier, {"owner", "editor"})],
)  # fmt: skip
def test_rules_by_role(cast, rule, allowed):
    assert {role for role in Role.values if rule(getattr(cast, f"campus_{role}"))} == allowed


def test_a_supplier_invites_no_suppliers(cast):
    assert not rules.can_invite_supplier(cast.schoon_owner)


# Inviting a colleague --------------------------------------------------------------------------


def test_inviting_a_colleague_saves_queues_and_records(cast):
    invitation = colleague(cast)
    assert (invitation.state, invitation.role, invitation.language) == ("open", "editor", "en")
    assert invitation.expires_at > timezone.now() + timedelta(days=13)
    assert Message.objects.values_list("kind", "address", "organisation_id").get() == (
        "accounts.invitation", "nova@example.org", cast.campus.pk,
    )  # fmt: skip
    assert events() == ["accounts.invited"]


def test_inviting_twice_sends_one_mail_and_keeps_one_link(cast):
    assert colleague(cast).pk == colleague(cast, address="Nova@Example.org").pk
    assert Message.objects.count() == 1


def test_inviting_with_another_role_takes_the_place_of_the_first(cast):
    first, second = colleague(cast), colleague(cast, role="reader")
    first.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "open")


def test_a_colleague_who_is_a_member_is_not_invited(cast):
    with pytest.raises(ValidationError, match="already belongs"):
        colleague(cast, address="Editor@campus.example")
    assert events() == []


def test_a_colleague_who_left_is_invited_again_and_gets_a_new_membership(cast):
    invitation = colleague(cast, address="gone@campus.example", role="reader")
    member = actions.accept_as_colleague(invitation=invitation, user=cast.gone.user)
    assert member.pk != cast.gone.pk
    assert (member.role, member.ended_at) == ("reader", None)
    cast.gone.refresh_from_db()
    assert cast.gone.ended_at


@pytest.mark.parametrize("who", ["campus_editor", "campus_reader", "kliniek_owner", "schoon_owner"])
def test_only_an_owner_of_the_organisation_invites(cast, who):
    with pytest.raises(PermissionDenied):
        actions.invite_colleague(
            organisation=cast.campus, address="nova@example.org", role="editor", by=getattr(cast, who)
        )


# Accepting as a colleague ----------------------------------------------------------------------


def test_a_new_colleague_gets_an_account_that_can_sign_in(cast):
    invitation = colleague(cast, address="Nova@Example.org")
    user = actions.join_as_new_colleague(invitation=invitation, name="Nova", password=PASSWORD)
    assert user.check_password(PASSWORD)
    assert user.emailaddress_set.values_list("email", "verified", "primary").get() == ("nova@example.org", True, True)
    assert user.memberships.values_list("role", "organisation__slug").get() == ("editor", "campus")
    assert events() == ["accounts.invited", "accounts.invitation_accepted"]


def test_an_invitation_is_accepted_once(cast):
    invitation = colleague(cast)
    actions.join_as_new_colleague(invitation=invitation, name="Nova", password=PASSWORD)
    with pytest.raises(ValidationError, match="no longer"):
        actions.accept_as_colleague(invitation=invitation, user=cast.schoon_owner.user)
    assert not Membership.objects.filter(user=cast.schoon_owner.user, organisation=cast.campus).exists()


@pytest.mark.parametrize("change", [{"expires_at": timezone.now()}, {"withdrawn_at": timezone.now()}])
def test_no_account_is_made_for_an_invitation_that_is_over(cast, change):
    invitation = colleague(cast)
    Invitation.objects.update(**change)
    with pytest.raises(ValidationError, match="no longer"):
        actions.join_as_new_colleague(invitation=invitation, name="Nova", password=PASSWORD)
    assert not User.objects.filter(email="nova@example.org").exists()


def test_an_address_with_an_account_signs_in_instead(cast):
    invitation = colleague(cast, address="owner@kliniek.example")
    with pytest.raises(ValidationError, match="Sign in"):
        actions.join_as_new_colleague(invitation=invitation, name="Nova", password=PASSWORD)
    invitation.refresh_from_db()
    invitation.refresh_from_db()
    assert invitation.state == "open"


@pytest.mark.parametrize(
    ("invited_as", "before", "after"), [("owner", "reader", "owner"), ("reader", "editor", "editor")]
)
def test_a_member_who_accepts_only_rises(cast, invited_as, before, after):
    invitation = colleague(cast, role=invited_as)
    member = getattr(cast, f"campus_{before}")
    assert actions.accept_as_colleague(invitation=invitation, user=member.user) is None
    actions.confirm_claim(invitation=invitation, claimed_by=member.user_id, by=cast.campus_owner)
    member.refresh_from_db()
    assert member.role == after
    assert Membership.objects.filter(user=member.user, organisation=cast.campus).count() == 1


# Renewing and withdrawing ----------------------------------------------------------------------


def test_renewing_makes_the_old_link_useless(cast):
    invitation = colleague(cast)
    old = invitation.token_hash
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    actions.renew_invitation(invitation=invitation, by=cast.campus_owner)
    assert not Invitation.objects.of_link(old).exists()
    assert Invitation.objects.get().state == "open"
    assert Message.objects.count() == 2
    assert events() == ["accounts.invited", "accounts.invitation_renewed"]


def test_withdrawing_twice_is_one_event(cast):
    invitation = colleague(cast)
    for _time in range(2):
        actions.withdraw_invitation(invitation=invitation, by=cast.campus_owner)
    assert Invitation.objects.get().state == "withdrawn"
    assert events() == ["accounts.invited", "accounts.invitation_withdrawn"]


def test_what_was_accepted_is_neither_renewed_nor_withdrawn(cast):
    invitation = colleague(cast)
    actions.join_as_new_colleague(invitation=invitation, name="Nova", password=PASSWORD)
    invitation.refresh_from_db()
    for action in (actions.renew_invitation, actions.withdraw_invitation):
        with pytest.raises(ValidationError, match="already been accepted"):
            action(invitation=invitation, by=cast.campus_owner)


@pytest.mark.parametrize("who", ["campus_editor", "kliniek_owner"])
def test_who_may_not_invite_a_colleague_may_not_renew(cast, who):
    with pytest.raises(PermissionDenied):
        actions.renew_invitation(invitation=colleague(cast), by=getattr(cast, who))


# Inviting and connecting a supplier ------------------------------------------------------------


@pytest.mark.parametrize("may_sign", [True, False])
def test_a_new_supplier_is_founded_with_an_owner_who_signs_only_when_they_say_so(cast, may_sign):
    invitation = supplier(cast)
    user = actions.make_account(invitation=invitation, name="Guus", password=PASSWORD)
    actions.found_supplier(
        invitation=invitation, user=user, name="Groen", registration_number="87654321", may_sign=may_sign
    )
    member = user.memberships.get()
    assert (member.role, member.may_sign, member.organisation.slug) == ("owner", may_sign, "groen")
    assert (member.organisation.is_client, member.organisation.is_supplier) == (False, True)
    assert Connection.objects.active().filter(client=cast.kliniek, supplier=member.organisation).exists()
    assert Message.objects.filter(kind="accounts.connected", receiver=cast.kliniek_editor.user).count() == 1


def test_asking_the_same_address_twice_is_one_invitation(cast):
    assert supplier(cast).pk == supplier(cast, address="NEW@example.org").pk
    assert (Connection.objects.filter(state="invited").count(), Message.objects.count()) == (1, 1)


def test_a_second_client_invites_the_same_supplier(cast):
    """Accepted for the organisation that is already there; both clients know it, apart from each other."""
    invitation = supplier(cast, address="editor@schoon.example")
    connection = actions.accept_as_supplier(invitation=invitation, by=cast.schoon_editor)
    assert (connection.client, connection.supplier) == (cast.kliniek, cast.schoon)
    assert Organisation.objects.count() == 4
    assert {one.client_id for one in Connection.objects.visible_to(cast.schoon_reader)} == {
        cast.campus.pk,
        cast.kliniek.pk,
    }


def test_a_known_number_changes_nothing_about_who_is_mailed(cast):
    Organisation.objects.filter(pk=cast.schoon.pk).update(registration_number="12345678")
    invitation = supplier(cast, registration_number="12345678")
    assert Message.objects.values_list("kind", "address", "receiver").get() == (
        "accounts.invitation", "new@example.org", None,
    )  # fmt: skip
    assert invitation.connection.supplier is None


def test_only_the_invited_address_declines_and_once(cast):
    invitation = supplier(cast, address="reader@schoon.example")
    with pytest.raises(PermissionDenied):
        actions.decline_invitation(invitation=invitation, user=cast.schoon_owner.user)
    actions.decline_invitation(invitation=invitation, user=cast.schoon_reader.user)
    invitation.refresh_from_db()
    assert (invitation.state, Connection.objects.get(pk=invitation.connection_id).state) == ("declined", "ended")
    assert events() == ["accounts.invited", "accounts.connection_declined"]


def test_a_new_organisation_may_have_a_number_that_is_known(cast):
    Organisation.objects.filter(pk=cast.schoon.pk).update(registration_number="12345678")
    invitation = supplier(cast)
    user = actions.make_account(invitation=invitation, name="Guus", password=PASSWORD)
    made = actions.found_supplier(invitation=invitation, user=user, name="Groen", registration_number="12345678")
    assert Connection.objects.active().get(client=cast.kliniek, supplier=made).supplier.slug == "groen"


def test_a_supplier_that_is_connected_already_is_not_invited(cast):
    Organisation.objects.filter(pk=cast.catering.pk).update(registration_number="12345678")
    with pytest.raises(ValidationError, match="already connected"):
        supplier(cast, registration_number="12345678")


def test_accepting_for_a_supplier_that_is_connected_already_keeps_one_relation(cast):
    invitation = supplier(cast, address="owner@catering.example")
    connection = actions.accept_as_supplier(invitation=invitation, by=cast.catering_owner)
    assert connection.pk == cast.kliniek_catering.pk
    assert Connection.objects.active().filter(client=cast.kliniek).count() == 1


def test_a_client_is_not_its_own_supplier(cast):
    with pytest.raises(ValidationError, match="its own supplier"):
        actions.accept_as_supplier(invitation=supplier(cast), by=cast.kliniek_owner)
    cast.kliniek_editor.organisation.registration_number = "12345678"
    with pytest.raises(ValidationError, match="its own supplier"):
        supplier(cast, registration_number="12345678", address="other@example.org")


def test_a_client_that_accepts_becomes_a_supplier_too(cast):
    actions.accept_as_supplier(invitation=supplier(cast, address="owner@campus.example"), by=cast.campus_owner)
    cast.campus.refresh_from_db()
    assert (cast.campus.is_client, cast.campus.is_supplier) == (True, True)


def test_withdrawing_a_suppliers_invitation_ends_the_relation_and_renewing_opens_it(cast):
    invitation = supplier(cast)
    actions.withdraw_invitation(invitation=invitation, by=cast.kliniek_editor)
    assert Connection.objects.get(pk=invitation.connection_id).state == "ended"
    actions.renew_invitation(invitation=invitation, by=cast.kliniek_editor)
    assert Connection.objects.get(pk=invitation.connection_id).state == "invited"


@pytest.mark.parametrize(("who", "name"), [("campus_owner", "Schoon Bedrijf"), ("schoon_owner", "Campus Noord")])
def test_either_owner_ends_a_relation_once(cast, who, name):
    for _time in range(2):
        actions.end_connection(connection=cast.campus_schoon, by=getattr(cast, who))
    assert AuditEvent.objects.values_list("event", "object_name").get() == ("accounts.connection_ended", name)
    assert (
        AuditEvent.objects.visible_to(cast.campus_owner).count()
        == AuditEvent.objects.visible_to(cast.schoon_owner).count()
    )


@pytest.mark.parametrize("who", ["campus_editor", "schoon_editor", "kliniek_owner"])
def test_nobody_else_ends_a_relation(cast, who):
    with pytest.raises(PermissionDenied):
        actions.end_connection(connection=cast.campus_schoon, by=getattr(cast, who))


def test_notes_are_the_clients(cast):
    actions.note_connection(connection=cast.campus_schoon, by=cast.campus_editor, notes="Bel Jan")
    cast.campus_schoon.refresh_from_db()
    assert cast.campus_schoon.notes == "Bel Jan"
    with pytest.raises(PermissionDenied):
        actions.note_connection(connection=cast.campus_schoon, by=cast.schoon_owner, notes="")
    assert not AuditEvent.objects.visible_to(cast.schoon_owner).exists()


# Memberships -----------------------------------------------------------------------------------


def test_the_last_owner_stays_owner_and_stays(cast):
    owner = cast.campus_owner
    for act in (
        lambda: actions.change_membership(membership=owner, by=owner, role="editor"),
        lambda: actions.end_membership(membership=owner, by=owner),
    ):
        with pytest.raises(ValidationError, match="at least one owner"):
            act()
    owner.refresh_from_db()
    assert (owner.role, owner.ended_at) == ("owner", None)


def test_an_owner_may_go_once_there_is_another(cast):
    actions.change_membership(membership=cast.campus_editor, by=cast.campus_owner, role="owner")
    actions.end_membership(membership=cast.campus_owner, by=cast.campus_owner)
    cast.campus_owner.refresh_from_db()
    assert cast.campus_owner.ended_at


def test_saving_the_same_again_records_nothing(cast):
    for _time in range(2):
        actions.change_membership(membership=cast.campus_editor, by=cast.campus_owner, role="reader", may_sign=False)
    assert AuditEvent.objects.values_list("event", "data").get() == (
        "accounts.membership_changed",
        {"fields": ["role"]},
    )


@pytest.mark.parametrize("successor", ["kliniek_editor", "gone"])
def test_who_takes_over_is_a_colleague_who_is_here(cast, successor):
    with pytest.raises(ValidationError, match="still here"):
        actions.end_membership(membership=cast.campus_editor, by=cast.campus_owner, successor=getattr(cast, successor))


@pytest.mark.parametrize("who", ["campus_editor", "kliniek_owner"])
def test_only_an_owner_ends_the_membership_of_another(cast, who):
    with pytest.raises(PermissionDenied):
        actions.end_membership(membership=cast.campus_reader, by=getattr(cast, who))


# The organisation ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "changes", "words"),
    [("campus_owner", {"is_client": False}, "at least one"),
     ("campus_owner", {"is_client": False, "is_supplier": True}, "You have suppliers"),
     ("schoon_owner", {"is_client": True, "is_supplier": False}, "You have clients")],
)  # fmt: skip
def test_an_organisation_keeps_the_side_that_others_know_it_by(cast, who, changes, words):
    with pytest.raises(ValidationError, match=words):
        actions.change_organisation(by=getattr(cast, who), **changes)


def test_names_that_are_alike_get_slugs_of_their_own(cast):
    made = [actions.found_organisation(name="Campus Noord", is_client=True).slug for _time in range(2)]
    assert made == ["campus-noord", "campus-noord-2"]

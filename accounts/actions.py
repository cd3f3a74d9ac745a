"""What people do with people and organisations."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import rules
from accounts.audit import record
from accounts.models import Connection, Invitation, Membership, Organisation, Role, User
from accounts.rules import require
from accounts.signals import connected, membership_ended
from documents.attachments import keep
from notifications.actions import queue
from notifications.links import hash_of, token

INVITATION_LASTS = timedelta(days=14)


# Organisations ---------------------------------------------------------------------------------


def found_organisation(
    *,
    name: str,
    is_client: bool = False,
    is_supplier: bool = False,
    language: str = "nl",
    founder: User | None = None,
    **details: Any,
) -> Organisation:
    """Creates an organisation with a slug of its own, made from its name."""
    organisation = _with_free_slug(
        Organisation(name=name, is_client=is_client, is_supplier=is_supplier, language=language, **details)
    )
    record("accounts.organisation_founded", organisation=organisation, actor=founder, about=organisation)
    return organisation


def _with_free_slug(organisation: Organisation) -> Organisation:
    """Saved; where another of the same name is founded at the same moment, under the next slug."""
    for last_try in (False, False, True):
        organisation.slug = _free_slug(organisation.name)
        try:
            with transaction.atomic():
                organisation.save(force_insert=True)
            break
        except IntegrityError:
            if last_try:
                raise
    return organisation


def _free_slug(name: str) -> str:
    base = slugify(name)[:50].strip("-") or "organisatie"
    taken = set(Organisation.objects.for_system("slugs").filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


@transaction.atomic
def change_organisation(*, by: Membership, **changes: Any) -> None:
    """Changes name, number, languages, colour, logo or sides of one's own organisation; owners only.

    `logo` is a checked upload, or None to have none.
    """
    require(rules.is_owner(by))
    organisation = by.organisation
    _check_sides(organisation, {**_sides_of(organisation), **changes})
    if changes.get("logo"):
        changes["logo"] = keep(changes["logo"], by=by.user)
    if fields := _change(organisation, changes):
        record("accounts.organisation_changed", organisation=organisation, by=by, about=organisation, fields=fields)


def _sides_of(organisation: Organisation) -> dict[str, Any]:
    return {"is_client": organisation.is_client, "is_supplier": organisation.is_supplier}


def _check_sides(organisation: Organisation, sides: dict[str, Any]) -> None:
    if not (sides["is_client"] or sides["is_supplier"]):
        raise ValidationError(_("An organisation is a client, a supplier, or both. Choose at least one."))
    relations = Connection.objects.for_system("sides").active()
    if not sides["is_client"] and relations.filter(client=organisation).exists():
        raise ValidationError(_("You have suppliers, so you stay a client. End those relations first."))
    if not sides["is_supplier"] and relations.filter(supplier=organisation).exists():
        raise ValidationError(_("You have clients, so you stay a supplier. End those relations first."))


def _change(row: Model, changes: dict[str, Any]) -> list[str]:
    """Saves what differs and names it; a second submit of the same form finds nothing to do."""
    fields = [name for name, value in changes.items() if getattr(row, name) != value]
    for name in fields:
        setattr(row, name, changes[name])
    if fields:
        row.save(update_fields=fields)
    return fields


# Invitations -----------------------------------------------------------------------------------


@transaction.atomic
def invite_colleague(
    *, organisation: Organisation, address: str, role: str, by: Membership | None, language: str = ""
) -> Invitation:
    """Invites somebody into the organisation and queues the mail. `by` is None for the first owner only.

    One invitation is open for an address: the same one asked for twice is returned as it is, another
    role takes the place of the first.
    """
    require(by is None or (rules.is_owner(by) and by.organisation_id == organisation.pk))
    _lock(organisation)
    if _is_member(organisation, address):
        raise ValidationError(_("This address already belongs to a colleague."))
    earlier = Invitation.objects.for_system("earlier").unanswered()
    earlier = earlier.filter(organisation=organisation, address__iexact=address, connection=None)
    if same := earlier.open().filter(role=role).first():
        return same
    earlier.update(withdrawn_at=timezone.now())
    invitation = _make_invitation(organisation, address, by, language or organisation.language, role=role)
    _send(invitation)
    return invitation


@transaction.atomic
def invite_supplier(
    *, by: Membership, supplier_name: str, address: str, registration_number: str = "", language: str = ""
) -> Invitation:
    """Asks a supplier to connect. When its KvK number is known here, its owners are asked instead.

    The inviter sees the same in both cases: that the invitation waits. Asking an address that has an
    open invitation already returns that one.
    """
    require(rules.can_invite_supplier(by))
    client = by.organisation
    _lock(client)
    earlier = Invitation.objects.for_system("earlier").open().exclude(connection=None)
    if same := earlier.filter(organisation=client, address__iexact=address).first():
        return same
    if registration_number and registration_number == client.registration_number:
        raise ValidationError(_("An organisation cannot be its own supplier."))
    known = _known_supplier(registration_number, besides=client)
    if known and _are_connected(client, known):
        raise ValidationError(_("You are already connected with this supplier."))
    connection = Connection.objects.create(
        client=client, supplier_name=supplier_name, registration_number=registration_number
    )
    invitation = _make_invitation(client, address, by, language or client.language, connection=connection, asked=known)
    _send(invitation)
    return invitation


def _make_invitation(
    organisation: Organisation, address: str, by: Membership | None, language: str, **details: Any
) -> Invitation:
    invitation = Invitation(
        id=uuid4(),
        organisation=organisation,
        address=address,
        invited_by=by,
        language=language,
        expires_at=timezone.now() + INVITATION_LASTS,
        **details,
    )
    invitation.token_hash = hash_of(link_token(invitation))
    invitation.save(force_insert=True)
    record("accounts.invited", organisation=organisation, by=by, about=invitation)
    return invitation


def link_token(invitation: Invitation) -> str:
    """The secret of the invitation's link."""
    return token("invitation", invitation.pk, invitation.generation)


def link_of(invitation: Invitation) -> str:
    """The whole link, for the mail and for an owner who copies it."""
    return settings.SITE_URL + reverse("accounts:invitation", kwargs={"token": link_token(invitation)})


def _send(invitation: Invitation) -> None:
    common: dict[str, Any] = {"about": invitation, "organisation_id": invitation.organisation_id}
    if invitation.asked:
        for owner in Membership.objects.owners_of(invitation.asked):
            queue("accounts.connection_asked", receiver=owner.user, **common)
    else:
        queue("accounts.invitation", address=invitation.address, language=invitation.language, **common)


def _known_supplier(registration_number: str, *, besides: Organisation) -> Organisation | None:
    if not registration_number:
        return None
    known = Organisation.objects.for_system("known number").filter(registration_number=registration_number)
    return known.exclude(pk=besides.pk).order_by("-is_supplier", "created_at").first()


def _are_connected(client: Organisation, supplier: Organisation) -> bool:
    return Connection.objects.for_system("pair").active().filter(client=client, supplier=supplier).exists()


def _is_member(organisation: Organisation, address: str) -> bool:
    members = Membership.objects.for_system("address").active()
    return members.filter(organisation=organisation, user__email__iexact=address).exists()


def _lock(organisation: Organisation) -> None:
    # A double click, or two owners at once: the second waits and finds the invitation of the first.
    Organisation.objects.for_system("invite").select_for_update().only("pk").get(pk=organisation.pk)


@transaction.atomic
def renew_invitation(*, invitation: Invitation, by: Membership) -> None:
    """Makes a new link that lasts two weeks, and mails it; the old link stops working."""
    require(can_manage_invitation(by, invitation))
    _check_not_accepted(invitation)
    invitation.generation += 1
    invitation.token_hash = hash_of(link_token(invitation))
    invitation.expires_at = timezone.now() + INVITATION_LASTS
    invitation.withdrawn_at = invitation.declined_at = None
    invitation.save(update_fields=["generation", "token_hash", "expires_at", "withdrawn_at", "declined_at"])
    if invitation.connection and invitation.connection.state == Connection.State.ENDED:
        invitation.connection.state = Connection.State.INVITED
        invitation.connection.save(update_fields=["state"])
    record("accounts.invitation_renewed", organisation=by.organisation, by=by, about=invitation)
    _send(invitation)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Membership) -> None:
    """Makes the link useless. Withdrawing twice is harmless."""
    require(can_manage_invitation(by, invitation))
    _check_not_accepted(invitation)
    if invitation.withdrawn_at or invitation.declined_at:
        return
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    if invitation.connection:
        invitation.connection.state = Connection.State.ENDED
        invitation.connection.save(update_fields=["state"])
    record("accounts.invitation_withdrawn", organisation=by.organisation, by=by, about=invitation)


def _check_not_accepted(invitation: Invitation) -> None:
    if invitation.accepted_at:
        raise ValidationError(_("This invitation has already been accepted."))


def can_manage_invitation(member: Membership, invitation: Invitation) -> bool:
    """Owners manage colleagues' invitations, editors of a client those of suppliers."""
    if invitation.organisation_id != member.organisation_id:
        return False
    return rules.can_invite_supplier(member) if invitation.is_for_supplier else rules.is_owner(member)


def _take(invitation: Invitation, user: User) -> None:
    """Uses the invitation up, once, whoever comes first; raises ValidationError for the second."""
    taken = Invitation.objects.for_system("accept").open().filter(pk=invitation.pk)
    if taken.update(accepted_at=timezone.now(), accepted_by=user) != 1:
        raise ValidationError(_("This invitation can no longer be used."))


@transaction.atomic
def accept_as_new_user(*, invitation: Invitation, name: str, password: str) -> User:
    """Makes the account of the invited address. The link proved that the address is theirs."""
    address = invitation.address.lower()
    user = User(email=address, name=name, language=invitation.language)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("There is already an account for this address. Sign in to accept.")) from None
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user


@transaction.atomic
def join_as_new_colleague(*, invitation: Invitation, name: str, password: str) -> User:
    """Account and membership in one act; without the one there is not the other."""
    user = accept_as_new_user(invitation=invitation, name=name, password=password)
    accept_as_colleague(invitation=invitation, user=user)
    return user


@transaction.atomic
def join_as_new_supplier(
    *, invitation: Invitation, name: str, password: str, organisation_name: str, registration_number: str = ""
) -> User | None:
    """Account, organisation and relation in one act.

    Returns None, and makes nothing, when the KvK number is known: then that organisation's owners are asked.
    """
    if known := _known_supplier(registration_number, besides=invitation.organisation):
        _ask_owners(invitation, known)
        return None
    user = accept_as_new_user(invitation=invitation, name=name, password=password)
    found_supplier(invitation=invitation, user=user, name=organisation_name, registration_number=registration_number)
    return user


@transaction.atomic
def accept_as_colleague(*, invitation: Invitation, user: User) -> Membership:
    """Makes the user a member with the role they were invited to, or raises the role of an old colleague."""
    _take(invitation, user)
    organisation = invitation.organisation
    member, _made = Membership.objects.get_or_create(
        user=user, organisation=organisation, ended_at=None, defaults={"role": invitation.role}
    )
    if rules.RANK[Role(invitation.role)] > rules.RANK[Role(member.role)]:
        member.role = invitation.role
        member.save(update_fields=["role"])
    record("accounts.invitation_accepted", organisation=organisation, actor=user, about=member, name=invitation.address)
    return member


@transaction.atomic
def accept_as_supplier(*, invitation: Invitation, by: Membership) -> Connection:
    """Connects the client with the supplier that the member acts for; an editor or owner of it."""
    require(rules.can_edit(by) and (invitation.asked_id in (None, by.organisation_id)))
    _take(invitation, by.user)
    supplier = by.organisation
    if not supplier.is_supplier:
        supplier.is_supplier = True
        supplier.save(update_fields=["is_supplier"])
    return _connect(invitation, supplier, by)


@transaction.atomic
def found_supplier(
    *, invitation: Invitation, user: User, name: str, registration_number: str = ""
) -> Connection | None:
    """Founds the supplier's organisation with the user as owner who may sign, and connects it.

    When the KvK number is known, none is founded: the user accepts for it, when they own or edit it;
    else its owners are asked, and None returns.
    """
    known = _known_supplier(registration_number, besides=invitation.organisation)
    if known:
        member = Membership.objects.of_user(user).filter(organisation=known).first()
        if member and rules.can_edit(member):
            return accept_as_supplier(invitation=invitation, by=member)
        _ask_owners(invitation, known)
        return None
    _take(invitation, user)
    supplier = found_organisation(
        name=name,
        is_supplier=True,
        registration_number=registration_number,
        language=user.language,
        founder=user,
    )
    member = Membership.objects.create(user=user, organisation=supplier, role=Role.OWNER, may_sign=True)
    return _connect(invitation, supplier, member)


def _ask_owners(invitation: Invitation, known: Organisation) -> None:
    # Conditional, so that a second submit mails nobody twice and an answer that came first stands.
    waiting = Invitation.objects.for_system("accept").open().filter(pk=invitation.pk, asked=None)
    if waiting.update(asked=known) == 1:
        invitation.asked = known
        _send(invitation)


@transaction.atomic
def decline_connection(*, invitation: Invitation, by: Membership) -> None:
    """Says no to a client that asks this organisation to connect, and tells who asked. Twice is harmless."""
    require(rules.can_edit(by) and invitation.asked_id == by.organisation_id)
    _check_not_accepted(invitation)
    declined = Invitation.objects.for_system("decline").open().filter(pk=invitation.pk)
    if declined.update(declined_at=timezone.now()) != 1:
        return
    Connection.objects.for_system("decline").filter(invitations=invitation).update(state=Connection.State.ENDED)
    record(
        "accounts.connection_declined", organisation=by.organisation, by=by, about=invitation,
        name=invitation.organisation.name,
    )  # fmt: skip
    _tell_inviter("accounts.declined", invitation)


def _connect(invitation: Invitation, supplier: Organisation, by: Membership) -> Connection:
    connection = invitation.connection
    assert connection
    if supplier.pk == connection.client_id:
        raise ValidationError(_("An organisation cannot be its own supplier."))
    existing = Connection.objects.for_system("pair").active().filter(client=connection.client, supplier=supplier)
    if found := existing.first():
        connection.state = Connection.State.ENDED
        connection.save(update_fields=["state"])
        return found
    connection.supplier, connection.state = supplier, Connection.State.ACTIVE
    connection.began_at = timezone.now()
    connection.save(update_fields=["supplier", "state", "began_at"])
    record(
        "accounts.connected", organisation=supplier, shared_with=connection.client, by=by, about=connection,
        name=connection.client.name,
    )  # fmt: skip
    connected.send(Connection, connection=connection, by=by)
    _tell_inviter("accounts.connected", invitation)
    return connection


def _tell_inviter(kind: str, invitation: Invitation) -> None:
    inviter, connection = invitation.invited_by, invitation.connection
    if inviter and connection and inviter.ended_at is None:
        queue(kind, receiver=inviter.user, about=connection, organisation_id=connection.client_id)


# Connections -----------------------------------------------------------------------------------


@transaction.atomic
def note_connection(*, connection: Connection, by: Membership, notes: str) -> None:
    """Keeps the client's private notes on a supplier."""
    require(rules.can_edit(by) and connection.client_id == by.organisation_id)
    if _change(connection, {"notes": notes}):
        record("accounts.connection_noted", organisation=connection.client, by=by, about=connection)


@transaction.atomic
def end_connection(*, connection: Connection, by: Membership) -> None:
    """Ends the relation, by an owner of either side; what was made together stays."""
    require(rules.is_owner(by) and by.organisation_id in (connection.client_id, connection.supplier_id))
    if connection.state != Connection.State.ACTIVE:
        return
    connection.state, connection.ended_at = Connection.State.ENDED, timezone.now()
    connection.save(update_fields=["state", "ended_at"])
    assert connection.supplier
    one, other = connection.client, connection.supplier
    if by.organisation_id == other.pk:
        one, other = other, one
    record("accounts.connection_ended", organisation=one, shared_with=other, by=by, about=connection, name=other.name)


# Memberships -----------------------------------------------------------------------------------


@transaction.atomic
def change_membership(*, membership: Membership, by: Membership, **changes: Any) -> None:
    """Changes role, job title, telephone or may_sign of a colleague; owners only. One owner stays."""
    require(rules.is_owner(by) and membership.organisation_id == by.organisation_id)
    if membership.role == Role.OWNER and changes.get("role", Role.OWNER) != Role.OWNER:
        _check_owner_stays(membership)
    if fields := _change(membership, changes):
        record("accounts.membership_changed", organisation=by.organisation, by=by, about=membership, fields=fields)


@transaction.atomic
def end_membership(*, membership: Membership, by: Membership, successor: Membership | None = None) -> None:
    """Ends a membership and hands its open actions and steps to `successor` in the same act.

    By an owner, or by the member. Raises ValidationError for the last owner, or without a successor
    when something is open (the receivers of `membership_ended` say so).
    """
    require(membership.organisation_id == by.organisation_id and (rules.is_owner(by) or membership.pk == by.pk))
    if membership.ended_at:
        return
    if membership.role == Role.OWNER:
        _check_owner_stays(membership)
    if successor and (successor.organisation_id != by.organisation_id or successor.ended_at):
        raise ValidationError(_("Choose a colleague who is still here."))
    membership_ended.send(Membership, membership=membership, successor=successor, by=by)
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    record("accounts.membership_ended", organisation=by.organisation, by=by, about=membership)


def _check_owner_stays(membership: Membership) -> None:
    # The lock makes two owners who leave at the same moment wait for each other.
    owners = Membership.objects.owners_of(membership.organisation).select_for_update(of=("self",))
    if not [owner for owner in owners if owner.pk != membership.pk]:
        raise ValidationError(_("An organisation keeps at least one owner. Make somebody else owner first."))


# Oneself ---------------------------------------------------------------------------------------


@transaction.atomic
def change_profile(*, user: User, membership: Membership | None = None, **changes: Any) -> None:
    """Changes one's own name, language, time zone, theme and reminders; job title and telephone here."""
    here: dict[str, Any] = {name: changes.pop(name) for name in ("job_title", "telephone") if name in changes}
    fields = _change(user, changes)
    if membership:
        fields += _change(membership, here)
        if fields:
            record("accounts.profile_changed", organisation=membership.organisation, by=membership, fields=fields)


def open_connection_requests(member: Membership) -> int:
    """How many clients ask this organisation to connect."""
    return Invitation.objects.asked_of(member).count()

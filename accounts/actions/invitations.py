"""Who is let in: invitations of colleagues and suppliers, and people who ask.

The link of an invitation is seen in the mail to its address alone, and may be passed on there. So it says what one
is invited to, and no more: an account for the address is made by a second link, mailed when somebody asks for it,
and who accepts under another address waits until the inviter says that they are meant.
"""

from typing import Any
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts import rules
from accounts.actions.people import found_organisation
from accounts.audit import record
from accounts.models import AccessRequest, Connection, Invitation, Membership, Organisation, Role, User
from accounts.rules import require
from accounts.signals import connected
from common.last_day import end_of_day_in
from notifications.actions import queue
from notifications.links import hash_of, token

DAYS = 14


# Inviting --------------------------------------------------------------------------------------


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
    """Asks a supplier to connect, by a mail to the address, whatever KvK number the client typed.

    Asking an address that has an open invitation already returns that one.
    """
    require(rules.can_invite_supplier(by))
    client = by.organisation
    _lock(client)
    earlier = Invitation.objects.for_system("earlier").open().exclude(connection=None)
    if same := earlier.filter(organisation=client, address__iexact=address).first():
        return same
    if registration_number and registration_number == client.registration_number:
        raise ValidationError(_("An organisation cannot be its own supplier."))
    own = Connection.objects.for_system("own suppliers").active().filter(client=client)
    if registration_number and own.filter(supplier__registration_number=registration_number).exists():
        raise ValidationError(_("You are already connected with this supplier."))
    connection = Connection.objects.create(
        client=client, supplier_name=supplier_name, registration_number=registration_number
    )
    invitation = _make_invitation(client, address, by, language or client.language, connection=connection)
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
        expires_at=end_of_day_in(DAYS, organisation.time_zone),
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
    """The whole link; only ever for the mail to the invited address."""
    return settings.SITE_URL + reverse("accounts:invitation", kwargs={"token": link_token(invitation)})


def proof_link_of(invitation: Invitation) -> str:
    """The link by which who reads the mail of the invited address makes its account; only for that mail."""
    names = {"token": link_token(invitation), "proof": _proof(invitation)}
    return settings.SITE_URL + reverse("accounts:invitation-account", kwargs=names)


def _proof(invitation: Invitation) -> str:
    return token("invitation-address", invitation.pk, invitation.generation)


def proves_address(invitation: Invitation, proof: str) -> bool:
    """Whether somebody followed the link that was mailed to the invited address when they asked for it."""
    return constant_time_compare(proof, _proof(invitation))


def _send(invitation: Invitation) -> None:
    _mail(invitation, "accounts.invitation")


def send_proof(*, invitation: Invitation) -> None:
    """Mails the invited address how to go on: by a new account, or by signing in where it has one."""
    if invitation.state == "open":
        _mail(invitation, "accounts.invitation_account")


def _mail(invitation: Invitation, kind: str) -> None:
    queue(
        kind, address=invitation.address, language=invitation.language, about=invitation,
        organisation_id=invitation.organisation_id,
    )  # fmt: skip


def _is_member(organisation: Organisation, address: str) -> bool:
    members = Membership.objects.for_system("address").active()
    return members.filter(organisation=organisation, user__email__iexact=address).exists()


def _lock(organisation: Organisation) -> None:
    # A double click, or two owners at once: the second waits and finds the invitation of the first.
    Organisation.objects.for_system("invite").select_for_update().only("pk").get(pk=organisation.pk)


@transaction.atomic
def renew_invitation(*, invitation: Invitation, by: Membership, generation: int | None = None) -> bool:
    """Makes a new link that lasts two weeks, and mails it; the old link stops working. Says whether it made one.

    It is the invitation of who renews it from now on, as the first inviter may have left. `generation` is the one
    that was shown: a second click finds it renewed and does nothing.
    """
    require(can_manage_invitation(by, invitation))
    invitation.refresh_from_db(from_queryset=Invitation.objects.for_system("renewed").select_for_update(of=("self",)))
    _check_not_accepted(invitation)
    if generation is not None and generation != invitation.generation:
        return False
    invitation.generation += 1
    invitation.token_hash = hash_of(link_token(invitation))
    invitation.expires_at = end_of_day_in(DAYS, invitation.organisation.time_zone)
    invitation.withdrawn_at = invitation.declined_at = None
    invitation.claimed_by = invitation.claimed_for = None
    invitation.invited_by = by
    invitation.save()
    if invitation.connection and invitation.connection.state == Connection.State.ENDED:
        invitation.connection.state = Connection.State.INVITED
        invitation.connection.save(update_fields=["state"])
    record("accounts.invitation_renewed", organisation=by.organisation, by=by, about=invitation)
    _send(invitation)
    return True


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Membership) -> None:
    """Makes the link useless. Withdrawing twice is harmless."""
    require(can_manage_invitation(by, invitation))
    _check_not_accepted(invitation)
    if invitation.declined_at:
        raise ValidationError(_("This invitation has already been declined."))
    if invitation.withdrawn_at:
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


# Accepting -------------------------------------------------------------------------------------


def _held(invitation: Invitation) -> Invitation:
    """The invitation as it is now, held; raises ValidationError when it lets nobody in any more."""
    rows = Invitation.objects.for_system("accept").select_for_update(of=("self",))
    related = ("organisation", "connection__client", "invited_by__user", "claimed_by", "claimed_for")
    row = rows.select_related(*related).get(pk=invitation.pk)
    if row.state != "open":
        raise ValidationError(_("This invitation can no longer be used."))
    return row


def _take(row: Invitation, user: User) -> None:
    row.accepted_at, row.accepted_by = timezone.now(), user
    row.save(update_fields=["accepted_at", "accepted_by"])


@transaction.atomic
def make_account(*, invitation: Invitation, name: str, password: str) -> User:
    """Makes the account of the invited address, for who came by the link that proves it (`proves_address`)."""
    invitation = _held(invitation)
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
    user = make_account(invitation=invitation, name=name, password=password)
    accept_as_colleague(invitation=invitation, user=user)
    return user


@transaction.atomic
def accept_as_colleague(*, invitation: Invitation, user: User) -> Membership | None:
    """Makes the user a member with the role they were invited to, or raises the role of an old colleague.

    Under another address than the invited one nobody comes in: the inviter is asked first, and None returns.
    """
    row = _held(invitation)
    if not row.is_for(user):
        if row.invited_by is None:
            raise ValidationError(_("Only %(address)s can accept this invitation.") % {"address": row.address})
        claim(invitation=row, user=user)
        return None
    return _let_in(row, user)


def _let_in(row: Invitation, user: User) -> Membership:
    _take(row, user)
    member = _join(row.organisation, user, row.role)
    record("accounts.invitation_accepted", organisation=row.organisation, actor=user, about=member, name=row.address)
    return member


def _join(organisation: Organisation, user: User, role: str) -> Membership:
    member, _made = Membership.objects.get_or_create(
        user=user, organisation=organisation, ended_at=None, defaults={"role": role}
    )
    if rules.RANK[Role(role)] > rules.RANK[Role(member.role)]:
        member.role = role
        member.save(update_fields=["role"])
    return member


@transaction.atomic
def accept_as_supplier(*, invitation: Invitation, by: Membership) -> Connection | None:
    """Connects the client with the supplier that the member acts for; an editor or owner of it.

    Under another address than the invited one nothing is shared yet: the inviter is asked first, and None returns.
    """
    require(rules.can_edit(by))
    row = _held(invitation)
    _check_other(row, by.organisation)
    if not row.is_for(by.user):
        claim(invitation=row, user=by.user, supplier=by.organisation)
        return None
    return _connect(row, by.organisation, by.user)


@transaction.atomic
def found_supplier(
    *,
    invitation: Invitation,
    user: User,
    name: str,
    registration_number: str = "",
    place: str = "",
    may_sign: bool = False,
) -> Organisation:
    """Founds the supplier's organisation with the user as its owner, and accepts for it as `accept_as_supplier`.

    The number is kept as typed and proves nothing; another organisation may have it too.
    """
    row = _held(invitation)
    supplier = found_organisation(
        name=name,
        is_supplier=True,
        registration_number=registration_number,
        place=place,
        language=user.language,
        founder=user,
    )
    member = Membership.objects.create(user=user, organisation=supplier, role=Role.OWNER, may_sign=may_sign)
    accept_as_supplier(invitation=row, by=member)
    return supplier


def _check_other(row: Invitation, supplier: Organisation) -> None:
    if supplier.pk == row.organisation_id:
        raise ValidationError(_("An organisation cannot be its own supplier."))


def _connect(row: Invitation, supplier: Organisation, user: User) -> Connection:
    connection = row.connection
    assert connection
    if row.invited_by and row.invited_by.user_id == user.pk:
        raise ValidationError(_("You sent this invitation yourself, and nobody acts for both sides. Ask a colleague."))
    _take(row, user)
    existing = Connection.objects.for_system("pair").active().filter(client=connection.client, supplier=supplier)
    if found := existing.first():
        connection.state = Connection.State.ENDED
        connection.save(update_fields=["state"])
        return found
    if not supplier.is_supplier:
        supplier.is_supplier = True
        supplier.save(update_fields=["is_supplier"])
    connection.supplier, connection.state = supplier, Connection.State.ACTIVE
    connection.began_at = timezone.now()
    connection.save(update_fields=["supplier", "state", "began_at"])
    by = Membership.objects.for_system("who accepted").active().filter(user=user, organisation=supplier).first()
    record(
        "accounts.connected", organisation=supplier, shared_with=connection.client, by=by, actor=user,
        about=connection, name=connection.client.name,
    )  # fmt: skip
    connected.send(Connection, connection=connection, by=by)
    _tell_inviter("accounts.connected", row)
    return connection


@transaction.atomic
def decline_invitation(*, invitation: Invitation, user: User) -> None:
    """Says no to a client that asks to connect, by the invited address alone, and tells who asked."""
    require(invitation.is_for_supplier and invitation.is_for(user))
    row = _held(invitation)
    row.declined_at = timezone.now()
    row.save(update_fields=["declined_at"])
    Connection.objects.for_system("decline").filter(invitations=row).update(state=Connection.State.ENDED)
    record("accounts.connection_declined", organisation=row.organisation, actor=user, about=row)
    _tell_inviter("accounts.declined", row)


def _tell_inviter(kind: str, invitation: Invitation) -> None:
    inviter, connection = invitation.invited_by, invitation.connection
    if inviter and connection and inviter.ended_at is None:
        queue(kind, receiver=inviter.user, about=connection, organisation_id=connection.client_id)


# Another address than the invited one ----------------------------------------------------------


@transaction.atomic
def claim(*, invitation: Invitation, user: User, supplier: Organisation | None = None) -> None:
    """Asks the inviter whether somebody with another address is meant. Asking twice is harmless.

    The first to ask waits for the answer; the invited address itself may still accept.
    """
    row = _held(invitation)
    if row.claimed_by_id == user.pk and row.claimed_for_id == (supplier.pk if supplier else None):
        return
    if row.claimed_by_id not in (None, user.pk):
        raise ValidationError(_("Somebody else asked to accept this invitation, and waits for an answer."))
    row.claimed_by, row.claimed_for = user, supplier
    row.expires_at = max(row.expires_at, end_of_day_in(DAYS, row.organisation.time_zone))
    row.save(update_fields=["claimed_by", "claimed_for", "expires_at"])
    record("accounts.invitation_claimed", organisation=row.organisation, actor=user, about=row)
    for one in _who_confirms(row):
        queue("accounts.invitation_claimed", receiver=one.user, about=row, organisation_id=row.organisation_id)


def _who_confirms(row: Invitation) -> list[Membership]:
    return [row.invited_by] if row.invited_by else list(Membership.objects.owners_of(row.organisation))


@transaction.atomic
def confirm_claim(*, invitation: Invitation, claimed_by: UUID, by: Membership) -> None:
    """Says that `claimed_by`, whom the inviter was shown, is meant: now they come in, or the supplier is connected."""
    require(can_manage_invitation(by, invitation))
    row = _held(invitation)
    user = row.claimed_by
    if user is None or user.pk != claimed_by:
        raise ValidationError(_("Nobody waits for your answer here any more."))
    if user.pk == by.user_id:
        raise ValidationError(_("You asked this yourself, and nobody acts for both sides. Ask a colleague."))
    if row.is_for_supplier:
        assert row.claimed_for
        _connect(row, row.claimed_for, user)
    else:
        _let_in(row, user)
    record("accounts.invitation_confirmed", organisation=by.organisation, by=by, about=row, name=user.email)
    queue("accounts.invitation_confirmed", receiver=user, about=row)


@transaction.atomic
def refuse_claim(*, invitation: Invitation, claimed_by: UUID, by: Membership) -> None:
    """Says that who asked is not meant. The invited address may still accept. Twice is harmless."""
    require(can_manage_invitation(by, invitation))
    row = _held(invitation)
    user = row.claimed_by
    if user is None or user.pk != claimed_by:
        return
    row.claimed_by = row.claimed_for = None
    row.save(update_fields=["claimed_by", "claimed_for"])
    record("accounts.invitation_refused", organisation=by.organisation, by=by, about=row, name=user.email)
    queue("accounts.invitation_refused", receiver=user, about=row)


# People who ask to be let in -------------------------------------------------------------------


def known_supplier(registration_number: str, *, besides: Organisation) -> Organisation | None:
    """An organisation that has this KvK number in its settings, which proves nothing."""
    if not registration_number:
        return None
    known = Organisation.objects.for_system("known number").filter(registration_number=registration_number)
    return known.exclude(pk=besides.pk).order_by("-is_supplier", "created_at").first()


@transaction.atomic
def ask_access(*, organisation: Organisation, user: User) -> None:
    """Asks the owners of an organisation to let the user in, by mail and on their overview. Twice is harmless."""
    _lock(organisation)
    if Membership.objects.of_user(user).filter(organisation=organisation).exists():
        raise ValidationError(_("You are a member of this organisation already."))
    if AccessRequest.objects.of_user(user).open().filter(organisation=organisation).exists():
        return
    row = AccessRequest.objects.create(organisation=organisation, user=user)
    record("accounts.access_asked", organisation=organisation, actor=user, about=row)
    for owner in Membership.objects.owners_of(organisation):
        queue("accounts.access_asked", receiver=owner.user, about=row, organisation_id=organisation.pk)


@transaction.atomic
def give_access(*, request: AccessRequest, by: Membership, role: str) -> None:
    """Lets somebody in who asked, with a role; owners only. Twice is harmless."""
    if _answer(request, by, role=role):
        member = _join(by.organisation, request.user, role)
        record("accounts.access_given", organisation=by.organisation, by=by, about=member)


@transaction.atomic
def decline_access(*, request: AccessRequest, by: Membership) -> None:
    """Does not let somebody in who asked; owners only. Twice is harmless."""
    if _answer(request, by, role=""):
        record("accounts.access_declined", organisation=by.organisation, by=by, about=request)


def _answer(request: AccessRequest, by: Membership, *, role: str) -> bool:
    require(rules.is_owner(by) and request.organisation_id == by.organisation_id)
    rows = AccessRequest.objects.visible_to(by).open().filter(pk=request.pk)
    if rows.update(answered_at=timezone.now(), answered_by=by, role=role) != 1:
        request.refresh_from_db()
        if request.role != role:
            raise ValidationError(_("This request was answered before. Nothing was changed."))
        return False
    queue("accounts.access_answered", receiver=request.user, about=request)
    return True

"""Share links: one published version for one reader who has no account."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership
from accounts.rules import require
from common.last_day import end_of_day_in
from notifications.actions import queue
from notifications.links import hash_of, token
from vision import rules
from vision.models import Opening, Reaction, ShareLink, VisionVersion

# A second click on the button within this time is the same opening.
SAME = timedelta(seconds=20)
MOST_REACTIONS = 10


def link_of(link: ShareLink) -> str:
    """The whole address with its secret, as it is mailed and as an editor may copy it."""
    secret = token("share", link.pk, link.generation)
    return settings.SITE_URL + reverse("vision:share-open", kwargs={"token": secret})


@transaction.atomic
def share(
    *,
    version: VisionVersion,
    by: Membership,
    receiver_name: str,
    address: str,
    days: int = 14,
    password: str = "",
    **details: Any,
) -> ShareLink:
    """Makes a link for one reader and mails it.

    The password is not mailed: the sharer tells it some other way.
    """
    require(rules.can_share(by, version))
    link = ShareLink(
        version=version, shared_by=by, receiver_name=receiver_name, address=address, days=days,
        password=make_password(password) if password else "", expires_at=end_of_day_in(days, by.organisation.time_zone),
        **details,
    )  # fmt: skip
    link.token_hash = hash_of(token("share", link.pk, link.generation))
    link.save(force_insert=True)
    record("vision.shared", organisation=by.organisation, by=by, about=link, days=days, password=bool(password))
    _send(link)
    return link


def _send(link: ShareLink) -> None:
    organisation = link.version.vision.client_id
    queue("vision.shared", address=link.address, language=link.language, about=link, organisation_id=organisation)


@transaction.atomic
def renew_link(*, link: ShareLink, generation: int, by: Membership) -> bool:
    """Makes a new secret that lasts as long again, and mails it; the old link stops working.

    `generation` is the one that was shown: a second click finds it renewed and does nothing.
    Says whether it made one.
    """
    require(rules.can_manage_link(by, link))
    row = ShareLink.objects.editable_by(by).select_for_update(of=("self",)).get(pk=link.pk)
    if row.generation != generation:
        return False
    row.generation += 1
    row.token_hash = hash_of(token("share", row.pk, row.generation))
    row.expires_at, row.withdrawn_at = end_of_day_in(row.days, by.organisation.time_zone), None
    row.save(update_fields=["generation", "token_hash", "expires_at", "withdrawn_at"])
    record("vision.link_renewed", organisation=by.organisation, by=by, about=row)
    _send(row)
    return True


@transaction.atomic
def withdraw_link(*, link: ShareLink, by: Membership) -> None:
    """Makes the link useless, for who has the document open too. Doing it twice is harmless."""
    require(rules.can_manage_link(by, link))
    if ShareLink.objects.editable_by(by).filter(pk=link.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        record("vision.link_withdrawn", organisation=by.organisation, by=by, about=link)


@transaction.atomic
def open_link(*, link: ShareLink) -> None:
    """Counts an opening; the caller checked the secret and the password."""
    ShareLink.objects.for_system("one at a time").select_for_update(of=("self",)).get(pk=link.pk)
    just_now = Opening.objects.for_system("double click").filter(
        link=link, kind=Opening.Kind.OPENED, created_at__gt=timezone.now() - SAME
    )
    if not just_now.exists():
        Opening.objects.create(link=link, kind=Opening.Kind.OPENED)
        record("vision.link_opened", organisation=link.version.vision.client, about=link)


@transaction.atomic
def note_download(*, link: ShareLink) -> None:
    """Counts that the receiver took the PDF."""
    Opening.objects.create(link=link, kind=Opening.Kind.DOWNLOADED)
    record("vision.link_downloaded", organisation=link.version.vision.client, about=link)


@transaction.atomic
def react(*, link: ShareLink, text: str) -> None:
    """Keeps what the receiver writes back, and mails it to who shared. The same text twice is kept once."""
    ShareLink.objects.for_system("one at a time").select_for_update(of=("self",)).get(pk=link.pk)
    if not link.asks_reaction:
        raise ValidationError(_("No reaction was asked for."))
    earlier = list(link.reactions.values_list("text", flat=True))
    if text in earlier:
        return
    if len(earlier) >= MOST_REACTIONS:
        raise ValidationError(_("You have reacted often enough here. Mail the sender to say more."))
    reaction = Reaction.objects.create(link=link, text=text)
    client = link.version.vision.client
    record("vision.reaction", organisation=client, about=link)
    if link.shared_by.ended_at is None:
        queue("vision.reaction", receiver=link.shared_by.user, about=reaction, organisation_id=client.pk)


@transaction.atomic
def hand_over_links(*, links: Sequence[ShareLink], taker: Membership | None, by: Membership) -> None:
    """Lets a colleague have the reactions to open links, or withdraws them, in the caller's transaction."""
    rows = ShareLink.objects.for_system("somebody leaves").filter(pk__in=[link.pk for link in links])
    if taker:
        rows.update(shared_by=taker)
        return
    rows.update(withdrawn_at=timezone.now())
    for link in links:
        record("vision.link_withdrawn", organisation=by.organisation, by=by, about=link)

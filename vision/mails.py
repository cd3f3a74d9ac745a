"""The mails of this room."""

from django.conf import settings

from accounts.models import Membership
from accounts.senders import sent_by
from notifications.kinds import Mail, mail
from notifications.models import Message
from vision.actions.sharing import link_of
from vision.models import Comment, Reaction, Reviewer, ShareLink, VisionVersion


@mail("vision.shared")
def shared(message: Message) -> Mail | None:
    """To a named reader without an account: the link, and who sends it."""
    rows = ShareLink.objects.for_system("mail").filter(pk=message.object_id)
    link = rows.select_related("version__vision__client", "shared_by__user").first()
    if not link or link.state != "open":
        return None
    return Mail(
        "vision/mail/shared",
        {"share": link, "version": link.version, "client": link.version.vision.client, "link": link_of(link)},
        **sent_by(link.shared_by),
    )


@mail("vision.review_asked")
def review_asked(message: Message) -> Mail | None:
    """To a colleague: read this version and say whether it may be published."""
    row, member = _reviewer(message)
    if not row or not member or row.withdrawn_at or row.verdict or row.version.state != VisionVersion.State.IN_REVIEW:
        return None
    link = settings.SITE_URL + member.url("vision:review", pk=row.version_id)
    return Mail(
        "vision/mail/review_asked",
        {"review": row, "version": row.version, "by": row.asked_by, "link": link},
        **sent_by(row.asked_by),
    )


@mail("vision.review_answered")
def review_answered(message: Message) -> Mail | None:
    """To who asked: what a reviewer said."""
    row, member = _reviewer(message)
    if not row or not member or not row.verdict or row.withdrawn_at:
        return None
    link = settings.SITE_URL + member.url("vision:review", pk=row.version_id)
    return Mail(
        "vision/mail/review_answered",
        {"review": row, "version": row.version, "by": row.membership, "link": link},
        **sent_by(row.membership),
    )


@mail("vision.comment")
def commented(message: Message) -> Mail | None:
    """To who wrote the text or commented on it before: what a colleague says of it, or answers."""
    rows = Comment.objects.for_system("mail").filter(pk=message.object_id)
    row = rows.select_related("version__vision__client", "by__user", "part", "item", "answers__by__user").first()
    member = _member(message)
    if not row or not member or (row.answers or row).resolved_at or row.version.is_published:
        return None
    about = row.part or row.version.texts.filter(item=row.item).first() or row.item
    page = member.url("vision:review", pk=row.version_id)
    link = f"{settings.SITE_URL}{page}#comment-{row.answers_id or row.pk}"
    return Mail(
        "vision/mail/comment",
        {"comment": row, "version": row.version, "by": row.by, "about": str(about), "link": link},
        **sent_by(row.by),
    )


@mail("vision.reaction")
def reaction(message: Message) -> Mail | None:
    """To who shared: what the reader of a link wrote back."""
    rows = Reaction.objects.for_system("mail").filter(pk=message.object_id)
    row = rows.select_related("link__version__vision__client").first()
    member = _member(message)
    if not row or not member:
        return None
    return Mail(
        "vision/mail/reaction",
        {
            "reaction": row,
            "share": row.link,
            "version": row.link.version,
            "link": settings.SITE_URL + member.url("vision:share", pk=row.link.version_id),
        },
        sender=row.link.receiver_name,
        reply_to=row.link.address,
    )


def _reviewer(message: Message) -> tuple[Reviewer | None, Membership | None]:
    rows = Reviewer.objects.for_system("mail").filter(pk=message.object_id)
    related = ("version__vision__client", "membership__user", "asked_by__user")
    return rows.select_related(*related).first(), _member(message)


def _member(message: Message) -> Membership | None:
    """The membership under which the receiver gets this mail; None when it ended."""
    rows = Membership.objects.for_system("mail").active()
    rows = rows.filter(user=message.receiver_id, organisation=message.organisation_id)
    return rows.select_related("organisation", "user").first()

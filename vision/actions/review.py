"""Comments, and the people who are asked whether a version may be published."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership
from accounts.rules import can_contribute, require
from common.once import call
from notifications.actions import queue
from vision import rules
from vision.models import Comment, Part, Reviewer, VisionItem, VisionVersion

State = VisionVersion.State


@transaction.atomic
def comment(
    *,
    version: VisionVersion,
    by: Membership,
    text: str,
    quote: str = "",
    part: Part | None = None,
    item: VisionItem | None = None,
) -> Comment:
    """Adds a comment to a part or an item of a version that is not published, and mails who is concerned."""
    _may_comment(version, by)
    call(text)
    made = Comment.objects.create(version=version, by=by, text=text, quote=quote, part=part, item=item)
    _tell(made)
    return made


@transaction.atomic
def answer(*, comment: Comment, by: Membership, text: str) -> Comment:
    """Answers a comment, and mails who wrote the text and who takes part in the thread. What was resolved is open
    again: somebody has more to say."""
    _may_comment(comment.version, by)
    call(text)
    first = comment.answers or comment
    Comment.objects.editable_by(by).filter(pk=first.pk).update(resolved_at=None, resolved_by=None)
    made = Comment.objects.create(
        version=first.version, by=by, text=text, part=first.part, item=first.item, answers=first
    )
    _tell(made)
    return made


def _may_comment(version: VisionVersion, by: Membership) -> None:
    require(rules.is_ours(by, version) and can_contribute(by))
    if _locked(version).state == State.PUBLISHED:
        raise ValidationError(_("This version has been published; comments are for the next one."))


def _tell(comment: Comment) -> None:
    """Mails who wrote the text last and who commented on it before; of an answer, who takes part in its thread."""
    texts = comment.version.texts.filter(item=comment.item)
    last = {comment.part.changed_by_id} if comment.part else set(texts.values_list("changed_by", flat=True))
    talk = Comment.objects.for_system("who commented before").filter(version=comment.version)
    if comment.answers_id:
        talk = talk.filter(Q(pk=comment.answers_id) | Q(answers=comment.answers_id))
    else:
        talk = talk.filter(part=comment.part, item=comment.item)
    told = {key for key in (*last, *talk.values_list("by", flat=True)) if key and key != comment.by_id}
    rows = Membership.objects.for_system("who hears of a comment").active().filter(pk__in=told)
    for member in rows.select_related("user").order_by("created_at"):
        queue("vision.comment", receiver=member.user, about=comment, organisation_id=member.organisation_id)


@transaction.atomic
def resolve(*, comment: Comment, by: Membership) -> None:
    """Marks a comment as dealt with, and so what answers it. Doing it twice is harmless."""
    require(rules.can_resolve(by, comment))
    open_ = Comment.objects.editable_by(by).open().filter(pk=comment.pk)
    open_.update(resolved_at=timezone.now(), resolved_by=by)


@transaction.atomic
def reopen(*, comment: Comment, by: Membership) -> None:
    """Takes "resolved" back."""
    require(rules.can_resolve(by, comment))
    Comment.objects.editable_by(by).filter(pk=comment.pk).update(resolved_at=None, resolved_by=None)


@transaction.atomic
def ask_review(
    *, version: VisionVersion, members: Sequence[Membership], by: Membership, due: date | None = None
) -> None:
    """Asks colleagues whether the version may be published, and mails them; who was asked already is not asked again.

    From the first on the texts cannot be changed, so that everybody judges the same.
    """
    require(rules.can_change(by, version))
    row = _locked(version)
    if row.state == State.PUBLISHED:
        raise ValidationError(_("This version has been published."))
    asked = set(row.reviewers.current().values_list("membership", flat=True))  # type: ignore[attr-defined]
    for member in members:
        require(member.organisation_id == by.organisation_id and can_contribute(member) and member.ended_at is None)
        if member.pk not in asked:
            _ask(row, member, by, due)
    if row.state == State.DRAFT and (members or asked):
        row.state = version.state = State.IN_REVIEW
        row.save(update_fields=["state"])


def _ask(version: VisionVersion, member: Membership, by: Membership, due: date | None) -> None:
    reviewer = Reviewer.objects.create(version=version, membership=member, asked_by=by, due=due)
    record("vision.review_asked", organisation=by.organisation, by=by, about=version, name=str(member.user))
    queue("vision.review_asked", receiver=member.user, about=reviewer, organisation_id=by.organisation_id)


@transaction.atomic
def withdraw_reviewer(*, reviewer: Reviewer, by: Membership) -> None:
    """No longer asks somebody. Doing it twice is harmless."""
    require(rules.can_change(by, reviewer.version))
    if _locked(reviewer.version).state == State.PUBLISHED:
        raise ValidationError(_("This version has been published."))
    if Reviewer.objects.editable_by(by).current().filter(pk=reviewer.pk).update(withdrawn_at=timezone.now()):
        name = str(reviewer.membership.user)
        record("vision.review_withdrawn", organisation=by.organisation, by=by, about=reviewer.version, name=name)


@transaction.atomic
def take_back(*, version: VisionVersion, by: Membership) -> None:
    """Ends the review and makes the version a draft again; what was approved must be asked anew."""
    require(rules.can_change(by, version))
    row = _locked(version)
    if row.state == State.PUBLISHED:
        raise ValidationError(
            _("This version has been published and stays as it is. Begin a new version to change it.")
        )
    if row.state == State.DRAFT:
        return
    row.state = version.state = State.DRAFT
    row.save(update_fields=["state"])
    row.reviewers.current().update(withdrawn_at=timezone.now())  # type: ignore[attr-defined]
    record("vision.review_ended", organisation=by.organisation, by=by, about=row)


@transaction.atomic
def answer_review(*, reviewer: Reviewer, verdict: str, note: str, by: Membership) -> None:
    """Approves, or asks for changes with a note; mails who asked. Until it is published one may answer anew."""
    version = _locked(reviewer.version)
    row = Reviewer.objects.visible_to(by).select_related("version__vision", "asked_by__user").get(pk=reviewer.pk)
    require(row.membership_id == by.pk and rules.is_ours(by, version))
    if not rules.can_answer_review(by, row):
        raise ValidationError(_("The review has ended; your answer is no longer needed."))
    if verdict == Reviewer.Verdict.CHANGES and not note.strip():
        raise ValidationError({"note": _("Say what must change.")})
    if (row.verdict, row.note) == (verdict, note):
        return
    row.verdict, row.note, row.answered_at = verdict, note, timezone.now()
    row.save(update_fields=["verdict", "note", "answered_at"])
    event = "vision.approved" if verdict == Reviewer.Verdict.APPROVED else "vision.changes_asked"
    record(event, organisation=by.organisation, by=by, about=version)
    if row.asked_by_id != by.pk and row.asked_by.ended_at is None:
        queue("vision.review_answered", receiver=row.asked_by.user, about=row, organisation_id=by.organisation_id)


@transaction.atomic
def hand_over_review(*, reviewer: Reviewer, taker: Membership | None, by: Membership) -> None:
    """Asks a colleague in the place of a reviewer, or nobody, in the caller's transaction. Mails nobody: whoever hands
    over tells both."""
    version = _locked(reviewer.version)
    reviewer.withdrawn_at = timezone.now()
    reviewer.save(update_fields=["withdrawn_at"])
    name = str(reviewer.membership.user)
    record("vision.review_withdrawn", organisation=by.organisation, by=by, about=version, name=name)
    if taker is None or version.reviewers.current().filter(membership=taker).exists():  # type: ignore[attr-defined]
        return
    Reviewer.objects.create(version=version, membership=taker, asked_by=reviewer.asked_by, due=reviewer.due)
    record("vision.review_asked", organisation=by.organisation, by=by, about=version, name=str(taker.user))


@transaction.atomic
def hand_over_asking(*, reviewers: Sequence[Reviewer], taker: Membership | None) -> None:
    """Lets a colleague hear what reviewers say, in the caller's transaction."""
    assert taker
    rows = Reviewer.objects.for_system("somebody leaves").filter(pk__in=[row.pk for row in reviewers])
    rows.update(asked_by=taker)


def _locked(version: VisionVersion) -> VisionVersion:
    rows = VisionVersion.objects.for_system("lock").select_for_update(of=("self",))
    return rows.select_related("vision__client").get(pk=version.pk)

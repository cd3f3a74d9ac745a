"""Minutes from draft to adopted, by both sides, and their correction."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import record
from accounts.models import Membership, Side
from accounts.rules import require
from common.edges import check_fits
from common.models import revise
from common.richtext import check_length, clean
from documents.jobs import start as start_job
from meetings import rules
from meetings.actions.common import note, tell
from meetings.content import content_of, hash_of
from meetings.models import (
    Action,
    Amendment,
    Approval,
    Decision,
    Meeting,
    Minutes,
    MinutesText,
    Participant,
    Receipt,
)
from meetings.signals import minutes_adopted
from meetings.times import end_of_review
from notifications.actions import queue_all
from notifications.kinds import Planned
from partnerships.actions.common import check_one_side
from partnerships.models import Partnership, TeamMember

CHANGED = "changed"
# Registered in jobs.py.
MINUTES_PDF = "meetings.minutes_pdf"
MOST_REASON = 1000


def held(minutes: Minutes) -> Minutes:
    """The version as it is now, held until the transaction ends."""
    rows = Minutes.objects.for_system("an action holds the row").select_for_update(of=("self",))
    pair = ("meeting__partnership__client", "meeting__partnership__supplier", "meeting__organiser__user")
    return rows.select_related(*pair, "sent_by__user").get(pk=minutes.pk)


def was_there(member: Membership, meeting: Meeting) -> bool:
    rows = Participant.objects.for_system("who was there").of(member)
    return rows.filter(meeting=meeting, present=True).exists()


@transaction.atomic
def send_for_review(*, minutes: Minutes, by: Membership, adopt: bool = True, early: bool = False) -> None:
    """Fixes what the minutes say and asks both sides to adopt them within five working days, counted from
    the later of sending and the planned end of the meeting.

    Who sends them and may adopt adopts them for the own side in the same act, unless `adopt` is False. Before the
    planned time only with `early`, by which the sender says that the meeting was held already. Whoever may adopt
    for a side that has not yet is mailed.
    """
    require(rules.can_write(by, minutes.meeting))
    minutes = held(minutes)
    meeting = minutes.meeting
    if minutes.state == Minutes.State.REVIEW:
        return
    if minutes.state != Minutes.State.DRAFT:
        raise ValidationError(_("These minutes have been adopted. Begin a correction if something is wrong."))
    if minutes.version == 1 and meeting.state != Meeting.State.HELD:
        raise ValidationError(_("Close the meeting first; then you can send the minutes."))
    if meeting.is_ahead and not early:
        raise ValidationError(_("This meeting is planned for later. Tick that it was already held, or wait."))
    if not Participant.objects.for_system("who was there").filter(meeting=meeting, present=True).invited().exists():
        raise ValidationError(_("Nobody is ticked under “Who was there”. Tick who was there; then send the minutes."))
    now = timezone.now()
    minutes.state, minutes.sent_at, minutes.sent_by = Minutes.State.REVIEW, now, by
    minutes.review_until = term_of(minutes, now)
    _fix(minutes)
    minutes.save(update_fields=["state", "sent_at", "sent_by", "review_until", "content", "sha256"])
    if minutes.version == 1:
        _set_state(meeting, Meeting.State.REVIEW)
    note("meetings.minutes_sent", meeting, by, version=minutes.version)
    if adopt and rules.can_adopt(by, minutes, was_there(by, meeting)):
        _check_one_side(minutes, by)
        _answer(minutes, meeting.on_side(by), Approval.Kind.ADOPTED, now, by=by)
    queue_all(_to_adopters(minutes, now, but=[by]))
    queue_all(_to_owners(minutes, by))


def _to_owners(minutes: Minutes, by: Membership) -> list[Planned]:
    """Who has to do something by these minutes, but for the sender; who was told at once is not told twice."""
    rows = Action.objects.for_system("who has to do it").open().filter(meeting=minutes.meeting_id, owner__ended_at=None)
    rows = rows.filter(owner__user__is_active=True).exclude(owner__user=by.user_id).select_related("owner__user")
    return [
        Planned(
            kind="meetings.action_given",
            object_type=Action._meta.label_lower,
            object_id=one.pk,
            moment=one.given_at,
            language=one.owner.user.language,
            receiver_id=one.owner.user_id,
            organisation_id=one.organisation_id,
        )
        for one in rows
    ]


def term_of(minutes: Minutes, now: datetime) -> datetime:
    """Until when minutes that are sent now can be adopted."""
    return end_of_review(max(now, minutes.meeting.ends_at), minutes.zone)


def _fix(minutes: Minutes) -> None:
    content = content_of(minutes)
    minutes.content, minutes.sha256 = content, hash_of(content)


def _set_state(meeting: Meeting, state: str) -> None:
    Meeting.objects.for_system("follows its minutes").filter(pk=meeting.pk).update(state=state)
    meeting.state = state


def adopters(minutes: Minutes, side: Side) -> list[Membership]:
    """Whom a side is asked by mail: those who were there and may adopt, else the leads of its team, else
    its editors in the team, else its owners."""
    meeting = minutes.meeting
    people = Participant.objects.for_system("who was there").filter(meeting=meeting, side=side, present=True)
    found = [one.membership for one in people.invited().select_related("membership__user", "membership__organisation")]
    may = [one for one in found if one and not one.ended_at and rules.can_adopt(one, minutes, was_there=True)]
    if may:
        return may
    team = TeamMember.objects.for_system("whom to ask").current().filter(partnership=meeting.partnership_id, side=side)
    rows = [one.membership for one in team.select_related("membership__user", "membership__organisation")]
    if editors := [one for one in rows if rules.can_adopt(one, minutes, was_there=False)]:
        return editors
    return list(Membership.objects.owners_of(meeting.partnership.organisation_on(side)).select_related("organisation"))


def _to_adopters(
    minutes: Minutes, now: datetime, *, but: Collection[Membership], also: Iterable[Membership] = ()
) -> list[Planned]:
    answered = set(_answers(minutes).values_list("side", flat=True))
    sides = [side for side in Side if side.value not in answered]
    people = {one.pk: one for side in sides for one in adopters(minutes, side)} | {one.pk: one for one in also}
    left_out = {one.pk for one in but}
    asked = [one for key, one in people.items() if key not in left_out and not one.ended_at and one.user.is_active]
    return [_of_minutes("meetings.minutes_to_adopt", minutes, one, now) for one in asked]


def _of_minutes(kind: str, minutes: Minutes, member: Membership, moment: datetime) -> Planned:
    return Planned(
        kind=kind,
        object_type=Minutes._meta.label_lower,
        object_id=minutes.pk,
        moment=moment,
        language=member.user.language,
        receiver_id=member.user_id,
        organisation_id=member.organisation_id,
    )


def _answers(minutes: Minutes) -> Any:
    return Approval.objects.for_system("both sides").filter(minutes=minutes, voided_at=None)


@transaction.atomic
def take_back(*, minutes: Minutes, by: Membership, because: str = "") -> None:
    """Opens minutes under review for writing again; the side that sent them. What was adopted is void, and the
    other side is told by mail."""
    require(rules.can_write(by, minutes.meeting))
    minutes = held(minutes)
    meeting = minutes.meeting
    if minutes.state == Minutes.State.DRAFT:
        return
    if minutes.is_adopted:
        raise ValidationError(_("These minutes have been adopted. Begin a correction if something is wrong."))
    because = because.strip()
    check_fits(because, MOST_REASON, "because")
    require(minutes.sent_by is None or minutes.sent_by.organisation_id == by.organisation_id)
    now = timezone.now()
    told = adopters(minutes, meeting.on_side(by).other)
    _answers(minutes).update(voided_at=now)
    minutes.state, minutes.review_until, minutes.content, minutes.sha256 = Minutes.State.DRAFT, None, None, ""
    minutes.taken_back_at, minutes.taken_back_by, minutes.taken_back_because = now, by, because
    fields = ["taken_back_at", "taken_back_by", "taken_back_because"]
    minutes.save(update_fields=["state", "review_until", "content", "sha256", *fields])
    if minutes.version == 1:
        _set_state(meeting, Meeting.State.HELD)
    note("meetings.minutes_taken_back", meeting, by, version=minutes.version)
    queue_all(_of_minutes("meetings.minutes_taken_back", minutes, one, now) for one in told if one.user.is_active)


@transaction.atomic
def mark_seen(*, minutes: Minutes, by: Membership) -> None:
    """Notes that somebody read minutes that were sent: the first time, for both sides to see."""
    if minutes.state == Minutes.State.DRAFT or not rules.of_pair(by, minutes.meeting.partnership):
        return
    side = minutes.meeting.on_side(by)
    _row, first = Receipt.objects.get_or_create(minutes=minutes, by=by, defaults={"side": side})
    if first:
        note("meetings.minutes_seen", minutes.meeting, by, version=minutes.version)


# Amendments ------------------------------------------------------------------------------------


def _check_under_review(minutes: Minutes) -> None:
    if minutes.state != Minutes.State.REVIEW:
        raise ValidationError(_("These minutes are no longer under review."))


@transaction.atomic
def amend(*, minutes: Minutes, text: MinutesText, proposal: str, by: Membership, html: str = "") -> Amendment:
    """Proposes a change under one item: a remark, or the text as it should become, or both. The minutes wait
    until it is taken over or dismissed; the other side is mailed."""
    require(rules.can_amend(by, minutes))
    minutes = held(minutes)
    _check_under_review(minutes)
    html = _proposed(html, text)
    if not proposal and not html:
        raise ValidationError({"proposal": _("Change the text, or say what should be different.")})
    # A second click brings the same words.
    same = Amendment.objects.for_system("said already").open().filter(minutes=minutes, item=text.item_id, by=by)
    if found := same.filter(text=proposal, html=html).first():
        return found
    side = minutes.meeting.on_side(by)
    row = Amendment.objects.create(minutes=minutes, item=text.item, text=proposal, html=html, by=by, side=side)
    note("meetings.amendment_made", minutes.meeting, by)
    queue_all(_of_amendment("meetings.change_proposed", row, one) for one in answerers(minutes, side.other))
    return row


def _proposed(html: str, text: MinutesText) -> str:
    """The text as it should become; nothing when it is what stands there already."""
    check_length(html)
    html = clean(html)
    return "" if html == text.text else html


def answerers(minutes: Minutes, side: Side) -> list[Membership]:
    """Whom a side is asked to answer a proposal: who sent the minutes, else those who are asked to adopt them."""
    sender = minutes.sent_by
    if sender and rules.answers_as_sender(sender, minutes, side):
        return [sender]
    return adopters(minutes, side)


def _of_amendment(kind: str, amendment: Amendment, member: Membership) -> Planned:
    return Planned(
        kind=kind,
        object_type=Amendment._meta.label_lower,
        object_id=amendment.pk,
        moment=amendment.answered_at or amendment.created_at,
        language=member.user.language,
        receiver_id=member.user_id,
        organisation_id=member.organisation_id,
    )


def _open_amendment(amendment: Amendment) -> Amendment:
    rows = Amendment.objects.for_system("held").select_for_update(of=("self",))
    pair = ("minutes__meeting__partnership__client", "minutes__meeting__partnership__supplier")
    return rows.select_related(*pair, "item", "by__user").get(pk=amendment.pk)


ENDED = {
    Amendment.State.TAKEN: gettext_lazy("This proposal was accepted already. Nothing was changed."),
    Amendment.State.DISMISSED: gettext_lazy("This proposal was rejected already. Nothing was changed."),
    Amendment.State.WITHDRAWN: gettext_lazy("This proposal was withdrawn already. Nothing was changed."),
}


def _ended_before(amendment: Amendment, state: str, answer: str, *, is_same: bool = True) -> bool:
    """True where it ended in just this way, as after a second click; raises where it ended otherwise."""
    if amendment.state == Amendment.State.OPEN:
        return False
    if amendment.state == state and amendment.answer == answer and is_same:
        return True
    raise ValidationError(ENDED[Amendment.State(amendment.state)])


@transaction.atomic
def take_amendment(*, amendment: Amendment, html: str, revision: int, by: Membership, answer: str = "") -> None:
    """Takes a proposal of the other side over: the text under the item becomes `html`. The new text goes round with
    a term of its own: what was adopted is void, and who may adopt or had adopted is mailed. Raises Conflict."""
    minutes = held(amendment.minutes)
    amendment = _open_amendment(amendment)
    require(rules.can_answer(by, amendment))
    text = MinutesText.objects.for_system("its text").get(minutes=minutes, item=amendment.item)
    html = clean(html)
    if _ended_before(amendment, Amendment.State.TAKEN, answer, is_same=text.text == html):
        return
    check_one_side(minutes.meeting.partnership, by, [amendment.by])
    _check_under_review(minutes)
    check_fits(answer, MOST_REASON, "answer")
    check_length(html)
    if html == text.text and revision == text.revision:
        raise ValidationError(
            {"text": _("The text is still the same. Change it as the proposal asks, or reject the proposal.")}
        )
    revise(text, revision=revision, text=html)
    before = minutes.sha256
    _fix(minutes)
    minutes.save(update_fields=["content", "sha256"])
    _close_amendment(minutes, amendment, Amendment.State.TAKEN, answer, by)
    if minutes.sha256 != before:
        now, adopted_by = timezone.now(), _who_adopted(minutes)
        _answers(minutes).update(voided_at=now)
        # Who proposed it hears so in the answer.
        queue_all(_to_adopters(minutes, now, but=[by, amendment.by], also=adopted_by))
    note("meetings.amendment_taken", minutes.meeting, by)


def _who_adopted(minutes: Minutes) -> list[Membership]:
    rows = _answers(minutes).filter(by__isnull=False).select_related("by__user", "by__organisation")
    return [one.by for one in rows]


def _close_amendment(minutes: Minutes, amendment: Amendment, state: str, answer: str, by: Membership) -> None:
    """Ends a proposal. As nobody could adopt while it was open, both sides have their whole term again."""
    minutes.review_until = max(minutes.review_until or timezone.now(), term_of(minutes, timezone.now()))
    minutes.save(update_fields=["review_until"])
    amendment.state, amendment.answer = state, answer
    amendment.answered_by, amendment.answered_at = by, timezone.now()
    amendment.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    withdrawn = state == Amendment.State.WITHDRAWN
    if not withdrawn and amendment.by.ended_at is None and amendment.by.user.is_active:
        queue_all([_of_amendment("meetings.change_answered", amendment, amendment.by)])


@transaction.atomic
def dismiss_amendment(*, amendment: Amendment, answer: str, by: Membership) -> None:
    """Does not take a proposal of the other side over, and says why."""
    minutes = held(amendment.minutes)
    amendment = _open_amendment(amendment)
    require(rules.can_answer(by, amendment))
    if _ended_before(amendment, Amendment.State.DISMISSED, answer):
        return
    check_one_side(minutes.meeting.partnership, by, [amendment.by])
    _check_under_review(minutes)
    check_fits(answer, MOST_REASON, "answer")
    if not answer.strip():
        raise ValidationError({"answer": _("Say why, so that whoever proposed it knows.")})
    _close_amendment(minutes, amendment, Amendment.State.DISMISSED, answer, by)
    note("meetings.amendment_dismissed", minutes.meeting, by)


@transaction.atomic
def withdraw_amendment(*, amendment: Amendment, by: Membership) -> None:
    """Takes a proposal back; the side that made it. Nobody is mailed."""
    minutes = held(amendment.minutes)
    amendment = _open_amendment(amendment)
    require(rules.can_withdraw(by, amendment))
    if _ended_before(amendment, Amendment.State.WITHDRAWN, ""):
        return
    _check_under_review(minutes)
    _close_amendment(minutes, amendment, Amendment.State.WITHDRAWN, "", by)
    note("meetings.amendment_withdrawn", minutes.meeting, by)


# Adoption --------------------------------------------------------------------------------------


@transaction.atomic
def approve(*, minutes: Minutes, sha256: str, by: Membership) -> None:
    """Adopts minutes for one's own side. When both sides have, they are fixed and numbered.

    `sha256` is the hash of what was on the screen: a text that changed since is not adopted.
    """
    require(rules.can_adopt(by, minutes, was_there(by, minutes.meeting)))
    minutes = held(minutes)
    side = minutes.meeting.on_side(by)
    mine = _answers(minutes).filter(side=side, kind=Approval.Kind.ADOPTED)
    if mine.filter(sha256=sha256).exists():
        return
    if minutes.is_adopted:
        raise ValidationError(_("These minutes are fixed already. Nothing was changed."))
    if mine.exists():
        raise ValidationError(_("A colleague adopted these minutes for your side already."))
    _check_under_review(minutes)
    if sha256 != minutes.sha256:
        raise ValidationError(_("These minutes changed while you read them. Read them again first."), code=CHANGED)
    if Amendment.objects.for_system("any open").open().filter(minutes=minutes).exists():
        raise ValidationError(_("A proposed change is still open. It must be accepted or rejected first."))
    _check_one_side(minutes, by)
    _answer(minutes, side, Approval.Kind.ADOPTED, timezone.now(), by=by)


def _check_one_side(minutes: Minutes, by: Membership) -> None:
    check_one_side(minutes.meeting.partnership, by, [one.by for one in _answers(minutes).select_related("by")])


def _answer(minutes: Minutes, side: Side, kind: str, at: datetime, *, by: Membership | None = None) -> None:
    Approval.objects.create(
        minutes=minutes,
        side=side,
        kind=kind,
        by=by,
        job_title=by.job_title if by else "",
        sha256=minutes.sha256,
        at=at,
    )
    if by:
        note("meetings.minutes_approved", minutes.meeting, by, version=minutes.version)
    if set(_answers(minutes).values_list("side", flat=True)) == set(Side.values):
        _adopt(minutes, at, by)


def _adopt(minutes: Minutes, at: datetime, by: Membership | None) -> None:
    """Numbers and fixes the minutes and their decisions; from here on the database holds them."""
    meeting = minutes.meeting
    # Two meetings of one partnership get their numbers one after the other.
    Partnership.objects.for_system("numbering").select_for_update(of=("self",)).get(pk=meeting.partnership_id)
    minutes.number = _number(minutes)
    _number_decisions(minutes, at)
    minutes.state, minutes.adopted_at = Minutes.State.ADOPTED, at
    minutes.save(update_fields=["state", "adopted_at", "number"])
    if meeting.state == Meeting.State.REVIEW:
        _set_state(meeting, Meeting.State.ADOPTED)
    pair = meeting.partnership
    record(
        "meetings.minutes_adopted",
        organisation=by.organisation if by else pair.client,
        shared_with=pair.other(by) if by else pair.supplier,
        by=by,
        about=meeting,
        number=minutes.number,
        version=minutes.version,
    )
    minutes_adopted.send(Minutes, minutes=minutes)
    maker = by or minutes.sent_by
    if maker:
        start_job(MINUTES_PDF, by=maker, about=minutes, language=meeting.language, by_itself=True)
    people = Participant.objects.for_system("everybody who was invited").filter(meeting=meeting).invited()
    tell("meetings.minutes_for_guest", meeting, people.select_related("membership__user"), at)


def _number(minutes: Minutes) -> int:
    rows = Minutes.objects.for_system("numbering").filter(partnership=minutes.partnership_id)
    own = rows.filter(meeting=minutes.meeting_id, number__isnull=False).values_list("number", flat=True).first()
    return own or (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _number_decisions(minutes: Minutes, at: datetime) -> None:
    rows = Decision.objects.for_system("numbering").filter(partnership=minutes.partnership_id)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    fresh = list(rows.filter(minutes=minutes, number=None).order_by("item__position", "created_at", "pk"))
    for number, row in enumerate(fresh, last + 1):
        row.number = number
    Decision.objects.bulk_update(fresh, ["number"])
    replaced = [row.supersedes_id for row in fresh if row.supersedes_id]
    if replaced:
        rows.filter(pk__in=replaced, state=Decision.State.VALID).update(state=Decision.State.SUPERSEDED, ended_at=at)


def close_reviews(now: datetime) -> int:
    """Fixes minutes whose term has passed, unless a proposed change is open.

    A side that did not answer is shown as "no objection made", never as having adopted them. Safe to run at any
    time and twice at once; returns how many were fixed.
    """
    due = Minutes.objects.for_system("term passed").under_review().filter(review_until__lt=now)
    return sum(_close_review(minutes, now) for minutes in due)


@transaction.atomic
def _close_review(minutes: Minutes, now: datetime) -> bool:
    minutes = held(minutes)
    open_ones = Amendment.objects.for_system("any open").open().filter(minutes=minutes)
    answered = set(_answers(minutes).values_list("side", flat=True))
    # Asked again under the lock: an answer to a proposal may have begun a new term.
    passed = minutes.review_until is not None and minutes.review_until < now
    if minutes.state != Minutes.State.REVIEW or not passed or open_ones.exists():
        return False
    for side in Side:
        if side.value not in answered:
            _answer(minutes, side, Approval.Kind.NO_OBJECTION, now)
    return True


@transaction.atomic
def begin_correction(*, meeting: Meeting, because: str, by: Membership) -> Minutes:
    """A new version, with the texts of the last; the old one stays as it is. An editor of either side."""
    require(rules.can_correct(by, meeting), rules.why_over(meeting.partnership))
    if not because.strip():
        raise ValidationError({"because": _("Say what is corrected and why.")})
    rows = Minutes.objects.for_system("its versions").filter(meeting=meeting).select_for_update()
    last = rows.order_by("-version").first()
    if not last:
        raise ValidationError(_("There are no minutes to correct."))
    if not last.is_adopted:
        return last
    fresh = Minutes.objects.create(
        meeting=meeting, partnership=meeting.partnership, version=last.version + 1, corrects_because=because.strip()
    )
    texts = MinutesText.objects.for_system("copied").filter(minutes=last)
    MinutesText.objects.bulk_create(MinutesText(minutes=fresh, item_id=row.item_id, text=row.text) for row in texts)
    note("meetings.correction_begun", meeting, by, version=fresh.version)
    return fresh

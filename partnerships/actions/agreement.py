"""The agreement: written by both, put up for approval, approved by one of each side, in force."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import change_profile
from accounts.audit import origin
from accounts.models import Membership, Side
from accounts.rules import require
from common.edges import check_fits
from common.models import revise
from common.richtext import check_length, clean, is_empty
from documents import jobs
from documents.attachments import Upload, keep
from partnerships import rules
from partnerships.actions.common import check_one_side, leads_of, locked, note, people_of, tell
from partnerships.canonical import canonical, hash_of, now
from partnerships.gaps import left_open, unanswered
from partnerships.models import (
    Agreement,
    AgreementAnnex,
    AgreementReceipt,
    AgreementSection,
    AgreementVersion,
    Approval,
    Partnership,
    TeamMember,
)
from partnerships.starters import agreement_sections, agreement_title, approval_statement

State = AgreementVersion.State
PDF = "partnerships.agreement_pdf"
MOST_OF_HEADING = 120


# Writing ---------------------------------------------------------------------------------------


@transaction.atomic
def begin(*, partnership: Partnership, by: Membership, language: str) -> AgreementVersion:
    """Begins the agreement with starting texts in its language. Beginning twice gives the same draft."""
    partnership = locked(partnership)
    require(rules.can_write(by, partnership))
    _check_agreeing(partnership)
    agreement, made = Agreement.objects.get_or_create(partnership=partnership, defaults={"language": language})
    if not made:
        return agreement.versions.order_by("-number")[0]
    names = {"client": partnership.client.name, "supplier": partnership.supplier.name}
    title = (agreement_title(language) % names)[:150]
    version = AgreementVersion.objects.create(agreement=agreement, number=1, title=title, began_by=by)
    AgreementSection.objects.bulk_create(
        AgreementSection(version=version, key=key, position=position, title=title, body=clean(body))
        for position, (key, title, body) in enumerate(agreement_sections(language), start=1)
    )
    _tell_begun(partnership, version, by)
    return version


@transaction.atomic
def new_version(*, agreement: Agreement, by: Membership, change_note: str = "") -> AgreementVersion:
    """A draft with the texts of the version in force, which stays in force until the new one is approved.

    When a version is in the making already, that one is given back.
    """
    partnership = locked(agreement.partnership)
    require(rules.can_write(by, partnership))
    _check_agreeing(partnership)
    versions = AgreementVersion.objects.for_system("new version").filter(agreement=agreement)
    if found := versions.filter(state__in=[State.DRAFT, State.PROPOSED]).first():
        return found
    source = versions.in_force().first() or versions.order_by("-number")[0]
    draft = _copy(source, by, change_note=change_note)
    _tell_begun(partnership, draft, by)
    return draft


def _tell_begun(partnership: Partnership, version: AgreementVersion, by: Membership) -> None:
    note("partnerships.agreement_begun", partnership, by, about=version)
    other = partnership.side_of(by).other
    tell("partnerships.agreement_begun", partnership, leads_of(partnership, other), other, version)


def _copy(source: AgreementVersion, by: Membership, change_note: str) -> AgreementVersion:
    last = AgreementVersion.objects.for_system("number").filter(agreement=source.agreement).order_by("-number")[0]
    never = last.state == State.VOIDED
    draft = AgreementVersion.objects.create(
        agreement=source.agreement, number=last.number + 1, title=source.title, began_by=by, change_note=change_note,
        edition=last.edition if never else last.edition + 1, attempt=last.attempt + 1 if never else 1,
    )  # fmt: skip
    AgreementSection.objects.bulk_create(
        AgreementSection(
            version=draft,
            key=old.key,
            position=old.position,
            title=old.title,
            body=old.body if old.as_written is None else old.as_written,
        )
        for old in source.sections.all()
    )
    for annex in source.annexes.all():
        AgreementAnnex.objects.create(
            version=draft, title=annex.title, file_id=annex.file_id, added_by_id=annex.added_by_id
        )
    return draft


@transaction.atomic
def write_section(*, section: AgreementSection, by: Membership, revision: int, body: str, title: str = "") -> None:
    """Saves one section of a draft; raises Conflict for the second of two writers.

    No audit event: texts save themselves while one writes.
    """
    version = _writable(section.version, by)
    check_fits(title.strip(), MOST_OF_HEADING, "title")
    check_length(body)
    _save(section, by, revision, body=clean(body), title=title.strip() or section.title)
    section.version = version


def _save(section: AgreementSection, by: Membership, revision: int, **changes: str) -> None:
    # Sent twice, or both wrote the same: nothing is lost, so it is no conflict.
    section.refresh_from_db(fields=["revision", *changes])
    if any(getattr(section, name) != value for name, value in changes.items()):
        revise(section, revision=revision, changed_by=by, **changes)


@transaction.atomic
def retitle(*, version: AgreementVersion, by: Membership, title: str, change_note: str = "") -> None:
    """Changes the title of a draft, and what it says to change."""
    version = _writable(version, by)
    version.title, version.change_note = title, change_note
    version.save(update_fields=["title", "change_note"])


@transaction.atomic
def add_annex(*, version: AgreementVersion, by: Membership, title: str, upload: Upload) -> AgreementAnnex:
    """Attaches a file to a draft."""
    version = _writable(version, by)
    file = keep(upload, by=by.user)
    annex = AgreementAnnex.objects.create(version=version, title=title, file=file, added_by=by)
    note("partnerships.annex_added", version.agreement.partnership, by, about=annex)
    return annex


@transaction.atomic
def remove_annex(*, annex: AgreementAnnex, by: Membership) -> None:
    """Takes a file out of a draft."""
    version = _writable(annex.version, by)
    note("partnerships.annex_removed", version.agreement.partnership, by, about=annex)
    annex.delete()


def _writable(version: AgreementVersion, by: Membership) -> AgreementVersion:
    """The draft, held: putting it up for approval waits for the writer, and the other way round."""
    version = _held(version)
    require(rules.can_write(by, version.agreement.partnership))
    if version.state != State.DRAFT:
        raise ValidationError(_("This version is up for approval or approved; its text can no longer change."))
    _check_agreeing(version.agreement.partnership)
    return version


def _held(version: AgreementVersion) -> AgreementVersion:
    rows = AgreementVersion.objects.for_system("hold").select_for_update(of=("self",))
    related = ("agreement__partnership__client", "agreement__partnership__supplier")
    return rows.select_related(*related).get(pk=version.pk)


@transaction.atomic
def discard_draft(*, version: AgreementVersion, by: Membership) -> None:
    """Gives up a draft that was to replace the agreement in force. Twice is harmless."""
    version = _held(version)
    require(rules.can_write(by, version.agreement.partnership))
    if version.state == State.VOIDED:
        return
    others = AgreementVersion.objects.for_system("discard").filter(agreement=version.agreement)
    if version.state != State.DRAFT or not others.in_force().exists():
        raise ValidationError(_("You can only discard a draft when there is also an agreement in force."))
    _close(version, State.VOIDED, by, "")
    note("partnerships.agreement_taken_back", version.agreement.partnership, by, about=version)


# Approving -------------------------------------------------------------------------------------


@transaction.atomic
def put_up(
    *, version: AgreementVersion, by: Membership, sha256: str, leave_open: bool = False, open_reason: str = ""
) -> None:
    """Freezes a draft and asks both sides to approve it. `sha256` is that of the text the proposer was shown.

    Parts that nobody answered yet stay open only when the proposer says so by `leave_open`: they then say that
    they are open on purpose, and why, behind the question. Mails go to those who may sign for the other side, and
    for one's own when one may not oneself. Twice is harmless.
    """
    version = _held(version)
    partnership = version.agreement.partnership
    require(rules.can_write(by, partnership))
    if version.state == State.PROPOSED and version.proposed_by_id == by.pk:
        return
    version = _writable(version, by)
    facts, text = now(version)
    if hash_of(text) != sha256:
        raise ValidationError(_("Somebody changed the text since you opened this page. Read it again first."))
    sections = list(version.sections.all())
    if all(is_empty(section.body) for section in sections):
        raise ValidationError(_("There is no text in it yet."))
    gaps = unanswered(version.agreement.language, sections)
    if gaps and not leave_open:
        raise ValidationError({"leave_open": _("Answer the open questions first, or tick that you leave them open.")})
    for section in gaps:
        section.as_written, section.body = section.body, left_open(version.agreement.language, section, open_reason)
        section.save(update_fields=["as_written", "body"])
    if gaps:
        text = canonical(version, facts, sections, version.annexes.select_related("file").order_by("created_at"))
    version.state, version.proposed_by, version.proposed_at = State.PROPOSED, by, timezone.now()
    version.facts, version.canonical, version.sha256 = facts, text, hash_of(text)
    version.save(update_fields=["state", "proposed_by", "proposed_at", "facts", "canonical", "sha256"])
    note(
        "partnerships.agreement_proposed",
        partnership,
        by,
        about=version,
        sha256=version.sha256,
        left_open=[section.key for section in gaps],
    )
    _start_pdf(version, "proposal", by)
    own = partnership.side_of(by)
    for side in [own.other] if by.may_sign else [own, own.other]:
        tell("partnerships.agreement_waits", partnership, signers(partnership, side), side, version)


def _start_pdf(version: AgreementVersion, of: str, by: Membership) -> None:
    number = _("version %(number)s") % {"number": version.called}
    about = f"{version.agreement.partnership}, {version.title}, {number}" + (
        f" ({_('proposal')})" if of == "proposal" else ""
    )
    jobs.start(
        PDF, by=by, about=version, parameters={"of": of, "about": about}, language=version.agreement.language,
        by_itself=True,
    )  # fmt: skip


def signers(partnership: Partnership, side: Side) -> list[Any]:
    """The users of a side who may sign and can see the partnership: its owners and its team."""
    return [member.user for member in signing_members(partnership, side)]


def signing_members(partnership: Partnership, side: Side) -> list[Membership]:
    """Those of a side who may sign this agreement."""
    members = Membership.objects.for_system("signers").active().filter(may_sign=True)
    members = members.filter(organisation=partnership.organisation_on(side)).select_related("user", "organisation")
    seats = TeamMember.objects.for_system("signers").current().filter(partnership=partnership, side=side)
    seated = set(seats.values_list("membership_id", flat=True))
    theirs = TeamMember.objects.for_system("both sides").current().filter(partnership=partnership, side=side.other)
    members = members.exclude(user__in=theirs.values("user"))
    return [member for member in members.order_by("user__name") if member.role == "owner" or member.pk in seated]


@transaction.atomic
def approve(*, version: AgreementVersion, by: Membership, sha256: str, job_title: str = "") -> bool:
    """Approves for one's own side the very text whose hash was shown; says whether it is in force now. A job title
    is kept in the profile of who has none yet.

    The row of the version is held, so that two approvals at one moment follow each other and exactly
    one of them brings it into force. Approving twice is harmless.
    """
    version = _held(version)
    partnership = version.agreement.partnership
    require(rules.can_approve(by, version))
    side = partnership.side_of(by)
    given = list(Approval.objects.for_system("approve").filter(version=version).select_related("by"))
    if any(one.by_id == by.pk for one in given) and version.state in (State.PROPOSED, State.IN_FORCE):
        return version.state == State.IN_FORCE
    _check_approvable(version, by, side, sha256, given)
    if job_title and not by.job_title:
        change_profile(user=by.user, membership=by, job_title=job_title)
    _write_approval(version, by, side)
    note("partnerships.agreement_approved", partnership, by, about=version, sha256=version.sha256)
    if len(given) + 1 < 2:
        tell("partnerships.agreement_approved", partnership, signers(partnership, side.other), side.other, version)
        return False
    _bring_into_force(version, by)
    return True


def _check_approvable(
    version: AgreementVersion, by: Membership, side: Side, sha256: str, given: list[Approval]
) -> None:
    if version.state == State.IN_FORCE:
        raise ValidationError(_("Both sides have approved this already: it is in force."))
    if version.state != State.PROPOSED:
        raise ValidationError(_("This version is no longer up for approval."))
    _check_agreeing(version.agreement.partnership)
    check_one_side(version.agreement.partnership, by, [one.by for one in given])
    if any(one.side == side for one in given):
        raise ValidationError(_("A colleague has approved this already for your side."))
    if sha256 != version.sha256:
        raise ValidationError(_("This is not the text that is up for approval now. Read it again first."))


def _write_approval(version: AgreementVersion, by: Membership, side: Side) -> None:
    statement = approval_statement(version.agreement.language) % {"organisation": by.organisation.name}
    try:
        with transaction.atomic():
            Approval.objects.create(
                version=version, side=side, by=by, user=by.user, organisation=by.organisation, name=by.user.name,
                job_title=by.job_title, organisation_name=by.organisation.name, statement=statement,
                address=origin.get() or None, sha256=version.sha256,
            )  # fmt: skip
    except IntegrityError:
        raise ValidationError(_("This has been approved already for your side.")) from None


def _bring_into_force(version: AgreementVersion, by: Membership) -> None:
    partnership = version.agreement.partnership
    before = AgreementVersion.objects.for_system("replace").in_force().filter(agreement=version.agreement)
    for old in before.select_for_update():
        _close(old, State.SUPERSEDED, by, "")
    version.state, version.in_force_at = State.IN_FORCE, timezone.now()
    version.save(update_fields=["state", "in_force_at"])
    note("partnerships.agreement_in_force", partnership, by, about=version)
    _start_pdf(version, "agreement", by)
    for side in Side:
        people = {user.pk: user for user in [*people_of(partnership, side), *signers(partnership, side)]}
        tell("partnerships.agreement_in_force", partnership, people.values(), side, version)


@transaction.atomic
def take_back(*, version: AgreementVersion, by: Membership, reason: str) -> AgreementVersion:
    """Takes the proposed text back to change it: its approvals no longer count, and a new draft holds the texts.

    By an editor of either side, or somebody who may sign. Tells the other side's team, and on both sides
    those who approved or were asked to. Returns the draft; twice returns the same one.
    """
    version = _held(version)
    partnership = version.agreement.partnership
    require(rules.can_take_back(by, partnership))
    versions = AgreementVersion.objects.for_system("take back").filter(agreement=version.agreement)
    if version.state == State.VOIDED and (found := versions.filter(state=State.DRAFT).first()):
        return found
    if version.state != State.PROPOSED:
        raise ValidationError(_("This version is no longer up for approval."))
    _check_agreeing(partnership)
    if not reason.strip():
        raise ValidationError({"reason": _("Say what must change; both sides read it.")})
    _close(version, State.VOIDED, by, reason.strip())
    draft = _copy(version, by, change_note=version.change_note)
    note("partnerships.agreement_taken_back", partnership, by, about=version)
    for side in Side:
        people = people_of(partnership, side) if side != partnership.side_of(by) else []
        approvers = [one.user for one in version.approvals.filter(side=side).select_related("user")]
        asked = [*people, *approvers, *signers(partnership, side)]
        told = {user.pk: user for user in asked if user.pk != by.user_id}
        tell("partnerships.agreement_taken_back", partnership, told.values(), side, version)
    return draft


def _close(version: AgreementVersion, state: str, by: Membership, reason: str) -> None:
    version.state, version.closed_at, version.closed_by, version.close_reason = state, timezone.now(), by, reason
    version.save(update_fields=["state", "closed_at", "closed_by", "close_reason"])


@transaction.atomic
def see(*, version: AgreementVersion, by: Membership) -> None:
    """Notes that a member saw what is up for approval, the first time."""
    if version.state == State.DRAFT:
        return
    seen = AgreementReceipt.objects.for_system("receipt").filter(version=version, by=by)
    if seen.exists():
        return
    partnership = version.agreement.partnership
    row = AgreementReceipt(version=version, by=by, side=partnership.side_of(by))
    AgreementReceipt.objects.bulk_create([row], ignore_conflicts=True)
    note("partnerships.agreement_seen", partnership, by, about=version)


def _check_agreeing(partnership: Partnership) -> None:
    if not partnership.is_agreeing:
        raise ValidationError(_("An agreement is made in a partnership that is starting or running."))

"""What a partnership asks of each side now. Both sides see what is asked of whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, Role, Side
from partnerships.models import (
    AgreementVersion,
    Approval,
    Partnership,
    StartProgramme,
    StartReview,
    StartStep,
    TeamMember,
)

SOON = timedelta(days=7)
BOTH = (Side.CLIENT, Side.SUPPLIER)


@dataclass(frozen=True)
class Ask:
    """One thing that waits for one side or for both. `page` is the name of the page where it is done."""

    title: str
    sides: tuple[Side, ...]
    page: str
    pk: Any
    due: date | None = None
    people: list[str] = field(default_factory=list)
    note: str = ""
    appoints: bool = False

    @property
    def side(self) -> str:
        """For the mark: "client", "supplier" or "both"."""
        return "both" if len(self.sides) == 2 else self.sides[0].value


def with_turn(partnerships: QuerySet[Partnership]) -> QuerySet[Partnership]:
    """Adds to each row of a list what `turn` needs, in the same query."""
    waiting = AgreementVersion.objects.for_system("turn").awaiting().filter(agreement__partnership=OuterRef("pk"))
    approvals = Approval.objects.for_system("turn").filter(
        version__state=AgreementVersion.State.PROPOSED, version__agreement__partnership=OuterRef("pk")
    )
    return partnerships.annotate(
        agreement_waits=Exists(waiting),
        client_approved=Exists(approvals.filter(side=Side.CLIENT)),
        supplier_approved=Exists(approvals.filter(side=Side.SUPPLIER)),
        **signers(),
        steps=Count("start_programme__steps", distinct=True),
        steps_settled=Count("start_programme__steps", filter=~Q(start_programme__steps__outcome=""), distinct=True),
    ).select_related("client", "supplier", "start_programme")


def signers(path: str = "") -> dict[str, Exists]:
    """For rows whose partnership is at `path`: whether anybody on each side may sign, in the same query."""
    seats = TeamMember.objects.for_system("signers").current()
    team = seats.filter(partnership=OuterRef(OuterRef(f"{path}pk")), membership=OuterRef("pk"))
    may = Membership.objects.for_system("signers").active().filter(Q(role=Role.OWNER) | Exists(team), may_sign=True)
    return {f"{side.value}_signs": Exists(may.filter(organisation=OuterRef(f"{path}{side.value}"))) for side in BOTH}


def unsigned(row: Any, partnership: Partnership, sides: Iterable[Side]) -> list[str]:
    """The organisations on these sides where nobody may sign; the row must have `signers`."""
    return [partnership.organisation_on(side).name for side in sides if not getattr(row, f"{side.value}_signs")]


def turn(partnership: Any) -> tuple[Side, ...]:
    """The sides that it waits for; the row must come from `with_turn`."""
    if partnership.state == Partnership.State.PROPOSED:
        return (Side.SUPPLIER,)
    if not partnership.is_alive:
        return ()
    if partnership.agreement_waits:
        missing = [
            side
            for side, done in zip(BOTH, (partnership.client_approved, partnership.supplier_approved), strict=True)
            if not done
        ]
        return tuple(missing)
    waits = partnership.state in (Partnership.State.STARTING, Partnership.State.ENDING)
    return BOTH if waits else ()


def waits_for(partnership: Any) -> str:
    """The same in words: "Waits for approval of Groene Tafel"."""
    sides = turn(partnership)
    if not sides:
        return ""
    if partnership.state == Partnership.State.PROPOSED:
        return _("Waiting for an answer from %(name)s") % {"name": partnership.supplier.name}
    if partnership.agreement_waits:
        names = _(" and ").join(partnership.organisation_on(side).name for side in sides)
        return _("Agreement is waiting for approval by %(name)s") % {"name": names}
    if partnership.state == Partnership.State.ENDING:
        return _("Hand-over of both sides")
    return _("Start programme: %(done)s of %(all)s steps") % {
        "done": partnership.steps_settled,
        "all": partnership.steps,
    }


def nobody_signs(names: list[str]) -> str:
    """Why an approval can not come yet, and who is asked to change that; empty when somebody may sign."""
    if not names:
        return ""
    return _("At %(name)s nobody may sign at the moment; its owners have been asked to appoint somebody.") % {
        "name": _(" and ").join(names)
    }


def asks_of(
    partnership: Partnership,
    *,
    team: list[TeamMember],
    version: AgreementVersion | None,
    approvals: list[Approval],
    programme: StartProgramme | None,
    steps: list[StartStep],
    reviews: list[StartReview],
    handover_open: int,
    today: date,
    unsigned: list[str],
    appoints: bool = False,
) -> list[Ask]:
    """Everything that is asked, most pressing first. The caller has read the rows already. `unsigned` names the
    organisations whose approval is waited for while nobody there may sign; `appoints` says that the reader, as an owner
    of one of them, can change that."""
    found = _of_the_proposal(partnership)
    if partnership.is_alive:
        found += _of_the_team(partnership, team)
        found += _of_the_agreement(partnership, version, approvals, unsigned, appoints)
        found += _of_the_start(partnership, programme, steps, reviews, today)
        found += _of_the_end(partnership, handover_open)
    return sorted(found, key=lambda ask: ask.due or date.max)


def _of_the_proposal(partnership: Partnership) -> list[Ask]:
    if partnership.state != Partnership.State.PROPOSED:
        return []
    title = _("Accept or decline the partnership")
    return [Ask(title, (Side.SUPPLIER,), "partnerships:answer", partnership.pk)]


def _of_the_team(partnership: Partnership, team: list[TeamMember]) -> list[Ask]:
    found = []
    for part, title in (
        (TeamMember.Part.SPONSOR, _("Appoint a sponsor")),
        (TeamMember.Part.LEAD, _("Appoint a lead")),
    ):
        there = {seat.side for seat in team if seat.part == part}
        sides = tuple(side for side in BOTH if side not in there)
        if sides and partnership.state != Partnership.State.ENDING:
            found.append(Ask(title, sides, "partnerships:team", partnership.pk))
    return found


def _of_the_agreement(
    partnership: Partnership,
    version: AgreementVersion | None,
    approvals: list[Approval],
    unsigned: list[str],
    appoints: bool,
) -> list[Ask]:
    if not partnership.is_agreeing:
        return []
    if version is None:
        return [Ask(_("Begin the agreement"), BOTH, "partnerships:agreement", partnership.pk)]
    if version.state == AgreementVersion.State.DRAFT:
        return [Ask(_("Write the agreement together"), BOTH, "partnerships:agreement-version", version.pk)]
    if version.state == AgreementVersion.State.PROPOSED:
        given = {approval.side for approval in approvals}
        sides = tuple(side for side in BOTH if side not in given)
        note = nobody_signs(unsigned)
        page = "partnerships:agreement-version"
        return [Ask(_("Approve the agreement"), sides, page, version.pk, note=note, appoints=appoints)]
    return []


def _of_the_start(
    partnership: Partnership,
    programme: StartProgramme | None,
    steps: list[StartStep],
    reviews: list[StartReview],
    today: date,
) -> list[Ask]:
    if partnership.state != Partnership.State.STARTING or programme is None:
        return []
    near = [step for step in steps if not step.outcome and step.due_on <= today + SOON]
    found = [
        Ask(step.title, BOTH, "partnerships:step", step.pk, due=step.due_on, people=owners_of(step)) for step in near
    ]
    if all(step.outcome for step in steps):
        given = {review.side: review.rhythm for review in reviews}
        sides = tuple(side for side in BOTH if side not in given)
        title = _("Answer the review of the start programme")
        if not sides:
            sides, title = BOTH, _("Agree on the meeting rhythm from now on")
        found.append(Ask(title, sides, "partnerships:start", partnership.pk, due=programme.hundredth_day))
    return found


def owners_of(step: StartStep) -> list[str]:
    """The names of the owners of a step, the client's first."""
    return [str(owner) for owner in (step.client_owner, step.supplier_owner) if owner]


def _of_the_end(partnership: Partnership, handover_open: int) -> list[Ask]:
    if partnership.state != Partnership.State.ENDING:
        return []
    title = (
        ngettext("Hand over: %(count)s line open", "Hand over: %(count)s lines open", handover_open)
        % {"count": handover_open}
        if handover_open
        else _("Everything is handed over: complete the end")
    )
    return [Ask(title, BOTH, "partnerships:ending", partnership.pk, due=partnership.ends_on)]

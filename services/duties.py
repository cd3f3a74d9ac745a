"""What hangs on one person in the assessment of services: rounds that they run, scoring, and choices."""

from django.utils.translation import gettext_lazy

from accounts.handover import Duty, Held, Thing, register
from accounts.models import Membership
from accounts.rules import can_edit
from services.actions import handing_over
from services.models import Assessment, Assessor, Choice
from services.rules import can_be_assessor, can_keep

State = Assessment.State


def _rounds(member: Membership, by: Membership) -> list[Held]:
    rows = Assessment.objects.for_system("somebody leaves").filter(made_by=member, state__in=[State.DRAFT, State.OPEN])
    return [
        Held(ROUND, row.pk, "", [Thing(row.title, "services:assessment", row.pk)], [row], fits=can_keep)
        for row in rows.order_by("created_at")
    ]


def _give_round(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    assert taker
    handing_over.hand_over_round(assessment=held.rows[0], taker=taker)


def _scoring(member: Membership, by: Membership) -> list[Held]:
    rows = Assessor.objects.for_system("somebody leaves").filter(
        member=member, finished_at=None, assessment__state__in=[State.DRAFT, State.OPEN]
    )
    return [
        Held(
            SCORING, row.assessment_id, "", [_scored(row.assessment)], [row], fits=can_be_assessor,
            requesters=(row.assessment.made_by,),
        )
        for row in rows.select_related("assessment__made_by__user", "assessment__client").order_by("created_at")
    ]  # fmt: skip


def _scored(assessment: Assessment) -> Thing:
    return Thing(assessment.title, "services:score" if assessment.is_open else "", assessment.pk)


def _give_scoring(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    handing_over.hand_over_scoring(assessor=held.rows[0], taker=taker, by=by)


def _choices(member: Membership, by: Membership) -> list[Held]:
    """For what is not handed over one by one: the owners look at it again."""
    rows = Choice.objects.for_system("somebody leaves").current().filter(made_by=member, service__archived_at=None)
    found = list(rows.select_related("service").order_by("service__name"))
    things = [Thing(row.service.name, "services:choose", row.service_id) for row in found]

    def keeps(one: Membership) -> bool:
        return one.pk == member.pk and can_edit(one)

    return [Held(CHOICES, member.organisation_id, "", things, found, fits=keeps)] if found else []


def _leave_choices(held: Held, giver: Membership, taker: Membership | None, by: Membership) -> None:
    """A choice stays as it was made."""


ROUND = Duty(
    "services.round", gettext_lazy("Leads an assessment round"), ("services.Assessment.made_by",), _rounds, _give_round
)
SCORING = Duty(
    "services.scoring", gettext_lazy("Scores in an assessment round"), ("services.Assessor.member",), _scoring,
    _give_scoring, without=gettext_lazy("Nobody scores in their place; what they scored already counts."),
)  # fmt: skip
CHOICES = Duty(
    "services.choices", gettext_lazy("Reviews choices on the agreed date"), ("services.Choice.made_by",), _choices,
    _leave_choices, without=gettext_lazy("The owners review these choices on the agreed date."),
)  # fmt: skip

register(
    ROUND, SCORING, CHOICES,
    history={
        "services.Assessment.closed_by": "who closed it then",
        "services.Import.by": "who brought the file; every editor goes on with it",
        "services.Import.applied_by": "who took it over then",
        "services.Import.undone_by": "who took it back then",
    },
)  # fmt: skip

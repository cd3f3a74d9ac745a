from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from services.actions import assessment as rounds
from services.actions import journey as actions
from services.models import AssessedService, Criterion, Service


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def services(cast) -> dict[str, Service]:
    """Three services of Campus, one of Kliniek."""
    made = {
        name: Service.objects.create(client=cast.campus, name=name, group=group)
        for name, group in (("Reception", "Hospitality"), ("Cleaning", "Cleaning"), ("Catering", "Hospitality"))
    }
    made["Other"] = Service.objects.create(client=cast.kliniek, name="Other", group="Care")
    return made


@pytest.fixture
def draft(cast, services):
    """A draft over three services of Campus, scored by its owner and its contributor."""
    return rounds.make_assessment(
        by=cast.campus_editor,
        title="Round one",
        deadline=timezone.now() + timedelta(days=7),
        services=[services[name] for name in ("Reception", "Cleaning", "Catering")],
        assessors=[cast.campus_owner, cast.campus_contributor],
    )


@pytest.fixture
def opened(cast, draft):
    rounds.open_assessment(assessment=draft, by=cast.campus_editor)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def fill():
    """fill(round, member, {service: [values]}) scores as that member; None leaves a cell empty."""

    def score(assessment, member, sheet: dict[str, list[int | None]]) -> None:
        assessor = assessment.assessors.get(member=member)
        criteria = list(Criterion.objects.filter(assessment=assessment))
        for name, values in sheet.items():
            row = AssessedService.objects.get(assessment=assessment, name=name)
            cells = {c: (v, f"because {v}") for c, v in zip(criteria, values, strict=True) if v is not None}
            rounds.set_scores(assessor=assessor, assessed=row, by=member, values=cells)

    return score


@pytest.fixture
def closed(cast, opened, fill):
    """Reception is scored high by both, Cleaning low by one, Catering with a hole."""
    fill(opened, cast.campus_owner, {"Reception": [5] * 6, "Catering": [3, 3, 3, 3, 4, None]})
    fill(opened, cast.campus_contributor, {"Reception": [5, 5, 5, 5, 5, 1], "Cleaning": [1] * 6, "Catering": [3] * 6})
    rounds.close_assessment(assessment=opened, by=cast.campus_editor)
    opened.refresh_from_db()
    return opened


@pytest.fixture
def told(cast, services) -> SimpleNamespace:
    """A journey of Campus with three stages; the first holds A, B and C, the others nothing."""
    by = cast.campus_editor
    persona = actions.add_persona(by=by, name="Visitor", share=40, matters="To be expected")
    journey = actions.add_journey(by=by, title="A visit", persona=persona, stages=["Arrival", "Work", "Departure"])
    arrival, work, departure = journey.stages.in_order()
    moments = [
        actions.add_moment(by=by, stage=arrival, services=[services["Reception"]], happens=name, importance=4, now=-1)
        for name in "ABC"
    ]
    return SimpleNamespace(
        persona=persona, journey=journey, arrival=arrival, work=work, departure=departure, moments=moments,
        a=moments[0], b=moments[1], c=moments[2],
    )  # fmt: skip

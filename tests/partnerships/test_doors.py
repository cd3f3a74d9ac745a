"""Nobody outside a partnership sees, counts or guesses it."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from partnerships.actions import home
from partnerships.actions.agreement import see
from partnerships.models import (
    Agreement,
    AgreementReceipt,
    AgreementSection,
    AgreementVersion,
    Approval,
    Goal,
    HandoverItem,
    Partnership,
    PartnershipNote,
    StartProgramme,
    StartReview,
    StartStep,
    SystemLink,
    TeamMember,
)
from partnerships.urls import urlpatterns
from tests.partnerships.conftest import CANARY

SHARED = (
    Agreement, AgreementReceipt, AgreementSection, AgreementVersion, Approval, Goal, HandoverItem, Partnership,
    StartProgramme, StartReview, StartStep, SystemLink, TeamMember,
)  # fmt: skip


@pytest.fixture
def full(cast, in_force, starting):
    """One row of everything."""
    home.add_goal(partnership=starting, by=cast.campus_editor, text=f"{CANARY} goal")
    home.add_link(partnership=starting, by=cast.campus_editor, label=f"{CANARY} link", url="https://a.example")
    see(version=in_force, by=cast.campus_reader)
    HandoverItem.objects.create(partnership=starting, text=CANARY, side="client")
    StartReview.objects.create(programme=starting.start_programme, side="client", by=cast.campus_owner, rhythm="keep")
    return starting


def test_team_and_owners_of_both_sides_see_it(cast, full):
    seen = ["campus_owner", "campus_editor", "campus_reader", "catering_owner", "catering_editor", "catering_reader"]
    for model in SHARED:
        for who in seen:
            assert model.objects.visible_to(getattr(cast, who)).exists(), (model, who)


def test_others_see_nothing(cast, full):
    strangers = ["both_campus", "both_kliniek", "schoon_owner", "schoon_editor", "kliniek_owner", "kliniek_editor"]
    for model in SHARED:
        for who in strangers:
            assert not model.objects.visible_to(getattr(cast, who)).exists(), (model, who)


def test_audit_of_it_is_for_both_only(cast, full):
    events = AuditEvent.objects.filter(event__startswith="partnerships.")
    assert events.visible_to(cast.campus_owner).exists()
    assert events.visible_to(cast.catering_owner).exists()
    assert not events.visible_to(cast.kliniek_owner).exists()
    assert not events.visible_to(cast.schoon_owner).exists()


def test_colleague_outside_the_team_sees_nothing_until_they_join(cast, proposed):
    assert not Partnership.objects.visible_to(cast.campus_reader).exists()
    assert not Partnership.objects.visible_to(cast.catering_editor).exists()
    assert Partnership.objects.visible_to(cast.catering_owner).exists()


def test_note_is_for_one_side(cast, starting):
    home.write_note(partnership=starting, by=cast.campus_editor, revision=1, text=CANARY)
    assert PartnershipNote.objects.visible_to(cast.campus_reader).exists()
    for who in ("catering_owner", "catering_reader", "schoon_owner", "kliniek_owner", "both_campus"):
        assert not PartnershipNote.objects.visible_to(getattr(cast, who)).exists(), who


def test_canary_shows_on_no_page_of_others(cast, browse, full):
    home.write_note(partnership=full, by=cast.campus_editor, revision=1, text=CANARY)
    for member in (cast.schoon_owner, cast.kliniek_owner, cast.both_campus, cast.schoon_editor):
        browser = browse(member)
        pages = [
            member.url("partnerships:list"), member.url("partnerships:list") + "?show=all",
            member.url("partnerships:list") + f"?text={CANARY}&show=all",
        ]  # fmt: skip
        if member.organisation.is_client:
            pages.append(member.url("partnerships:supplier", pk=cast.catering.pk))
        for page in pages:
            response = browser.get(page)
            assert response.status_code == 200, page
            shown = response.content.decode().replace(f'value="{CANARY}"', "")
            assert CANARY not in shown, page


def test_note_of_the_other_side_shows_on_no_page(cast, browse, full):
    home.write_note(partnership=full, by=cast.campus_editor, revision=1, text="Only-for-us")
    browser = browse(cast.catering_owner)
    for name in ("home", "note", "history", "team", "start", "agreement", "goals", "links"):
        response = browser.get(cast.catering_owner.url(f"partnerships:{name}", pk=full.pk))
        assert response.status_code == 200, name
        assert b"Only-for-us" not in response.content, name


def rows_of(full, in_force) -> dict[str, object]:
    step = full.start_programme.steps.first()
    section = in_force.sections.first()
    return {
        "steps": step.pk, "sections": section.pk, "agreements": in_force.pk, "goals": full.goals.first().pk,
        "links": full.links.first().pk, "handover": full.handover.first().pk, "seats": full.team.first().pk,
        "partnerships": full.pk,
    }  # fmt: skip


def test_every_address_of_it_answers_404_to_strangers(cast, browse, full, in_force):
    keys = rows_of(full, in_force)
    tried = 0
    for member in (cast.kliniek_owner, cast.schoon_owner, cast.both_campus):
        browser = browse(member)
        for pattern in urlpatterns:
            route = str(pattern.pattern)
            kind = route.split("/")[2]
            if "<uuid:pk>" not in route or kind not in keys or "jobs" in route or "annexes" in route:
                continue
            pk = keys["sections"] if "sections" in route else keys[kind]
            url = reverse(f"partnerships:{pattern.name}", kwargs={"organisation": member.organisation.slug, "pk": pk})
            for method in ("get", "post"):
                status = getattr(browser, method)(url).status_code
                assert status in (404, 405), (member, url, method, status)
                tried += status == 404
    assert tried > 150

"""Partnerships of Campus and Catering in each state; Kliniek and Schoon look on."""

from types import SimpleNamespace

import pytest

from partnerships.actions import agreement, partnership, team
from partnerships.canonical import hash_of, now
from partnerships.models import Partnership, TeamMember
from services.models import Service

# Stands in texts of the partnership and must show to nobody outside it.
CANARY = "Kanarie-zegt-piep"


@pytest.fixture
def lunch(cast) -> Service:
    return Service.objects.create(client=cast.campus, name="Lunch", group="Food")


@pytest.fixture
def proposed(cast, lunch) -> Partnership:
    """Proposed by the editor of Campus, who leads its team."""
    return partnership.propose(
        by=cast.campus_editor, supplier=cast.catering, name=f"{CANARY} lunch", services=[lunch], why=f"{CANARY} why"
    )


@pytest.fixture
def starting(cast, proposed) -> Partnership:
    """Accepted; editors and contributors of both sides sit in the team."""
    partnership.accept(partnership=proposed, by=cast.catering_owner)
    for member in (cast.campus_contributor, cast.campus_reader):
        team.join(partnership=proposed, by=cast.campus_owner, membership=member, part=TeamMember.Part.MEMBER)
    for member in (cast.catering_editor, cast.catering_contributor, cast.catering_reader):
        team.join(partnership=proposed, by=cast.catering_owner, membership=member, part=TeamMember.Part.MEMBER)
    proposed.refresh_from_db()
    return proposed


@pytest.fixture
def draft(cast, starting):
    return agreement.begin(partnership=starting, by=cast.campus_editor, language="en")


@pytest.fixture
def waiting(cast, draft):
    """A version that waiting for approval of both."""
    agreement.put_up(version=draft, by=cast.campus_editor, sha256=hash_of(now(draft)[1]), leave_open=True)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def in_force(cast, waiting):
    for member in (cast.campus_owner, cast.catering_owner):
        agreement.approve(version=waiting, by=member, sha256=waiting.sha256)
    waiting.refresh_from_db()
    return waiting


@pytest.fixture
def in_state(cast, proposed):
    """in_state("ending") brings the partnership into a state, without what led to it."""

    def bring(state: str) -> Partnership:
        if state not in ("proposed", "declined", "withdrawn"):
            partnership.accept(partnership=proposed, by=cast.catering_owner)
        Partnership.objects.filter(pk=proposed.pk).update(state=state)
        proposed.refresh_from_db()
        for side in ("campus", "catering"):
            for role in ("editor", "contributor", "reader"):
                member = getattr(cast, f"{side}_{role}")
                TeamMember.objects.get_or_create(
                    partnership=proposed, membership=member, until=None,
                    defaults={"user": member.user, "side": proposed.side_of(member), "since": "2026-01-01"},
                )  # fmt: skip
        return proposed

    return bring


@pytest.fixture
def four(cast, browse) -> SimpleNamespace:
    """Browsers: writer (campus_editor), reader (campus_reader), stranger (kliniek_owner), rival (schoon_owner)."""
    return SimpleNamespace(
        writer=browse(cast.campus_editor),
        reader=browse(cast.campus_reader),
        stranger=browse(cast.kliniek_owner),
        rival=browse(cast.schoon_owner),
    )

"""What mails somebody or costs work is stopped where no person would go on."""

import pytest
from django.core.cache import cache

from accounts.actions import invite_colleague
from accounts.models import Invitation
from tests.accounts.pages import path, status

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("name", "amount", "address"),
    [
        ("invite", 60, "people/invite/"),
        ("invite", 60, "relations/invite/"),
        ("renew", 30, f"invitations/{NOBODY}/renew/"),
        ("share", 60, f"vision/{NOBODY}/share/"),
        ("renew", 30, f"vision/links/{NOBODY}/renewed/"),
        ("export", 60, "services/export/"),
        ("import", 60, "services/import/"),
        ("import", 60, f"services/import/{NOBODY}/again/"),
        ("report", 60, f"services/rounds/{NOBODY}/report/"),
    ],
)
def test_who_sends_too_many_forms_waits_and_nobody_else_does(cast, browse, name, amount, address):
    mine, other = browse(cast.campus_owner), browse(cast.campus_editor)
    cache.set(f"limit:{name}:{cast.campus_owner.pk}", amount - 1, 3600)
    assert status(mine, path(cast.campus_owner, address), {}) != 429
    assert status(mine, path(cast.campus_owner, address), {}) == 429
    assert status(other, path(cast.campus_editor, address), {}) != 429
    assert status(mine, path(cast.campus_owner, address)) != 429


def test_what_is_stopped_mails_nobody(cast, browse):
    cache.set(f"limit:invite:{cast.campus_owner.pk}", 60, 3600)
    data = {"address": "nova@example.org", "role": "reader", "language": "nl"}
    assert status(browse(cast.campus_owner), path(cast.campus_owner, "people/invite/"), data) == 429
    assert not Invitation.objects.exists()
    invite_colleague(organisation=cast.campus, address="nova@example.org", role="reader", by=cast.campus_owner)
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "amount", "address", "said"),
    [
        ("propose", 40, "partnerships/propose/", "send at most 40 proposals for a partnership within a day"),
        ("review", 40, f"vision/{NOBODY}/review/asked/", "ask for a review at most 40 times within a day"),
        ("calendar", 200, "meetings/new/", "plan or change meetings at most 200 times within a day"),
        ("calendar", 200, f"meetings/{NOBODY}/edit/", "plan or change meetings at most 200 times within a day"),
        ("calendar", 200, f"meetings/{NOBODY}/plan/", "plan or change meetings at most 200 times within a day"),
    ],
)
def test_what_an_organisation_mails_others_has_an_end_each_day(cast, browse, name, amount, address, said):
    cache.set(f"limit:{name}:{cast.campus.pk}", amount - 1, 24 * 3600)
    mine, colleague, other = browse(cast.campus_owner), browse(cast.campus_editor), browse(cast.kliniek_owner)
    assert status(mine, path(cast.campus_owner, address), {}) != 429
    answer = colleague.post(path(cast.campus_editor, address))
    assert answer.status_code == 429
    assert f"{cast.campus.name} can {said}" in " ".join(answer.content.decode().split())
    assert "Nothing was saved and nobody was mailed." in answer.content.decode()
    assert status(other, path(cast.kliniek_owner, address), {}) != 429
    assert status(mine, path(cast.campus_owner, address)) != 429

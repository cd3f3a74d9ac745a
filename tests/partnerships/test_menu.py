"""Which place of the menu is lit, and where a client finds how to invite a supplier."""

import re

import pytest

from accounts.models import Connection
from tests.partnerships.test_pages import url


def lit(answer) -> list[str]:
    """The addresses of the places that are lit."""
    return [place["url"] for place in answer.context["places"] if place["current"]]


@pytest.mark.parametrize(
    ("who", "path", "place"),
    [
        ("campus_editor", "relations/", "partnerships:list"),
        ("campus_editor", "relations/invite/", "partnerships:list"),
        ("campus_editor", "relations/{connection}/", "partnerships:list"),
        ("campus_editor", "suppliers/{supplier}/", "partnerships:list"),
        ("catering_editor", "relations/", "partnerships:list"),
        ("catering_editor", "relations/{connection}/", "partnerships:list"),
        ("catering_editor", "suppliers/{supplier}/", "partnerships:profile"),
        ("catering_editor", "supplier-profile/", "partnerships:profile"),
        ("catering_editor", "supplier-profile/certificate/add/", "partnerships:profile"),
    ],
)
def test_pages_of_relations_and_profiles_light_their_place(cast, browse, who, path, place):
    member = getattr(cast, who)
    known = {"connection": cast.campus_catering.pk, "supplier": cast.catering.pk}
    answer = browse(member).get(f"/o/{member.organisation.slug}/{path.format(**known)}")
    assert (answer.status_code, lit(answer)) == (200, [member.url(place)])


@pytest.mark.parametrize(
    ("who", "page", "count"),
    [
        ("campus_editor", "partnerships:list", 1),
        ("campus_editor", "accounts:connections", 1),
        ("campus_reader", "partnerships:list", 0),
        ("catering_editor", "partnerships:list", 0),
    ],
)
def test_who_may_invite_a_supplier_finds_it_where_suppliers_stand(cast, browse, who, page, count):
    member = getattr(cast, who)
    found = re.findall(r'href="[^"]*/relations/invite/"', browse(member).get(member.url(page)).content.decode())
    assert len(found) == count


def test_a_client_that_knows_no_supplier_is_led_to_the_invitation_first(cast, browse):
    Connection.objects.filter(client=cast.campus).delete()
    page = browse(cast.campus_editor).get(url(cast.campus_editor, "list")).content.decode()
    assert "Begin by inviting a supplier" in page
    assert 'class="button" href="/o/campus/relations/invite/"' in page
    assert "Propose a partnership" not in page


@pytest.mark.parametrize("who", ["campus_editor", "catering_owner"])
def test_a_list_of_which_all_is_over_leads_to_those(cast, browse, in_state, who):
    in_state("declined")
    member = getattr(cast, who)
    page = browse(member).get(url(member, "list")).content.decode()
    assert "No partnership is open now." in page
    assert "?show=over" in page
    assert "No partnership yet" not in page


@pytest.mark.parametrize("who", ["campus_reader", "catering_editor"])
def test_who_sits_in_no_team_is_told_so(cast, browse, proposed, who):
    member = getattr(cast, who)
    assert "You are not in a partnership team yet" in browse(member).get(url(member, "list")).content.decode()

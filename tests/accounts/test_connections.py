"""Pages of the relations between clients and suppliers."""

from uuid import uuid4

import pytest

from accounts.actions import accept_as_supplier, end_connection, invite_supplier, link_token
from accounts.models import Connection, Invitation, Organisation
from tests.accounts.pages import path, recorded, status

INVITE = {"supplier_name": "Groen & Zn", "address": "Groen@example.org", "registration_number": "", "language": "nl"}


def names(answer) -> list[str]:
    return [str(one) for one in answer.context["page_obj"]]


# The list --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_suppliers_take_the_same_queries_for_one_and_for_three(cast, browse, number, django_assert_num_queries):
    for n in range(number):
        invite_supplier(by=cast.kliniek_editor, supplier_name=f"S{n}", address=f"s{n}@example.org")
    client = browse(cast.kliniek_owner)
    with django_assert_num_queries(6):
        found = client.get(path(cast.kliniek_owner, "relations/"))
    assert len(names(found)) == number + 1


@pytest.mark.parametrize("number", [1, 3])
def test_clients_take_the_same_queries_for_one_and_for_three(cast, browse, number, django_assert_num_queries):
    for n in range(number):
        client = Organisation.objects.create(name=f"Client {n}", slug=f"client-{n}", is_client=True)
        Connection.objects.create(client=client, supplier=cast.schoon, supplier_name="S", state="active")
    client = browse(cast.schoon_owner)
    with django_assert_num_queries(6):
        client.get(path(cast.schoon_owner, "relations/"))


def test_each_side_sees_its_own_relations(cast, browse):
    invite_supplier(by=cast.kliniek_editor, supplier_name="Schoon", address="s@example.org")
    seen = {who: browse(getattr(cast, who)).get(path(getattr(cast, who), "relations/")) for who in (
        "campus_reader", "kliniek_reader", "catering_reader", "schoon_owner")}  # fmt: skip
    assert names(seen["campus_reader"]) == ["Schoon Bedrijf", "Smaakvol Catering"]
    assert names(seen["kliniek_reader"]) == ["Smaakvol Catering", "Schoon"]
    assert {one.client.slug for one in seen["catering_reader"].context["page_obj"]} == {"campus", "kliniek"}


def test_what_another_row_took_the_place_of_is_not_listed(cast, browse):
    end_connection(connection=cast.kliniek_catering, by=cast.kliniek_owner)
    again = invite_supplier(by=cast.kliniek_editor, supplier_name="Smaakvol", address="owner@catering.example")
    accept_as_supplier(invitation=again, by=cast.catering_owner)
    found = browse(cast.kliniek_owner).get(path(cast.kliniek_owner, "relations/"))
    assert [(one.pk, one.state) for one in found.context["page_obj"]] == [(again.connection_id, "active")]


def test_the_inviter_sees_the_same_for_a_known_and_an_unknown_number(cast, browse):
    Organisation.objects.filter(pk=cast.schoon.pk).update(registration_number="12345678")
    client, pages = browse(cast.kliniek_owner), []
    for n, number in enumerate(("12345678", "87654321")):
        invitation = invite_supplier(
            by=cast.kliniek_editor, supplier_name="Schoon", address=f"t{n}@example.org", registration_number=number
        )
        page = client.get(path(cast.kliniek_owner, f"relations/{invitation.connection_id}/")).content.decode()
        for own in (str(invitation.connection_id), str(invitation.pk), invitation.address, number):
            page = page.replace(own, "–")
        pages.append(page.split("<main")[1].split('name="csrfmiddlewaretoken"')[0])
    assert pages[0] == pages[1]


# Inviting --------------------------------------------------------------------------------------


def test_a_supplier_is_invited_once(cast, browse):
    client, key = browse(cast.kliniek_editor), uuid4()
    for _time in range(2):
        assert status(client, path(cast.kliniek_editor, "relations/invite/"), {**INVITE, "once": key}) == 302
    invitation = Invitation.objects.select_related("connection").get()
    assert (invitation.address, invitation.language, invitation.connection.supplier_name) == (
        "groen@example.org", "nl", "Groen & Zn",
    )  # fmt: skip
    assert recorded() == ["accounts.invited"]


@pytest.mark.parametrize(
    "wrong", [{"supplier_name": ""}, {"address": "groen"}, {"registration_number": "12"}, {"language": "fr"}]
)
def test_a_wrong_supplier_is_not_invited(cast, browse, wrong):
    answer = browse(cast.kliniek_editor).post(path(cast.kliniek_editor, "relations/invite/"), {**INVITE, **wrong})
    assert (answer.status_code, list(answer.context["form"].errors), Invitation.objects.count()) == (
        422,
        list(wrong),
        0,
    )


@pytest.mark.parametrize(
    ("who", "answer"),
    [("kliniek_owner", 200), ("kliniek_contributor", 403), ("kliniek_reader", 403), ("schoon_owner", 403)],
)
def test_who_invites_suppliers(cast, browse, who, answer):
    member = getattr(cast, who)
    assert status(browse(member), path(member, "relations/invite/")) == answer
    if answer == 403:
        assert status(browse(member), path(member, "relations/invite/"), INVITE) == 403


def test_a_suppliers_invitation_is_renewed_by_an_editor(cast, browse):
    invitation = invite_supplier(by=cast.kliniek_editor, supplier_name="S", address="s@example.org")
    old = invitation.token_hash
    address = f"invitations/{invitation.pk}/renew/"
    assert status(browse(cast.kliniek_contributor), path(cast.kliniek_contributor, address), {}) == 403
    assert status(browse(cast.kliniek_editor), path(cast.kliniek_editor, address), {}) == 302
    assert Invitation.objects.get().token_hash != old


# One relation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "answer"),
    [("campus_reader", 200), ("schoon_reader", 200), ("kliniek_owner", 404), ("catering_owner", 404)],
)
def test_who_sees_a_relation(cast, browse, who, answer):
    member = getattr(cast, who)
    assert status(browse(member), path(member, f"relations/{cast.campus_schoon.pk}/")) == answer


def test_queries_of_a_relation(cast, browse, django_assert_num_queries):
    client = browse(cast.campus_owner)
    with django_assert_num_queries(6):
        client.get(path(cast.campus_owner, f"relations/{cast.campus_schoon.pk}/"))


@pytest.mark.parametrize("who", ["kliniek_owner", "kliniek_editor", "kliniek_reader"])
def test_the_link_is_shown_to_nobody(cast, browse, who):
    invitation = invite_supplier(by=cast.kliniek_editor, supplier_name="S", address="p@example.org")
    member = getattr(cast, who)
    for address in ("relations/", f"relations/{invitation.connection_id}/"):
        page = browse(member).get(path(member, address)).content.decode()
        assert (invitation.address in page, link_token(invitation) in page) == (True, False)


def test_notes_are_saved_and_never_shown_to_the_supplier(cast, browse):
    address = f"relations/{cast.campus_schoon.pk}/notes/"
    for _time in range(2):
        assert status(browse(cast.campus_editor), path(cast.campus_editor, address), {"notes": "Bel Jan"}) == 302
    assert Connection.objects.get(pk=cast.campus_schoon.pk).notes == "Bel Jan"
    assert recorded() == ["accounts.connection_noted"]
    page = (
        browse(cast.schoon_owner).get(path(cast.schoon_owner, f"relations/{cast.campus_schoon.pk}/")).content.decode()
    )
    assert "Bel Jan" not in page
    assert "notes" not in page.split("<main")[1].lower()


@pytest.mark.parametrize(
    ("who", "answer"), [("campus_reader", 403), ("schoon_owner", 403), ("kliniek_owner", 404), ("catering_owner", 404)]
)
def test_nobody_else_writes_the_notes(cast, browse, who, answer):
    member = getattr(cast, who)
    address = path(member, f"relations/{cast.campus_schoon.pk}/notes/")
    assert status(browse(member), address, {"notes": "x"}) == answer
    assert status(browse(member), address) == 405
    assert Connection.objects.get(pk=cast.campus_schoon.pk).notes == ""


def test_notes_that_are_too_long_are_kept_on_the_page(cast, browse):
    address = path(cast.campus_editor, f"relations/{cast.campus_schoon.pk}/notes/")
    answer = browse(cast.campus_editor).post(address, {"notes": "x" * 5001})
    assert (answer.status_code, len(answer.context["form"]["notes"].value())) == (422, 5001)
    assert Connection.objects.get(pk=cast.campus_schoon.pk).notes == ""


def test_a_relation_is_ended_once_after_a_question(cast, browse):
    client, address = browse(cast.schoon_owner), path(cast.schoon_owner, f"relations/{cast.campus_schoon.pk}/end/")
    assert "What you made together stays" in client.get(address).content.decode()
    for _time in range(2):
        assert status(client, address, {}) == 302
    assert Connection.objects.get(pk=cast.campus_schoon.pk).state == "ended"
    assert recorded() == ["accounts.connection_ended"]


@pytest.mark.parametrize(
    ("who", "answer"), [("campus_editor", 403), ("schoon_reader", 403), ("kliniek_owner", 404), ("catering_owner", 404)]
)
def test_nobody_else_ends_a_relation(cast, browse, who, answer):
    member = getattr(cast, who)
    address = path(member, f"relations/{cast.campus_schoon.pk}/end/")
    assert (status(browse(member), address), status(browse(member), address, {})) == (answer, answer)
    assert Connection.objects.get(pk=cast.campus_schoon.pk).state == "active"

"""Pages of the relations between clients and suppliers."""

from uuid import uuid4

import pytest

from accounts.actions import accept_as_supplier, end_connection, invite_supplier, link_of
from accounts.asked import asked_of
from accounts.models import Connection, Invitation, Membership, Organisation
from notifications.models import Message
from tests.accounts.pages import path, recorded, status

INVITE = {"supplier_name": "Groen & Zn", "address": "Groen@example.org", "registration_number": "", "language": "nl"}


@pytest.fixture
def asked(cast) -> Invitation:
    """Kliniek asks Schoon, which is here already, by its number."""
    Organisation.objects.filter(pk=cast.schoon.pk).update(registration_number="12345678")
    return invite_supplier(
        by=cast.kliniek_editor, supplier_name="Schoon", address="s@example.org", registration_number="12345678"
    )


def names(answer) -> list[str]:
    return [str(one) for one in answer.context["page_obj"]]


# The list --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_suppliers_take_the_same_queries_for_one_and_for_three(cast, browse, number, django_assert_num_queries):
    for n in range(number):
        invite_supplier(by=cast.kliniek_editor, supplier_name=f"S{n}", address=f"s{n}@example.org")
    client = browse(cast.kliniek_owner)
    with django_assert_num_queries(7):
        found = client.get(path(cast.kliniek_owner, "relations/"))
    assert len(names(found)) == number + 1


@pytest.mark.parametrize("number", [1, 3])
def test_clients_take_the_same_queries_for_one_and_for_three(cast, browse, number, django_assert_num_queries):
    for n in range(number):
        client = Organisation.objects.create(name=f"Client {n}", slug=f"client-{n}", is_client=True)
        Connection.objects.create(client=client, supplier=cast.schoon, supplier_name="S", state="active")
    client = browse(cast.schoon_owner)
    with django_assert_num_queries(7):
        client.get(path(cast.schoon_owner, "relations/"))


def test_each_side_sees_its_own_relations(cast, browse, asked):
    seen = {who: browse(getattr(cast, who)).get(path(getattr(cast, who), "relations/")) for who in (
        "campus_reader", "kliniek_reader", "catering_reader", "schoon_owner")}  # fmt: skip
    assert names(seen["campus_reader"]) == ["Schoon Bedrijf", "Smaakvol Catering"]
    assert names(seen["kliniek_reader"]) == ["Smaakvol Catering", "Schoon"]
    assert {one.client.slug for one in seen["catering_reader"].context["page_obj"]} == {"campus", "kliniek"}
    assert [one.organisation.slug for one in seen["schoon_owner"].context["requests"]] == ["kliniek"]


def test_a_client_that_is_asked_finds_the_request_too(cast, browse):
    Organisation.objects.filter(pk=cast.campus.pk).update(registration_number="12345678")
    invitation = invite_supplier(
        by=cast.kliniek_editor, supplier_name="Campus", address="c@example.org", registration_number="12345678"
    )
    page = browse(cast.campus_editor).get(path(cast.campus_editor, "relations/"))
    assert [one.pk for one in page.context["requests"]] == [invitation.pk]
    address = path(cast.campus_editor, f"requests/{invitation.pk}/")
    assert status(browse(cast.campus_editor), address, {"answer": "accept"}) == 302
    assert Connection.objects.active().filter(client=cast.kliniek, supplier=cast.campus).exists()


def test_what_another_row_took_the_place_of_is_not_listed(cast, browse):
    end_connection(connection=cast.kliniek_catering, by=cast.kliniek_owner)
    again = invite_supplier(by=cast.kliniek_editor, supplier_name="Smaakvol", address="x@example.org")
    accept_as_supplier(invitation=again, by=cast.catering_owner)
    found = browse(cast.kliniek_owner).get(path(cast.kliniek_owner, "relations/"))
    assert [(one.pk, one.state) for one in found.context["page_obj"]] == [(again.connection_id, "active")]


def test_the_inviter_sees_the_same_for_a_known_and_an_unknown_supplier(cast, browse, asked):
    other = invite_supplier(
        by=cast.kliniek_editor, supplier_name="Schoon", address="t@example.org", registration_number="87654321"
    )
    client, pages = browse(cast.kliniek_owner), []
    for invitation in (asked, other):
        page = client.get(path(cast.kliniek_owner, f"relations/{invitation.connection_id}/")).content.decode()
        for own in (str(invitation.connection_id), str(invitation.pk), invitation.address, "12345678", "87654321"):
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


def test_the_link_is_shown_to_who_may_invite_and_only_without_a_number(cast, browse, asked):
    plain = invite_supplier(by=cast.kliniek_editor, supplier_name="S", address="p@example.org")
    for who, invitation, sees in (
        ("kliniek_editor", plain, True), ("kliniek_reader", plain, False), ("kliniek_editor", asked, False),
    ):  # fmt: skip
        member = getattr(cast, who)
        page = browse(member).get(path(member, f"relations/{invitation.connection_id}/")).content.decode()
        assert (link_of(invitation) in page) == sees


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


# Answering a client ----------------------------------------------------------------------------


@pytest.mark.parametrize(("answer", "state"), [("accept", "active"), ("decline", "ended")])
@pytest.mark.parametrize("who", ["schoon_owner", "schoon_editor"])
def test_an_asked_supplier_answers_once(cast, browse, asked, who, answer, state):
    member = getattr(cast, who)
    client, address = browse(member), path(member, f"requests/{asked.pk}/")
    assert "Kliniek Oost asks to connect" in client.get(address).content.decode()
    for _time in range(2):
        assert status(client, address, {"answer": answer}) == 302
    assert Connection.objects.get(pk=asked.connection_id).state == state
    assert Message.objects.filter(kind="accounts.connected").count() == (answer == "accept")


@pytest.mark.parametrize(
    ("who", "answer"),
    [("schoon_contributor", 403), ("schoon_reader", 403), ("kliniek_owner", 404), ("catering_owner", 404)],
)
def test_nobody_else_answers(cast, browse, asked, who, answer):
    member = getattr(cast, who)
    address = path(member, f"requests/{asked.pk}/")
    assert (status(browse(member), address), status(browse(member), address, {"answer": "accept"})) == (answer, answer)
    assert Connection.objects.get(pk=asked.connection_id).state == "invited"


@pytest.mark.parametrize("data", [{}, {"answer": "perhaps"}])
def test_no_answer_is_refused(cast, browse, asked, data):
    assert status(browse(cast.schoon_owner), path(cast.schoon_owner, f"requests/{asked.pk}/"), data) == 422


def test_a_request_waits_in_the_overview_of_who_may_answer(cast, asked):
    [one] = asked_of(cast.schoon_editor)
    assert (one.kind, one.side, one.who, one.url) == (
        "respond", "client", "Kliniek Oost", f"/o/schoon/requests/{asked.pk}/",
    )  # fmt: skip
    assert (asked_of(cast.schoon_reader), asked_of(cast.catering_owner)) == ([], [])
    accept_as_supplier(invitation=asked, by=cast.schoon_owner)
    assert asked_of(cast.schoon_editor) == []


def test_a_request_waits_in_the_overview_of_a_client_that_is_asked(cast):
    Organisation.objects.filter(pk=cast.campus.pk).update(registration_number="12345678")
    invitation = invite_supplier(
        by=cast.kliniek_editor, supplier_name="Campus", address="c@example.org", registration_number="12345678"
    )
    for member in (cast.campus_editor, Membership.objects.of_user(cast.campus_editor.user).get()):
        assert [one.url for one in asked_of(member)] == [f"/o/campus/requests/{invitation.pk}/"]
    assert asked_of(cast.campus_contributor) == []
    accept_as_supplier(invitation=invitation, by=cast.campus_owner)
    assert Membership.objects.of_user(cast.campus_editor.user).get().is_asked is False

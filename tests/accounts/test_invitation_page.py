"""What somebody sees who follows the link of an invitation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import (
    invite_colleague,
    invite_supplier,
    join_as_new_colleague,
    link_of,
    link_token,
    proof_link_of,
    renew_invitation,
)
from accounts.models import AccessRequest, Connection, Invitation, Membership, Organisation, User
from notifications.models import Message

PASSWORD = "lang genoeg hoor"
NEW = {"name": "Nova", "password": PASSWORD}
SUPPLIER = {"organisation": "new", "organisation_name": "Groen", "place": "Ede", "registration_number": ""}


def where(invitation) -> str:
    return link_of(invitation).removeprefix("http://localhost:8000")


def proof(invitation) -> str:
    """The link in the mail that somebody asked for who holds the first link."""
    return proof_link_of(invitation).removeprefix("http://localhost:8000")


@pytest.fixture
def colleague(cast) -> Invitation:
    return invite_colleague(organisation=cast.campus, address="nova@example.org", role="editor", by=cast.campus_owner)


@pytest.fixture
def supplier(cast) -> Invitation:
    return invite_supplier(by=cast.kliniek_editor, supplier_name="Groen & Zn", address="groen@example.org")


def test_the_page_says_what_one_is_invited_to_before_an_account_is_made(cast, browse, colleague):
    answer = browse().get(where(colleague))
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Join Campus Noord", "Owner Campus Noord", "nova@example.org", "as editor"):
        assert words in page
    assert answer["Referrer-Policy"] == "strict-origin"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]


def test_opening_the_page_changes_nothing(cast, browse, colleague):
    before = Invitation.objects.values().get()
    for client in (browse(), browse(cast.kliniek_owner)):
        client.get(where(colleague))
        client.head(where(colleague))
    assert (Invitation.objects.values().get(), User.objects.filter(email="nova@example.org").exists()) == (
        before,
        False,
    )


def test_the_page_speaks_the_language_of_the_mail(cast, browse):
    invitation = invite_colleague(
        organisation=cast.campus, address="nova@example.org", role="editor", by=cast.campus_owner, language="nl"
    )
    assert "Doe mee met Campus Noord" in browse().get(where(invitation)).content.decode()
    chose = browse()
    chose.cookies["django_language"] = "en"
    assert "Join Campus Noord" in chose.get(where(invitation)).content.decode()


def test_the_link_says_the_same_whether_the_address_has_an_account(cast, browse):
    pages = []
    for address in ("nova@example.org", "editor@kliniek.example"):
        invitation = invite_colleague(organisation=cast.campus, address=address, role="reader", by=cast.campus_owner)
        client = browse()
        answers = [client.get(where(invitation)), client.post(where(invitation))]
        answers.append(client.get(answers[1]["Location"]))
        texts = [one.content.decode() + one.get("Location", "") for one in answers]
        for own in (
            address,
            link_token(invitation),
            *(str(one.context["csrf_token"]) for one in answers if one.context),
        ):
            texts = [text.replace(own, "–") for text in texts]
        pages.append([text.split("<main")[-1].split("csrfmiddlewaretoken")[0] for text in texts])
    assert pages[0] == pages[1]
    assert list(Message.objects.order_by("moment").values_list("kind", "address")) == [
        ("accounts.invitation", "nova@example.org"),
        ("accounts.invitation_account", "nova@example.org"),
        ("accounts.invitation", "editor@kliniek.example"),
        ("accounts.invitation_account", "editor@kliniek.example"),
    ]


def test_the_link_alone_sets_no_password(cast, browse, colleague):
    assert browse().post(where(colleague), NEW)["Location"] == where(colleague) + "?mailed=1"
    guess = where(colleague) + "account/guess/"
    assert [browse().get(guess).status_code, browse().post(guess, NEW).status_code] == [404, 404]
    assert not User.objects.filter(email="nova@example.org").exists()


def test_mails_to_go_on_are_limited(cast, browse, colleague):
    client = browse()
    answers = [client.post(where(colleague)) for _time in range(6)]
    assert [one.status_code for one in answers] == [302, 302, 302, 302, 302, 429]
    assert "several mails already" in answers[-1].content.decode()
    assert Message.objects.filter(kind="accounts.invitation_account").count() == 5


def test_a_new_colleague_is_signed_in_and_led_to_the_overview(cast, browse, colleague):
    client = browse()
    answer = client.post(proof(colleague), NEW, follow=True)
    assert [place for place, _status in answer.redirect_chain] == [where(colleague), "/", "/o/campus/"]
    assert Membership.objects.values_list("role", flat=True).get(user__email="nova@example.org") == "editor"


def test_a_second_submit_leads_on_to_the_same_place(cast, browse, colleague):
    client = browse()
    client.post(proof(colleague), NEW)
    assert client.post(proof(colleague), NEW)["Location"] == where(colleague)
    other_tab = browse()  # the session of the first answer was lost
    assert other_tab.post(proof(colleague), NEW)["Location"] == where(colleague)
    assert other_tab.get("/")["Location"] == "/o/campus/"
    assert browse().post(proof(colleague), {**NEW, "password": "iets heel anders"}).status_code == 410
    assert User.objects.filter(email="nova@example.org").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": ""}, "name"), ({"password": "kort"}, "password"), ({"password": "password12345"}, "password"),
     ({"password": "nova@example.org"}, "password")],
)  # fmt: skip
def test_a_wrong_account_is_not_made(cast, browse, colleague, wrong, field):
    answer = browse().post(proof(colleague), {**NEW, **wrong})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not User.objects.filter(email="nova@example.org").exists()


def test_who_has_an_account_is_led_to_sign_in_by_the_second_link(cast, browse):
    invitation = invite_colleague(
        organisation=cast.campus, address="editor@kliniek.example", role="reader", by=cast.campus_owner
    )
    page = browse().get(proof(invitation)).content.decode()
    assert f'href="/account/login/?next={where(invitation)}"' in page
    assert "<input" not in page.split("<main")[1].split("</main>")[0]
    assert browse(cast.kliniek_editor).get(proof(invitation))["Location"] == where(invitation)


def test_signed_in_with_the_invited_address(cast, browse):
    invitation = invite_colleague(
        organisation=cast.campus, address="editor@kliniek.example", role="reader", by=cast.campus_owner
    )
    client = browse(cast.kliniek_editor)
    assert not client.get(where(invitation)).context["other_address"]
    assert client.post(where(invitation))["Location"] == "/o/campus/"
    assert client.post(where(invitation))["Location"] == "/"


def test_signed_in_under_another_address_is_said_and_waits(cast, browse, colleague):
    client = browse(cast.kliniek_editor)
    page = client.get(where(colleague)).content.decode()
    assert "You are signed in as editor@kliniek.example" in page
    assert "Accept as Editor Kliniek Oost" in page
    assert client.post(where(colleague))["Location"] == where(colleague)
    assert "Waiting for confirmation" in client.get(where(colleague)).content.decode()
    assert Invitation.objects.get().claimed_by == cast.kliniek_editor.user
    assert not Membership.objects.filter(user=cast.kliniek_editor.user, organisation=cast.campus).exists()


def test_a_colleague_who_is_a_member_already_is_told(cast, browse, colleague):
    page = browse(cast.campus_reader).get(where(colleague)).content.decode()
    assert "You already work in Campus Noord, as reader" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [({"expires_at": timezone.now() - timedelta(days=1)}, "has expired"),
     ({"withdrawn_at": timezone.now()}, "was withdrawn"),
     ({"declined_at": timezone.now()}, "was declined"),
     ({"accepted_at": timezone.now()}, "has been accepted")],
)  # fmt: skip
def test_a_link_that_is_over_says_why(cast, browse, colleague, change, words):
    Invitation.objects.update(**change)
    for client in (browse(), browse(cast.kliniek_owner)):
        answer = client.get(where(colleague))
        assert answer.status_code == 410
        assert words in answer.content.decode()
        assert client.post(where(colleague), NEW).status_code == 410


def test_a_renewed_link_works_and_the_old_one_does_not(cast, browse, colleague):
    old = where(colleague)
    renew_invitation(invitation=colleague, by=cast.campus_owner)
    assert browse().get(old).status_code == 404
    assert browse().get(where(colleague)).status_code == 200


def test_a_guessed_link_is_not_found_and_too_many_are_stopped(cast, browse):
    client = browse()
    assert client.get("/invitation/guess/").status_code == 404
    for _time in range(59):
        client.get("/invitation/guess/")
    assert client.get("/invitation/guess/").status_code == 429


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_page(cast, browse, number, django_assert_num_queries, colleague):
    for n in range(number):
        invite_colleague(organisation=cast.campus, address=f"n{n}@example.org", role="reader", by=cast.campus_owner)
    with django_assert_num_queries(1):
        browse().get(where(colleague))


# Suppliers -------------------------------------------------------------------------------------


def new_supplier(browse, supplier):
    """A browser of the invited address, with an account that was made just now."""
    client = browse()
    assert client.post(proof(supplier), NEW)["Location"] == where(supplier)
    return client


def test_a_new_supplier_finds_its_name_filled_in_and_no_box_ticked(cast, browse, supplier):
    form = new_supplier(browse, supplier).get(where(supplier)).context["form"]
    assert (form["organisation_name"].value(), form["may_sign"].value()) == ("Groen & Zn", None)


def test_a_new_supplier_founds_organisation_and_relation(cast, browse, supplier):
    client = new_supplier(browse, supplier)
    assert client.post(where(supplier), SUPPLIER)["Location"] == "/o/groen/"
    connection = Connection.objects.active().get(client=cast.kliniek, supplier__slug="groen")
    assert connection.supplier.place == "Ede"
    assert Membership.objects.get(organisation=connection.supplier).may_sign is False


def test_a_wrong_number_founds_nothing(cast, browse, supplier):
    answer = new_supplier(browse, supplier).post(where(supplier), {**SUPPLIER, "registration_number": "123"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["registration_number"])
    assert Organisation.objects.count() == 4


def test_a_known_number_is_said_and_asks_what_to_do(cast, browse, supplier):
    Organisation.objects.filter(pk=cast.schoon.pk).update(registration_number="12345678")
    client, data = new_supplier(browse, supplier), {**SUPPLIER, "registration_number": "1234 5678"}
    answer = client.post(where(supplier), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["known"])
    assert "An organisation with this KvK number already uses Samenspel" in answer.content.decode()
    assert "Schoon" not in answer.content.decode()
    assert client.post(where(supplier), {**data, "known": "found"})["Location"] == "/o/groen/"


def test_who_gave_a_known_number_may_ask_its_owners_to_be_let_in(cast, browse, supplier):
    Organisation.objects.filter(pk=cast.schoon.pk).update(registration_number="12345678")
    client, data = new_supplier(browse, supplier), {**SUPPLIER, "registration_number": "12345678", "known": "ask"}
    assert client.post(where(supplier), data)["Location"] == where(supplier)
    assert "You asked the owners of an organisation for access" in client.get(where(supplier)).content.decode()
    request = AccessRequest.objects.select_related("user").get()
    assert (request.organisation, request.user.email) == (cast.schoon, "groen@example.org")
    assert Invitation.objects.get().state == "open"


@pytest.mark.parametrize(
    ("who", "choices"),
    [("schoon_owner", ["schoon", "new"]), ("schoon_editor", ["schoon", "new"]), ("schoon_reader", ["new"]),
     ("kliniek_owner", ["new"]), ("campus_owner", ["campus", "new"])],
)  # fmt: skip
def test_for_which_organisations_one_may_accept(cast, browse, supplier, who, choices):
    form = browse(getattr(cast, who)).get(where(supplier)).context["form"]
    slugs = {str(one.pk): one.slug for one in Organisation.objects.all()}
    assert [slugs.get(key, key) for key, _label in form["organisation"].field.choices] == choices


def test_accepting_for_an_organisation_that_one_edits(cast, browse, supplier):
    Invitation.objects.update(address="editor@schoon.example")
    answer = browse(cast.schoon_editor).post(where(supplier), {"organisation": cast.schoon.pk})
    assert answer["Location"] == "/o/schoon/"
    assert Connection.objects.active().filter(client=cast.kliniek, supplier=cast.schoon).exists()


def test_founding_a_second_organisation(cast, browse, supplier):
    Invitation.objects.update(address="reader@schoon.example")
    assert browse(cast.schoon_reader).post(where(supplier), SUPPLIER)["Location"] == "/o/groen/"
    assert Membership.objects.get(user=cast.schoon_reader.user, organisation__slug="groen").role == "owner"


@pytest.mark.parametrize("data", [{"organisation": "new"}, {}, {"organisation": "campus"}])
def test_accepting_without_a_choice_is_refused(cast, browse, supplier, data):
    assert browse(cast.schoon_editor).post(where(supplier), data).status_code == 422
    assert Invitation.objects.get().state == "open"


def test_accepting_for_an_organisation_that_one_only_reads_is_refused(cast, browse, supplier):
    answer = browse(cast.schoon_reader).post(where(supplier), {"organisation": cast.schoon.pk})
    assert (answer.status_code, Invitation.objects.get().state) == (422, "open")


def test_an_accepted_invitation_is_not_accepted_by_a_second_person(cast, browse, colleague):
    join_as_new_colleague(invitation=colleague, name="Nova", password=PASSWORD)
    assert browse(cast.schoon_owner).post(where(colleague)).status_code == 410
    assert not Membership.objects.filter(user=cast.schoon_owner.user, organisation=cast.campus).exists()

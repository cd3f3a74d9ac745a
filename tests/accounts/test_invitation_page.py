"""What somebody sees who follows the link of an invitation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import accept_as_colleague, invite_colleague, invite_supplier, link_of, renew_invitation
from accounts.models import Connection, Invitation, Membership, Organisation, User
from notifications.models import Message

PASSWORD = "lang genoeg hoor"
NEW = {"name": "Nova", "password": PASSWORD}
SUPPLIER = {**NEW, "organisation_name": "Groen", "registration_number": ""}


def where(invitation) -> str:
    return link_of(invitation).removeprefix("http://localhost:8000")


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


def test_a_new_colleague_is_signed_in_and_led_to_the_overview(cast, browse, colleague):
    client = browse()
    answer = client.post(where(colleague), NEW)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/")["Location"] == "/o/campus/"
    assert Membership.objects.values_list("role", flat=True).get(user__email="nova@example.org") == "editor"


def test_a_second_submit_leads_on_to_the_same_place(cast, browse, colleague):
    client = browse()
    client.post(where(colleague), NEW)
    assert client.post(where(colleague), NEW)["Location"] == "/"
    other_tab = browse()  # the session of the first answer was lost
    assert other_tab.post(where(colleague), NEW)["Location"] == "/"
    assert other_tab.get("/")["Location"] == "/o/campus/"
    assert browse().post(where(colleague), {**NEW, "password": "iets heel anders"}).status_code == 410
    assert User.objects.filter(email="nova@example.org").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": ""}, "name"), ({"password": "kort"}, "password"), ({"password": "password12345"}, "password"),
     ({"password": "nova@example.org"}, "password")],
)  # fmt: skip
def test_a_wrong_account_is_not_made(cast, browse, colleague, wrong, field):
    answer = browse().post(where(colleague), {**NEW, **wrong})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not User.objects.filter(email="nova@example.org").exists()


def test_somebody_with_an_account_signs_in_first(cast, browse):
    invitation = invite_colleague(
        organisation=cast.campus, address="editor@kliniek.example", role="reader", by=cast.campus_owner
    )
    page = browse().get(where(invitation)).content.decode()
    assert f'href="/account/login/?next={where(invitation)}"' in page
    assert "<input" not in page.split("<main")[1].split("</main>")[0]


def test_signed_in_with_the_invited_address(cast, browse):
    invitation = invite_colleague(
        organisation=cast.campus, address="editor@kliniek.example", role="reader", by=cast.campus_owner
    )
    client = browse(cast.kliniek_editor)
    assert not client.get(where(invitation)).context["other_address"]
    assert client.post(where(invitation))["Location"] == "/o/campus/"
    assert client.post(where(invitation))["Location"] == "/"


def test_signed_in_under_another_address_is_said_and_offered(cast, browse, colleague):
    client = browse(cast.kliniek_editor)
    page = client.get(where(colleague)).content.decode()
    assert "You are signed in as editor@kliniek.example" in page
    assert "Accept as Editor Kliniek Oost" in page
    assert client.post(where(colleague)).status_code == 302
    assert Invitation.objects.get().accepted_by == cast.kliniek_editor.user


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
    with django_assert_num_queries(2):
        browse().get(where(colleague))


# Suppliers -------------------------------------------------------------------------------------


def test_a_new_supplier_finds_its_name_filled_in(cast, browse, supplier):
    form = browse().get(where(supplier)).context["form"]
    assert form["organisation_name"].value() == "Groen & Zn"


def test_a_new_supplier_makes_account_organisation_and_relation(cast, browse, supplier):
    client = browse()
    assert client.post(where(supplier), SUPPLIER)["Location"] == "/"
    assert client.get("/")["Location"] == "/o/groen/"
    assert Connection.objects.active().filter(client=cast.kliniek, supplier__slug="groen").exists()


def test_a_wrong_number_makes_nothing(cast, browse, supplier):
    answer = browse().post(where(supplier), {**SUPPLIER, "registration_number": "123"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["registration_number"])
    assert Organisation.objects.count() == 4


def test_a_known_number_leads_to_waiting_and_makes_no_account(cast, browse, supplier):
    Organisation.objects.filter(pk=cast.schoon.pk).update(registration_number="12345678")
    client = browse()
    answer = client.post(where(supplier), {**SUPPLIER, "registration_number": "1234 5678"}, follow=True)
    assert answer.redirect_chain == [(where(supplier), 302)]
    assert "Your organisation is here already" in answer.content.decode()
    assert "Schoon" not in answer.content.decode()
    assert not User.objects.filter(email="groen@example.org").exists()
    assert Message.objects.filter(kind="accounts.connection_asked").count() == 1


def test_an_owner_of_the_asked_organisation_is_led_to_the_request(cast, browse, supplier):
    Invitation.objects.update(asked=cast.schoon)
    goal = f"/o/schoon/requests/{supplier.pk}/"
    assert browse(cast.schoon_editor).get(where(supplier))["Location"] == goal
    assert browse(cast.schoon_reader).get(where(supplier)).status_code == 200
    assert browse(cast.catering_owner).post(where(supplier), SUPPLIER).status_code == 200
    assert (
        not Connection.objects.active()
        .filter(client=cast.kliniek, supplier=cast.catering)
        .exclude(pk=cast.kliniek_catering.pk)
    )


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
    answer = browse(cast.schoon_editor).post(where(supplier), {"organisation": cast.schoon.pk})
    assert answer["Location"] == "/o/schoon/"
    assert Connection.objects.active().filter(client=cast.kliniek, supplier=cast.schoon).exists()


def test_founding_a_second_organisation(cast, browse, supplier):
    data = {"organisation": "new", "organisation_name": "Groen", "registration_number": ""}
    assert browse(cast.schoon_reader).post(where(supplier), data)["Location"] == "/o/groen/"
    assert Membership.objects.get(user=cast.schoon_reader.user, organisation__slug="groen").role == "owner"


@pytest.mark.parametrize("data", [{"organisation": "new"}, {}, {"organisation": "campus"}])
def test_accepting_without_a_choice_is_refused(cast, browse, supplier, data):
    assert browse(cast.schoon_editor).post(where(supplier), data).status_code == 422
    assert Invitation.objects.get().state == "open"


def test_accepting_for_an_organisation_that_one_only_reads_is_refused(cast, browse, supplier):
    answer = browse(cast.schoon_reader).post(where(supplier), {"organisation": cast.schoon.pk})
    assert (answer.status_code, Invitation.objects.get().state) == (422, "open")


def test_an_accepted_invitation_is_not_accepted_by_a_second_person(cast, browse, colleague):
    accept_as_colleague(invitation=colleague, user=cast.kliniek_owner.user)
    assert browse(cast.schoon_owner).post(where(colleague)).status_code == 410
    assert not Membership.objects.filter(user=cast.schoon_owner.user, organisation=cast.campus).exists()

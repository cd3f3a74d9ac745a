"""Pages about oneself and one's colleagues."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.actions import invite_colleague, link_token
from accounts.models import Invitation, Membership, User, initials_of
from tests.accounts.pages import path, recorded, status

PROFILE = {
    "name": "Eva Nieuw", "language": "nl", "time_zone": "Europe/Brussels", "theme": "dark", "remind_day": "on",
    "job_title": "Hoofd", "telephone": "06 1234",
}  # fmt: skip
INVITE = {"address": "Nova@Example.org", "role": "reader", "language": "nl"}
CHANGE = {"role": "contributor", "may_sign": "on", "job_title": "Inkoper", "telephone": ""}


# Profile ---------------------------------------------------------------------------------------


def test_profile_is_saved_and_recorded(cast, browse):
    client = browse(cast.campus_reader)
    for _time in range(2):
        assert status(client, path(cast.campus_reader, "profile/"), PROFILE) == 302
    user = User.objects.get(pk=cast.campus_reader.user_id)
    assert (user.name, user.language, user.time_zone, user.theme) == ("Eva Nieuw", "nl", "Europe/Brussels", "dark")
    assert (user.remind_week, user.remind_day, user.remind_hour) == (False, True, False)
    member = Membership.objects.get(pk=cast.campus_reader.pk)
    assert (member.job_title, member.telephone) == ("Hoofd", "06 1234")
    assert recorded() == ["accounts.profile_changed"]


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"language": "fr"}, {"time_zone": "Mars/Base"}, {"telephone": "0" * 31}]
)
def test_a_wrong_profile_changes_nothing(cast, browse, wrong):
    assert status(browse(cast.campus_reader), path(cast.campus_reader, "profile/"), {**PROFILE, **wrong}) == 422
    assert User.objects.get(pk=cast.campus_reader.user_id).name == "Reader Campus Noord"


def test_the_page_is_in_the_language_that_was_chosen(cast, browse):
    client = browse(cast.campus_reader)
    client.post(path(cast.campus_reader, "profile/"), PROFILE)
    assert "Mijn profiel" in client.get(path(cast.campus_reader, "profile/")).content.decode()


# People ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_people_take_the_same_queries_for_one_and_for_three(cast, browse, number, django_assert_num_queries):
    for n in range(number):
        invite_colleague(organisation=cast.campus, address=f"n{n}@example.org", role="reader", by=cast.campus_owner)
    client = browse(cast.campus_owner)
    with django_assert_num_queries(7):
        found = client.get(path(cast.campus_owner, "people/"))
    assert len(found.context["invitations"]) == number


def test_people_shows_those_who_are_here_and_on_demand_those_who_left(cast, browse):
    client = browse(cast.campus_owner)
    here = client.get(path(cast.campus_owner, "people/")).context["page_obj"]
    assert {one.user.email for one in here} == {
        "owner@campus.example", "editor@campus.example", "contributor@campus.example", "reader@campus.example",
        "both@adviser.example",
    }  # fmt: skip
    left = client.get(path(cast.campus_owner, "people/?show=ended")).context["page_obj"]
    assert [one.user.name for one in left] == ["Gea Gone"]


def test_people_are_found_by_a_part_of_their_name_without_accents(cast, browse):
    User.objects.filter(pk=cast.campus_editor.user_id).update(name="Zoë Ångström")
    found = browse(cast.campus_reader).get(path(cast.campus_reader, "people/?q=angstrom")).context["page_obj"]
    assert [one.user.name for one in found] == ["Zoë Ångström"]


def test_owners_see_invitations_and_nobody_sees_their_links(cast, browse):
    invitation = invite_colleague(
        organisation=cast.campus, address="n@example.org", role="reader", by=cast.campus_owner
    )
    for who, sees in (("campus_owner", True), ("campus_editor", False), ("campus_reader", False)):
        member = getattr(cast, who)
        page = browse(member).get(path(member, "people/")).content.decode()
        assert (link_token(invitation) in page, "n@example.org" in page) == (False, sees)


# Inviting --------------------------------------------------------------------------------------


def test_inviting_twice_makes_one_invitation(cast, browse):
    client, key = browse(cast.campus_owner), uuid4()
    for _time in range(2):
        assert status(client, path(cast.campus_owner, "people/invite/"), {**INVITE, "once": key}) == 302
    assert Invitation.objects.values_list("address", "role", "language", "organisation__slug").get() == (
        "nova@example.org", "reader", "nl", "campus",
    )  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [{"address": "nova"}, {"address": ""}, {"role": "king"}, {"language": "fr"}, {"address": "editor@campus.example"}],
)
def test_a_wrong_invitation_is_not_sent_and_keeps_what_was_typed(cast, browse, wrong):
    answer = browse(cast.campus_owner).post(path(cast.campus_owner, "people/invite/"), {**INVITE, **wrong})
    assert (answer.status_code, Invitation.objects.count()) == (422, 0)
    assert answer.context["form"]["address"].value() == {**INVITE, **wrong}["address"]


@pytest.mark.parametrize(("who", "answer"), [("campus_owner", 200), ("campus_editor", 403), ("campus_reader", 403)])
def test_only_owners_invite(cast, browse, who, answer):
    member = getattr(cast, who)
    assert status(browse(member), path(member, "people/invite/")) == answer
    if answer == 403:
        assert status(browse(member), path(member, "people/invite/"), INVITE) == 403


@pytest.mark.parametrize(("action", "state"), [("renew", "open"), ("withdraw", "withdrawn")])
def test_an_invitation_is_renewed_or_withdrawn(cast, browse, action, state):
    invitation = invite_colleague(
        organisation=cast.campus, address="n@example.org", role="reader", by=cast.campus_owner
    )
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    address = f"invitations/{invitation.pk}/{action}/"
    assert status(browse(cast.campus_reader), path(cast.campus_reader, address), {}) == 403
    assert status(browse(cast.kliniek_owner), path(cast.kliniek_owner, address), {}) == 404
    assert status(browse(cast.campus_owner), path(cast.campus_owner, address)) == 405
    for _time in range(2):
        assert status(browse(cast.campus_owner), path(cast.campus_owner, address), {}) == 302
    assert Invitation.objects.get().state == state


# One colleague ---------------------------------------------------------------------------------


def test_an_owner_changes_a_colleague(cast, browse):
    address = path(cast.campus_owner, f"people/{cast.campus_editor.pk}/")
    for _time in range(2):
        assert status(browse(cast.campus_owner), address, CHANGE) == 302
    member = Membership.objects.get(pk=cast.campus_editor.pk)
    assert (member.role, member.may_sign, member.job_title) == ("contributor", True, "Inkoper")
    assert recorded() == ["accounts.membership_changed"]


@pytest.mark.parametrize(
    ("who", "opens", "sends"),
    [("campus_owner", 200, 302), ("campus_editor", 200, 403), ("campus_reader", 200, 403), ("kliniek_owner", 404, 404),
     ("catering_owner", 404, 404)],
)  # fmt: skip
def test_who_sees_and_who_changes_a_colleague(cast, browse, who, opens, sends):
    member = getattr(cast, who)
    address = path(member, f"people/{cast.campus_contributor.pk}/")
    assert status(browse(member), address) == opens
    assert status(browse(member), address, CHANGE) == sends


def test_the_last_owner_cannot_become_something_else(cast, browse):
    address = path(cast.campus_owner, f"people/{cast.campus_owner.pk}/")
    answer = browse(cast.campus_owner).post(address, CHANGE)
    assert (answer.status_code, Membership.objects.get(pk=cast.campus_owner.pk).role) == (422, "owner")
    assert [held.duty.name for held in answer.context["handing"].held] == ["accounts.owner"]


def test_somebody_who_left_is_shown_and_not_changed(cast, browse):
    address = path(cast.campus_owner, f"people/{cast.gone.pk}/")
    answer = browse(cast.campus_owner).get(address)
    assert (answer.status_code, answer.context["form"]) == (200, None)
    assert status(browse(cast.campus_owner), address, CHANGE) == 403


# Ending a membership ---------------------------------------------------------------------------


def ending(cast, member, of) -> str:
    return path(member, f"people/{of.pk}/end/")


def test_nobody_takes_over_when_nothing_is_open(cast, browse):
    assert status(browse(cast.campus_owner), ending(cast, cast.campus_owner, cast.campus_reader), {}) == 302
    assert Membership.objects.get(pk=cast.campus_reader.pk).ended_at


def test_who_left_has_no_access_from_the_next_page_on(cast, browse):
    client = browse(cast.campus_reader)
    assert status(client, ending(cast, cast.campus_reader, cast.campus_reader), {}) == 302
    assert status(client, path(cast.campus_reader, "people/")) == 404


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("campus_owner", 200),
        ("campus_editor", 403),
        ("campus_reader", 403),
        ("kliniek_owner", 404),
        ("schoon_owner", 404),
    ],
)
def test_who_may_end_the_membership_of_another(cast, browse, who, answer):
    member = getattr(cast, who)
    address = ending(cast, member, cast.campus_contributor)
    assert status(browse(member), address) == answer
    if answer != 200:
        assert status(browse(member), address, {}) == answer
    assert not Membership.objects.get(pk=cast.campus_contributor.pk).ended_at


def test_the_last_owner_leaves_only_when_somebody_else_is_owner_then(cast, browse):
    browser, address = browse(cast.campus_owner), ending(cast, cast.campus_owner, cast.campus_owner)
    form = browser.get(address).context["form"]
    assert [held.duty.name for held in form.held] == ["accounts.owner", "accounts.signer"]
    assert status(browser, address, {"shown": form["shown"].value()}) == 422
    data = {"shown": form["shown"].value(), "successor": cast.campus_editor.pk}
    assert status(browser, address, data) == 302
    cast.campus_editor.refresh_from_db()
    assert (cast.campus_editor.role, cast.campus_editor.may_sign) == ("owner", True)


@pytest.mark.parametrize(
    ("name", "letters", "greeted"),
    [
        ("Sanne de Vries", "SV", "Sanne"),
        ("Jan-Willem Bakker", "JB", "Jan-Willem"),
        ("Karel", "K", "Karel"),
        ("van 't Hof-de Wit", "HW", "van 't Hof-de Wit"),
        ("Jansen, P.M.", "PJ", "P.M. Jansen"),
        ("Bos, Kim", "KB", "Kim"),
        ("Vries, Sanne de", "SV", "Sanne"),
        ("van den Berg, J.", "JB", "J. van den Berg"),
        ("Bos, Dr. Ann", "AB", "Dr. Ann Bos"),
        ("Kim Bos, Facilities", "FB", "Kim Bos, Facilities"),
        ("Bos,", "B", "Bos,"),
        ("Bos, Kim, MSc", "KB", "Bos, Kim, MSc"),
        ("Dr. Ann Bos", "AB", "Dr. Ann Bos"),
        ("prof Ann Bos", "AB", "prof Ann Bos"),
        ("Dr. (Eva) Özdemir", "EÖ", "Dr. (Eva) Özdemir"),
        ("X Æ", "XÆ", "X Æ"),
        ("P. Jansen", "PJ", "P. Jansen"),
        ("PM Jansen", "PJ", "PM Jansen"),
        ("élise", "É", "élise"),
        ("1e gast", "G", "1e gast"),
        ("van der", "VD", "van der"),
    ],
)
def test_how_somebody_is_greeted_and_their_initials(name, letters, greeted):
    assert (initials_of(name), User(name=name).get_short_name()) == (letters, greeted)


def test_what_is_said_after_another_language_is_in_that_language(cast, browse):
    member = cast.campus_owner
    sent = {
        "name": "Eva",
        "language": "nl",
        "time_zone": "Europe/Amsterdam",
        "theme": "",
        "job_title": "",
        "telephone": "",
    }
    page = browse(member).post(member.url("accounts:profile"), sent, follow=True).content.decode()
    assert "Je profiel is opgeslagen" in page
